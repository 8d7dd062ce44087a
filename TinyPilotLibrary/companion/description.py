"""The OpenAPI description that FastAPI generates, minus what does not apply here."""

from fastapi import FastAPI

_NEVER_ANSWERED = "422"
_ITS_SCHEMAS = ("HTTPValidationError", "ValidationError")


def describe_truly(app: FastAPI) -> None:
    """Removes FastAPI's response to malformed requests from the description: here they are answered with 400.

    Args:
        app: The application, with all its routes.
    """
    description = app.openapi()
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"].pop(_NEVER_ANSWERED, None)
    for name in _ITS_SCHEMAS:
        description["components"]["schemas"].pop(name, None)
