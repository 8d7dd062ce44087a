"""Extensions to TinyPilot's REST API v1 under `/api/companion/v1`: abilities, held keys, power, LEDs, next frame.

Media have a module of their own.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from TinyPilotLibrary.companion.client_requests import (
    CodesRequest,
    FaultRequest,
    KeystrokesRequest,
    MouseEventsRequest,
    PasteRequest,
    PowerRequest,
)
from TinyPilotLibrary.companion.lease_routes import lease_routes
from TinyPilotLibrary.companion.responses import (
    JPEG,
    AbilitiesAnswer,
    LedsAnswer,
    PasteAnswer,
    PastesAnswer,
    PowerAnswer,
    documented,
)
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.screen_routes import screen_routes
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.protocol import HasLeds, HasPower, HoldsKeys, KnowsPowerState, ShutsDown, SimulatesFaults
from TinyPilotLibrary.devices.tinypilot.companion_extensions import FRAME_NUMBER, LONGEST_WAIT
from TinyPilotLibrary.devices.tinypilot.companion_media import ROOT
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.version import __version__

Route = TypeVar("Route", bound=Callable[..., object])


def companion_routes(served: Served) -> APIRouter:
    """The routes of the extensions.

    Args:
        served: The device that they control.

    Returns:
        The routes, with their full paths.
    """
    authorized = [Depends(served.authorize)]
    routes = APIRouter(prefix=ROOT, tags=["Companion"], dependencies=authorized, route_class=AuthorizedFirst)
    errors = documented(400, 401, 409, 423, 500, 501, 502)

    def post(path: str, summary: str) -> Callable[[Route], Route]:
        return routes.post(path, responses=errors, response_class=Response, summary=summary)

    @routes.get("/abilities", responses=documented(401, 500, 502), summary="What the device can do")
    def abilities() -> AbilitiesAnswer:
        # New frames of any device can be waited for here, since the companion watches it.
        names = sorted({*capability_names(served.device), "lease", "new-frames"})
        return AbilitiesAnswer(device=served.device.name, version=__version__, abilities=names)

    @routes.get(
        "/frame",
        responses={200: JPEG, **documented(204, 304, 400, 401, 500, 502)},
        response_class=Response,
        summary="The screen; with `after`, as soon as its number differs",
    )
    async def frame(
        after: Annotated[int | None, Query(description="The number of the frame that the client has.")] = None,
        timeout: Annotated[
            float, Query(ge=0, le=LONGEST_WAIT, description="The longest time to wait, in seconds.")
        ] = 10.0,
    ) -> Response:
        current = await (served.frames.now() if after is None else served.frames.after(after, timeout))
        if current is None:
            return Response(status_code=304)
        number, jpeg = current
        return Response(jpeg, media_type="image/jpeg", headers={FRAME_NUMBER: str(number)})

    @post("/keystrokes", "Press and release keys in order")
    async def keystrokes(body: KeystrokesRequest, request: Request) -> Response:
        await served.type([item.keystroke() for item in body.keystrokes], request)
        return Response()

    @post("/paste", "Type text; responds once all of it is typed")
    async def paste(body: PasteRequest, request: Request) -> Response:
        await served.paste(body.text, body.language, request, waits=True)
        return Response()

    @routes.get("/pastes", responses=documented(401), summary="What became of texts that were pasted over v1")
    def pastes() -> PastesAnswer:
        return PastesAnswer(pastes=[PasteAnswer(**asdict(paste)) for paste in served.queue.pastes()])

    @post("/mouseEvents", "Send pointer events in order")
    async def mouse_events(body: MouseEventsRequest, request: Request) -> Response:
        await served.point([item.event() for item in body.mouseEvents], request)
        return Response()

    @post("/keys/down", "Press keys and keep them down")
    async def keys_down(body: CodesRequest, request: Request) -> Response:
        codes = [Keystroke(code).code for code in body.codes]
        # What the device can do may have to be asked of it.
        await served.input(lambda: require(served.device, HoldsKeys).key_down(codes), request, holds="keys")
        return Response()

    @post("/keys/up", "Release keys")
    async def keys_up(body: CodesRequest, request: Request) -> Response:
        codes = [Keystroke(code).code for code in body.codes]
        # What the device can do may have to be asked of it.
        await served.input(lambda: require(served.device, HoldsKeys).key_up(codes), request)
        return Response()

    @post("/release", "Release all keys and buttons, and interrupt what is being typed")
    async def release(request: Request) -> Response:
        await served.release(request)
        return Response()

    @post("/power", "Switch the target's power")
    def power(body: PowerRequest, _: Annotated[None, Depends(served.leased)]) -> Response:
        if body.action == "shutdown":
            require(served.device, ShutsDown).shut_down()
            return Response()
        able = require(served.device, HasPower)
        {"on": able.power_on, "off": able.power_off, "reset": able.reset}[body.action]()
        return Response()

    @routes.get("/power", responses=errors, summary="Whether the target is on")
    def power_state() -> PowerAnswer:
        return PowerAnswer(state=require(served.device, KnowsPowerState).power_state().value)

    @routes.get("/leds", responses=errors, summary="The keyboard LEDs as the target set them")
    def leds() -> LedsAnswer:
        lights = require(served.device, HasLeds).leds()
        return LedsAnswer(numLock=lights.num_lock, capsLock=lights.caps_lock, scrollLock=lights.scroll_lock)

    @post("/faults", "Simulate a fault, if the device supports it")
    def faults(body: FaultRequest) -> Response:
        require(served.device, SimulatesFaults).simulate_fault(body.fault, body.seconds)
        if body.fault.replace("-", " ").replace("_", " ").strip().lower() == "server restart":
            served.access.forget_tokens()
        return Response()

    routes.include_router(lease_routes(served))
    routes.include_router(screen_routes(served))
    return routes
