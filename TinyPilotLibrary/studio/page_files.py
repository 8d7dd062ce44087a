"""The files of the studio's page, and the headers that keep everything else out of it."""

import secrets
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from TinyPilotLibrary.companion.responses import Refusal

#: Where the page is.
ROOT = "/studio"
_FOLDER = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# Nothing inline and nothing from elsewhere: no text of a screen or of a file can become a part of the page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A newer version of the library has other files under the same names.
    "Cache-Control": "no-cache",
}


def page_routes(page_name: str = "index.html") -> APIRouter:
    """The routes of the page's files; whoever can connect may read them, as they say nothing of the device.

    Args:
        page_name: The file of the page.
    """
    routes = APIRouter(include_in_schema=False)
    files = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}

    # Programs look for it in the page of a TinyPilot; nothing here is protected by it.
    csrf = secrets.token_urlsafe()
    start = f'<head>\n<base href="{ROOT}/">\n<meta name="csrf-token" content="{csrf}">'

    @routes.get("/")
    def at_root() -> Response:
        text = files[page_name].read_text("utf-8").replace("<head>", start, 1)
        return Response(text, media_type="text/html; charset=utf-8", headers=_HEADERS)

    @routes.get(ROOT)
    async def without_slash() -> Response:
        return RedirectResponse(f"{ROOT}/")

    @routes.get(f"{ROOT}/")
    def page() -> Response:
        return _answer(files[page_name])

    @routes.get(f"{ROOT}/page/{{name}}")
    def file(name: str) -> Response:
        if name not in files:
            raise Refusal(404, f"The studio has no file {name!r}.")
        return _answer(files[name])

    return routes


def _answer(path: Path) -> Response:
    return Response(path.read_bytes(), media_type=f"{_TYPES[path.suffix]}; charset=utf-8", headers=_HEADERS)
