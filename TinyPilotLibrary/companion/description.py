"""The OpenAPI description: what FastAPI writes of itself, less what is not so here."""

from fastapi import FastAPI

_NEVER_ANSWERED = "422"
_ITS_SCHEMAS = ("HTTPValidationError", "ValidationError")


def describe_truly(app: FastAPI) -> None:
    """Takes FastAPI's own answer to malformed requests out of the description: they are answered with 400 here.

    Args:
        app: The application, with all its routes.
    """
    description = app.openapi()
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"].pop(_NEVER_ANSWERED, None)
    for name in _ITS_SCHEMAS:
        description["components"]["schemas"].pop(name, None)
