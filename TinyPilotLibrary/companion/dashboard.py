"""What a TinyPilot's web page answers programs, read-only: the vendor's dashboard shows a device by it.

Fields are those that dashboard reads. Beside them a page for people: which device this is, its picture, the calls.
"""

import base64
import html
import secrets
from contextlib import suppress

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel

from TinyPilotLibrary.companion.page_requests import is_named_by_address
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.errors import CorruptFrame, DeviceError
from TinyPilotLibrary.version import __version__

_FRAMES_A_SECOND = 30
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="csrf-token" content="{csrf}">
<title>{device}</title>
<style>
body {{ font-family: sans-serif; margin: 2em; max-width: 60em; }}
img {{ max-width: 100%; border: 1px solid gray; }}
td {{ padding-right: 2em; }}
</style>
</head>
<body>
<h1>{device}</h1>
<p>This is a TinyPilot to programs: TinyPilotLibrary {version} serves TinyPilot's REST API in front of this device.</p>
{picture}
<h2>Calls</h2>
<table>
{calls}
</table>
</body>
</html>
"""


class Working(BaseModel):
    """That the server works."""

    ok: bool = True


class VersionAnswer(BaseModel):
    """The companion's version."""

    version: str = __version__


class WebSession(BaseModel):
    """The web page has no users: nobody has to log in."""

    isAuthenticated: bool = True
    username: str | None = None
    role: str = "VIEWER"


class Interface(BaseModel):
    """A network interface."""

    isConnected: bool
    ipAddress: str | None = None
    macAddress: str | None = None


class NetworkAnswer(BaseModel):
    """The network interfaces; the one through which was asked counts as the cable."""

    ethernet: Interface
    wifi: Interface = Interface(isConnected=False)


class VideoSettings(BaseModel):
    """How the picture is sent."""

    streamingMode: str = "MJPEG"
    mjpegFrameRate: int = _FRAMES_A_SECOND
    mjpegQuality: int


class RequiresHttps(BaseModel):
    """Whether the server is reached over HTTPS alone."""

    requiresHttps: bool


class MassStorage(BaseModel):
    """The images that can be mounted; there are none."""

    backingFiles: list[dict[str, object]] = []
    intermediateFiles: list[dict[str, object]] = []
    mountMode: str | None = None


def web_routes(served: Served, app: FastAPI) -> APIRouter:
    """The routes of the web page.

    Args:
        served: The device that they are for.
        app: The application, whose calls the page lists.

    Returns:
        The routes, with their full paths.
    """
    # What the description describes is the API; these belong to a page.
    routes = APIRouter(include_in_schema=False)
    # Nothing can be changed here, so that it protects nothing; programs look for it.
    csrf = secrets.token_urlsafe()

    @routes.get("/", response_class=HTMLResponse)
    async def page(request: Request) -> HTMLResponse:
        shown = await _picture(served) if served.access.issues_tokens and is_named_by_address(request) else ""
        text = _PAGE.format(
            csrf=csrf,
            device=html.escape(served.device.name),
            version=__version__,
            picture=shown or "<p>Its picture is shown only to clients with the API key.</p>",
            calls="\n".join(f"<tr><td>{call}</td><td>{what}</td></tr>" for call, what in _calls(app)),
        )
        return HTMLResponse(text, headers={"Cache-Control": "no-store", "X-Frame-Options": "DENY"})

    @routes.get("/api/status")
    async def status() -> Working:
        return Working()

    @routes.get("/api/version")
    async def version() -> VersionAnswer:
        return VersionAnswer()

    @routes.get("/api/auth")
    async def auth() -> WebSession:
        return WebSession()

    @routes.get("/api/network/status")
    async def network(request: Request) -> NetworkAnswer:
        server = request.scope.get("server")
        return NetworkAnswer(ethernet=Interface(isConnected=True, ipAddress=server[0] if server else None))

    @routes.get("/api/settings/video")
    async def video() -> VideoSettings:
        return VideoSettings(mjpegQuality=served.frames.quality)

    @routes.get("/api/settings/requiresHttps")
    async def requires_https(request: Request) -> RequiresHttps:
        return RequiresHttps(requiresHttps=request.url.scheme == "https")

    @routes.get("/api/massStorage/backingFiles")
    async def backing_files() -> MassStorage:
        return MassStorage()

    @routes.api_route("/api/massStorage/{call:path}", methods=["GET", "PUT", "POST", "DELETE"])
    async def mass_storage(call: str) -> Response:
        told = f"The device '{served.device.name}' takes no images: {call} is not possible."
        return JSONResponse({"message": told, "code": None}, 501)

    return routes


async def _picture(served: Served) -> str:
    """The screen, in the page itself: a picture of its own could be shown by any page on the web."""
    jpeg = b""
    with suppress(CorruptFrame, DeviceError):
        _, jpeg = await served.frames.now()
    if not jpeg:
        return "<p>There is no picture: the target sends no video signal, or the device does not answer.</p>"
    return f'<p><img alt="The screen" src="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"></p>'


def _calls(app: FastAPI) -> list[tuple[str, str]]:
    paths = app.openapi()["paths"]
    return [
        (f"{method.upper()} {html.escape(path)}", html.escape(operation["summary"]))
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
