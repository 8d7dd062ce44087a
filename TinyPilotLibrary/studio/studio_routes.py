"""The studio's routes: the page's files, its token, and what it asks beside the companion's API."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from TinyPilotLibrary.companion.page_requests import is_named_by_address
from TinyPilotLibrary.companion.responses import Refusal, TokenAnswer
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layout_data import LAYOUTS
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.no_device import NoDevice
from TinyPilotLibrary.studio.page_files import ROOT, page_routes
from TinyPilotLibrary.studio.pause_routes import add_pause_routes
from TinyPilotLibrary.studio.pressing import press
from TinyPilotLibrary.studio.rack import Rack
from TinyPilotLibrary.studio.rack_routes import add_rack_routes
from TinyPilotLibrary.studio.record_routes import add_record_routes, result_routes
from TinyPilotLibrary.studio.session_frames import SessionFrames
from TinyPilotLibrary.studio.session_routes import add_session_routes
from TinyPilotLibrary.studio.stored_routes import add_stored_routes
from TinyPilotLibrary.studio.stored_run import StoredRun
from TinyPilotLibrary.studio.studio_requests import AboutAnswer, ChordsRequest, LayoutAnswer
from TinyPilotLibrary.studio.work_routes import add_work_routes
from TinyPilotLibrary.version import __version__


def studio(desk: Desk, stored: StoredRun | None = None) -> Callable[[Served], APIRouter]:
    """The studio as routes that a companion mounts.

    Args:
        desk: What the studio works with.
        stored: A run that is over, whose misses are mended.

    Returns:
        What makes the routes for a device.

    ```python
    with running(open_device("virtual:"), Serving(port=0, more=studio(Desk()))) as url:
        print(f"{url}/studio/")
    ```
    """

    def routes_for(served: Served) -> APIRouter:
        routes = APIRouter()
        routes.include_router(page_routes())
        routes.include_router(_token_routes(served))
        routes.include_router(result_routes(desk))
        routes.include_router(_device_routes(served, desk, stored))
        return routes

    return routes_for


def rack_page(rack: Rack) -> Callable[[Served], APIRouter]:
    """The page of a rack as routes that a companion mounts.

    Args:
        rack: The rack.
    """

    def routes_for(served: Served) -> APIRouter:
        routes = APIRouter()
        routes.include_router(page_routes("rack.html"))
        routes.include_router(_token_routes(served))
        asked = _api(served)
        add_rack_routes(asked, rack)
        routes.include_router(asked)
        return routes

    return routes_for


def _api(served: Served) -> APIRouter:
    return APIRouter(
        prefix=f"{ROOT}/api",
        include_in_schema=False,
        dependencies=[Depends(served.authorize)],
        route_class=AuthorizedFirst,
    )


def _token_routes(served: Served) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{ROOT}/token")
    async def token(request: Request) -> TokenAnswer:
        if not served.access.issues_tokens:
            raise Refusal(410, "This device demands its API key.")
        # A browser says who asks, and a page of another site cannot say otherwise.
        if request.headers.get("sec-fetch-site") != "same-origin" or not is_named_by_address(request):
            raise Refusal(403, "Only the studio's own page gets a token, under an IP address or as localhost.")
        return TokenAnswer(token=served.access.new_token())

    return routes


def _device_routes(served: Served, desk: Desk, stored: StoredRun | None) -> APIRouter:
    routes = _api(served)
    seen = SessionFrames()

    @routes.get("/about")
    def about() -> AboutAnswer:
        # A companion whose page nobody opens keeps no screens.
        served.frames.tell(seen.see)
        return AboutAnswer(
            device=served.device.name,
            version=__version__,
            abilities=sorted(capability_names(served.device)),
            operates=not isinstance(served.device, NoDevice),
            layout=desk.layout(),
            pauses=desk.pauses is not None,
            records=desk.recorder is not None,
            stored=stored is not None,
            suites=str(desk.suites or ""),
            threshold=desk.threshold(),
            folders=[str(folder) for folder in desk.folders()],
            layouts=[LayoutAnswer(name=name, title=data.title) for name, data in LAYOUTS.items()],
        )

    @routes.post("/chords")
    async def chords(body: ChordsRequest, request: Request) -> Response:
        layout = find_layout(body.layout)
        await press(served, [Chord.parse(chord, layout) for chord in body.chords], request)
        return Response()

    add_work_routes(routes, served, desk)
    add_session_routes(routes, served, desk, seen)
    if desk.pauses is not None:
        add_pause_routes(routes, desk.pauses)
    if desk.recorder is not None:
        add_record_routes(routes, served, desk, desk.recorder)
    if stored is not None:
        add_stored_routes(routes, desk, stored)
    return routes
