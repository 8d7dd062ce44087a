"""TinyPilot's REST API v1, with the statuses, bodies and checks of its documentation (October 2024).

`paste` and `state` are not in that documentation: newer clients of the vendor use them.
"""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from TinyPilotLibrary.companion.access import TOKENS_GONE
from TinyPilotLibrary.companion.answers import JPEG, Refusal, documented
from TinyPilotLibrary.companion.requests import KeystrokeRequest, MouseEventRequest, PasteRequest
from TinyPilotLibrary.companion.served import Served
from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.vision.frame import Frame


def v1_routes(served: Served) -> APIRouter:
    """The routes of the API.

    Args:
        served: The device that they are for.

    Returns:
        The routes, with their full paths.
    """
    routes = APIRouter(tags=["TinyPilot REST API v1"])
    authorized = [Depends(served.authorize)]

    @routes.post("/api/v1/auth", responses=documented(400, 410), summary="Issue a token")
    async def auth(request: Request) -> Response:
        if "origin" in request.headers:
            raise Refusal(400, "The request must not have an Origin header: no web page may fetch a token.")
        if not served.access.issues_tokens:
            sentence = "Tokens are not issued any more: use the API key, 'Authorization: Bearer <API_KEY>'."
            return JSONResponse({"message": sentence, "code": TOKENS_GONE}, 410)
        return JSONResponse({"token": served.access.new_token()})

    @routes.get(
        "/api/v1/screenshot",
        dependencies=authorized,
        responses={200: JPEG, **documented(204, 401, 500, 502)},
        response_class=Response,
        summary="The screen as it is now",
    )
    def screenshot() -> Response:
        _, jpeg = served.frames.now()
        return Response(jpeg, media_type="image/jpeg")

    @routes.post(
        "/api/v1/keystroke",
        dependencies=authorized,
        responses=documented(400, 401, 500, 502),
        response_class=PlainTextResponse,
        summary="Press and release a key",
    )
    def keystroke(body: KeystrokeRequest) -> Response:
        served.type([body.keystroke()])
        return Response()

    @routes.post(
        "/api/v1/mouseEvent",
        dependencies=authorized,
        responses=documented(400, 401, 500, 502),
        response_class=PlainTextResponse,
        summary="Move the pointer, press buttons, turn the wheel",
    )
    def mouse_event(body: MouseEventRequest) -> Response:
        served.point([body.event()])
        return Response()

    @routes.post(
        "/api/v1/paste",
        dependencies=authorized,
        responses=documented(400, 401, 500, 502),
        response_class=PlainTextResponse,
        summary="Type text; answers when it is typed",
    )
    def paste(body: PasteRequest) -> Response:
        served.type(find_layout(body.language).keystrokes(body.text))
        return Response()

    @routes.get("/state", include_in_schema=False)
    @routes.get("/api/v1/state", responses=documented(500, 502), summary="The video source, as uStreamer tells it")
    def state() -> dict[str, object]:
        try:
            size = Frame.read(served.frames.now()[1]).size
            resolution, online = {"width": size.width, "height": size.height}, True
        except NoVideoSignal:
            resolution, online = {"width": 0, "height": 0}, False
        source = {"online": online, "resolution": resolution, "captured_fps": served.frames.captured_fps()}
        return {"ok": True, "result": {"source": source}}

    return routes
