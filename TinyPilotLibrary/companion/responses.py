"""What is answered: JSON bodies, and errors as the documented status and a sentence."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from TinyPilotLibrary.errors import (
    ConfigurationError,
    CorruptFrame,
    DeviceUnreachable,
    InputError,
    NotSupported,
    NoVideoSignal,
    TinyPilotError,
)

#: The error's status; the first kind that fits counts.
_STATUSES: tuple[tuple[type[TinyPilotError], int], ...] = (
    (InputError, 400),
    (ConfigurationError, 400),
    (NotSupported, 501),
    (DeviceUnreachable, 502),
    (NoVideoSignal, 204),
)


#: How a JPEG answer stands in the OpenAPI description.
JPEG: dict[str, object] = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
_DESCRIPTIONS = {
    204: "The target sends no video signal.",
    304: "Nothing changed in time.",
    400: "The request is malformed; the body says what is wrong.",
    401: "No valid token or API key.",
    410: "Tokens are not issued: an API key is demanded.",
    500: "The device could not do it; the body says why.",
    501: "The device lacks this capability.",
    502: "The device does not answer.",
}
_WITHOUT_BODY = {204, 304}
_LONGEST_INPUT = 100


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The statuses of a route beside 200, for the OpenAPI description."""
    text = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        status: {"description": _DESCRIPTIONS[status], **({} if status in _WITHOUT_BODY else text)}
        for status in statuses
    }


class TokenAnswer(BaseModel):
    """A token for the Authorization header."""

    token: str


class GoneAnswer(BaseModel):
    """Why no token is issued."""

    message: str
    code: str


class Resolution(BaseModel):
    """The size of the picture in pixels; zero without a video signal."""

    width: int
    height: int


class VideoSource(BaseModel):
    """Where the picture comes from."""

    online: bool
    resolution: Resolution
    captured_fps: int


class StateResult(BaseModel):
    """What uStreamer tells of itself; here of the video source alone."""

    source: VideoSource


class StateAnswer(BaseModel):
    """The video source, in the form of uStreamer's `/state`."""

    ok: bool = True
    result: StateResult


class AbilitiesAnswer(BaseModel):
    """The device behind the companion, the companion's version, and what the device can do."""

    device: str
    version: str
    abilities: list[str]


class LedsAnswer(BaseModel):
    """The keyboard's lights."""

    numLock: bool
    capsLock: bool
    scrollLock: bool


class Refusal(Exception):
    """A request that is refused before the device is asked.

    Args:
        status: The HTTP status.
        sentence: Why.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def answer_errors(app: FastAPI) -> None:
    """Makes an app answer errors as the REST API documents them: a status and a sentence as plain text."""

    @app.exception_handler(TinyPilotError)
    def device_error(_: Request, error: TinyPilotError) -> Response:
        if isinstance(error, CorruptFrame) and error.data:
            # What a capture gives is passed on as it is, broken or not.
            return Response(error.data, media_type="image/jpeg")
        status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
        return Response(status_code=204) if status == 204 else PlainTextResponse(str(error), status)

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> Response:
        return PlainTextResponse(_sentence(error), 400)

    @app.exception_handler(HTTPException)
    def not_understood(_: Request, error: HTTPException) -> Response:
        return PlainTextResponse(f"{error.detail}.", error.status_code, error.headers)

    @app.exception_handler(Refusal)
    def refused(_: Request, error: Refusal) -> Response:
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
        return PlainTextResponse(str(error), error.status, headers)


def _sentence(error: RequestValidationError) -> str:
    """What is wrong with the first field that is wrong."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "missing" and field:
        return f"Missing required field: {field}"
    if first["type"] in {"json_invalid", "missing", "model_attributes_type"} and not field.strip("0123456789"):
        return "The request body must be a JSON object, with the header Content-Type: application/json."
    return f"The field {field} is wrong: {first['msg']} (got {_shortened(first.get('input'))})."


def _shortened(given: object) -> str:
    text = repr(given)
    return text if len(text) <= _LONGEST_INPUT else f"{text[:_LONGEST_INPUT]}..."
