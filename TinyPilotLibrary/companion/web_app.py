"""The companion as a web application."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI

from TinyPilotLibrary.companion.dashboard import web_routes
from TinyPilotLibrary.companion.description import DescribedTruly
from TinyPilotLibrary.companion.extensions import companion_routes
from TinyPilotLibrary.companion.media_routes import media_routes
from TinyPilotLibrary.companion.responses import answer_errors
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.companion.v1 import v1_routes
from TinyPilotLibrary.version import __version__

#: Makes routes for what is served.
MoreRoutes = Callable[[Served], APIRouter]


def create_app(served: Served, *, plain: bool = False, more: MoreRoutes | None = None) -> FastAPI:
    """Builds the web application: TinyPilot's REST API v1, the calls of its web page, and extensions to both.

    Args:
        served: The device and who may use it.
        plain: Whether to leave the extensions out.
        more: Makes further routes for the device.

    Returns:
        An ASGI application. Its OpenAPI description is at `/openapi.json`.

    ```python
    app = create_app(Served(open_device("virtual:"), Access()))
    ```
    """
    app = DescribedTruly(
        title="TinyPilotLibrary companion",
        description="TinyPilot's REST API v1 in front of any device, with extensions.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
    )
    answer_errors(app)
    app.include_router(v1_routes(served))
    if more is not None:
        # Before the companion's own page, which theirs replaces.
        app.include_router(more(served))
    app.include_router(web_routes(served, app))
    if not plain:
        app.include_router(companion_routes(served))
        app.include_router(media_routes(served))
    return app
