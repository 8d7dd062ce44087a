"""The OpenAPI description that FastAPI generates, minus what does not apply here."""

from typing import Any

from fastapi import FastAPI

from TinyPilotLibrary.companion.responses import documented

_NEVER_ANSWERED = "422"
_ITS_SCHEMAS = ("HTTPValidationError", "ValidationError")


class DescribedTruly(FastAPI):
    """An application whose description matches its answers: malformed requests get 400 instead of FastAPI's 422.

    Every call may also be refused before it reaches its route: for the name or origin it is sent with, and for a body
    that is too large.
    """

    def openapi(self) -> dict[str, Any]:
        """The description. It is generated when it is first asked for, which takes longer than the whole start."""
        if self.openapi_schema:
            return self.openapi_schema
        description = super().openapi()
        for operations in description["paths"].values():
            for operation in operations.values():
                operation["responses"].pop(_NEVER_ANSWERED, None)
                for status, described in documented(400, 413).items():
                    operation["responses"].setdefault(str(status), described)
        for name in _ITS_SCHEMAS:
            description["components"]["schemas"].pop(name, None)
        return description
