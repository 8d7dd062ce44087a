"""Responses: JSON bodies, and errors as the documented status and a sentence."""

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
    InputInterrupted,
    LocatorError,
    NotSupported,
    NoVideoSignal,
    TinyPilotError,
)

#: The status of each kind of error; the first that matches counts.
_STATUSES: tuple[tuple[type[TinyPilotError], int], ...] = (
    (InputError, 400),
    (ConfigurationError, 400),
    (LocatorError, 400),
    (InputInterrupted, 409),
    (NotSupported, 501),
    (DeviceUnreachable, 502),
    (NoVideoSignal, 204),
)


#: A JPEG response in the OpenAPI description.
JPEG: dict[str, object] = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
_DESCRIPTIONS = {
    204: "The target sends no video signal.",
    304: "Nothing changed in time.",
    400: "The request is malformed; the body says why.",
    401: "The token or API key is missing or not valid.",
    403: "The token or API key is wrong, or was forgotten.",
    409: "Everything was released before all of the input was sent.",
    410: "Tokens are not issued: an API key is required.",
    413: "The body is too large; it was not read.",
    423: "Another client has the right to send input; the body says who.",
    500: "The device could not carry out the request; the body says why.",
    501: "The device lacks this capability.",
    502: "The device does not answer.",
    507: "There is no room for the image.",
}
_WITHOUT_BODY = {204, 304}
_LONGEST_INPUT = 100


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The statuses of a route other than 200, for the OpenAPI description."""
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
    """The part of uStreamer's state that describes the video source."""

    source: VideoSource


class StateAnswer(BaseModel):
    """The video source, in the form of uStreamer's `/state`."""

    ok: bool = True
    result: StateResult


class AbilitiesAnswer(BaseModel):
    """The device behind the companion, the companion's version, and the device's abilities."""

    device: str
    version: str
    abilities: list[str]


class PasteAnswer(BaseModel):
    """What became of a pasted text."""

    number: int
    characters: int
    state: str
    message: str


class PastesAnswer(BaseModel):
    """What became of the last texts that were pasted over v1, the oldest first."""

    pastes: list[PasteAnswer]


class LedsAnswer(BaseModel):
    """The keyboard LEDs."""

    numLock: bool
    capsLock: bool
    scrollLock: bool


class PowerAnswer(BaseModel):
    """Whether the target is on: `on` or `off`."""

    state: str


class MediumAnswer(BaseModel):
    """A medium that is inserted: `cd`, `usb` or `floppy`, and its image."""

    kind: str
    image: str


class MediaAnswer(BaseModel):
    """The media that are inserted."""

    media: list[MediumAnswer]


class ImageAnswer(BaseModel):
    """What the companion calls a complete image, or an empty text; and how many bytes of it are there."""

    image: str
    received: int


class ReceivedAnswer(BaseModel):
    """How many bytes of an image are there."""

    received: int


class LeaseAnswer(BaseModel):
    """Who has the right to send input, since when, and how many wait for it."""

    holder: str | None
    since: str | None
    mine: bool
    waiting: int


class Refusal(Exception):
    """A request that is refused before it reaches the device.

    Args:
        status: The HTTP status.
        sentence: Why.
    """

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def answer_errors(app: FastAPI) -> None:
    """Makes an app answer errors as the REST API documents: a status, and a sentence as plain text."""

    @app.exception_handler(TinyPilotError)
    def device_error(_: Request, error: TinyPilotError) -> Response:
        if isinstance(error, CorruptFrame) and error.data:
            # A capture's data is passed on as it is, broken or not.
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
    """What is wrong with the first invalid field."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "missing" and field:
        return f"Missing required field: {field}"
    if first["type"] in {"json_invalid", "missing", "model_attributes_type"} and not field.strip("0123456789"):
        return "The request body must be a JSON object, sent with the header Content-Type: application/json."
    return f"Invalid field {field}: {first['msg']} (got {_shortened(first.get('input'))})."


def _shortened(given: object) -> str:
    text = repr(given)
    return text if len(text) <= _LONGEST_INPUT else f"{text[:_LONGEST_INPUT]}..."
