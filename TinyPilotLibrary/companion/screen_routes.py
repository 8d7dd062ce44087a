"""The screen as a stream of what is new on it, for who shows it: one answer that stays open."""

import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from TinyPilotLibrary.companion.pictures import Update
from TinyPilotLibrary.companion.responses import documented
from TinyPilotLibrary.companion.routes import AuthorizedFirst
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.errors import TinyPilotError

# Length of what follows, kind, number, width and height of the screen; left, top, width and height of the part.
_HEAD = struct.Struct("<9I")
_STILL, _JPEG, _RUNS = 0, 1, 2
# So often who looks is told that nothing is new, in seconds: otherwise a broken connection looks like a still screen.
_SIGN_OF_LIFE = 5.0
_STREAM: dict[str, object] = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
# A server in between must not wait for more of it.
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def screen_routes(served: Served) -> APIRouter:
    """The route of the stream.

    Args:
        served: The device whose screen it is.

    Returns:
        The route, below the path of the extensions.
    """
    routes = APIRouter(route_class=AuthorizedFirst)

    @routes.get(
        "/screen",
        responses={200: _STREAM, **documented(204, 400, 401, 500, 502)},
        response_class=Response,
        summary="What is new on the screen, as soon as it is: an answer that stays open",
    )
    async def screen(
        request: Request,
        after: Annotated[int, Query(description="The number of the picture that the client has; 0 for none.")] = 0,
    ) -> Response:
        updates = served.frames.live(after, _SIGN_OF_LIFE)
        # What cannot be seen is told by the status of the answer.
        first = await anext(updates, None)

        async def told() -> AsyncIterator[bytes]:
            yield _message(first)
            # Who looks is told why it has ended by the status of its next request.
            with suppress(TinyPilotError):
                async for update in updates:
                    if not served.access.grants(request):
                        return
                    yield _message(update)

        return StreamingResponse(told(), media_type="application/octet-stream", headers=_HEADERS)

    return routes


def _message(update: Update | None) -> bytes:
    if update is None:
        return _HEAD.pack(0, _STILL, *[0] * 7)
    kind = _JPEG if update.is_jpeg else _RUNS
    return _HEAD.pack(len(update.data), kind, update.number, *update.size, *map(int, update.part)) + update.data
