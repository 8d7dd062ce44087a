"""TinyPilot's REST API v1, with the statuses, bodies and checks of its documentation (October 2024).

`paste` and `state` are not in that documentation: newer clients of the vendor use them.
"""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from TinyPilotLibrary.companion.access import TOKENS_GONE
from TinyPilotLibrary.companion.client_requests import KeystrokeRequest, MouseEventRequest, PasteRequest
from TinyPilotLibrary.companion.responses import (
    JPEG,
    GoneAnswer,
    Refusal,
    Resolution,
    StateAnswer,
    StateResult,
    TokenAnswer,
    VideoSource,
    documented,
)
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.errors import CorruptFrame, NoVideoSignal
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size


def v1_routes(served: Served) -> APIRouter:
    """The routes of the API.

    Args:
        served: The device that they control.

    Returns:
        The routes, with their full paths.
    """
    routes = APIRouter(tags=["TinyPilot REST API v1"], route_class=AuthorizedFirst)
    authorized = [Depends(served.authorize_v1)]

    gone: dict[int | str, dict[str, object]] = {410: {**documented(410)[410], "content": {}, "model": GoneAnswer}}

    @routes.post(
        "/api/v1/auth",
        response_model=TokenAnswer,
        responses={**documented(400), **gone},
        summary="Issue a token",
    )
    async def auth(request: Request) -> Response:
        if "origin" in request.headers:
            raise Refusal(400, "The request must not have an Origin header: a web page may not fetch a token.")
        if not served.access.issues_tokens:
            sentence = "Tokens are no longer issued: use the API key, 'Authorization: Bearer <API_KEY>'."
            return JSONResponse({"message": sentence, "code": TOKENS_GONE}, 410)
        return JSONResponse({"token": served.access.new_token()})

    @routes.get(
        "/api/v1/screenshot",
        dependencies=authorized,
        responses={200: JPEG, **documented(204, 401, 403, 500, 502)},
        response_class=Response,
        summary="The current screen",
    )
    async def screenshot() -> Response:
        _, jpeg = await served.frames.now()
        return Response(jpeg, media_type="image/jpeg")

    @routes.post(
        "/api/v1/keystroke",
        dependencies=authorized,
        responses=documented(400, 401, 403, 409, 423, 500, 502),
        response_class=Response,
        summary="Press and release a key",
    )
    async def keystroke(body: KeystrokeRequest, request: Request) -> Response:
        await served.type([body.keystroke()], request)
        return Response()

    @routes.post(
        "/api/v1/mouseEvent",
        dependencies=authorized,
        responses=documented(400, 401, 403, 409, 423, 500, 502),
        response_class=Response,
        summary="Move the pointer, press buttons, turn the wheel",
    )
    async def mouse_event(body: MouseEventRequest, request: Request) -> Response:
        await served.point([body.event()], request)
        return Response()

    @routes.post(
        "/api/v1/paste",
        dependencies=authorized,
        responses=documented(400, 401, 403, 409, 423, 500, 502),
        response_class=Response,
        summary="Type text; responds once it is checked and queued",
    )
    async def paste(body: PasteRequest, request: Request) -> Response:
        await served.paste(body.text, body.language, request, waits=False)
        return Response()

    @routes.get("/state", include_in_schema=False)
    @routes.get(
        "/api/v1/state", responses=documented(500, 502), summary="The video source, in the form of uStreamer's state"
    )
    async def state() -> StateAnswer:
        return await _state(served)

    return routes


async def _state(served: Served) -> StateAnswer:
    size, online = Size(0, 0), True
    try:
        size = Frame.read((await served.frames.now())[1]).size
    except NoVideoSignal:
        online = False
    except CorruptFrame:
        # There is a signal, but its size is unknown.
        pass
    resolution = Resolution(width=size.width, height=size.height)
    source = VideoSource(online=online, resolution=resolution, captured_fps=served.frames.captured_fps())
    return StateAnswer(result=StateResult(source=source))
