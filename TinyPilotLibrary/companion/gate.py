"""What is checked of each request before anything else: its name for this companion, its origin, and its length."""

import socket
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from TinyPilotLibrary.companion.page_requests import host_name, is_address

# Larger than any request of a client.
_LARGEST_BODY = 1 << 20
_TOO_LARGE = f"The body is larger than {_LARGEST_BODY >> 20} MiB"
_LONGEST_QUOTE = 100


class Gate:
    """Refuses requests that no client of this companion sends.

    A web page must not use the browser of someone who can reach the companion: one that reaches it by a name of its own
    (DNS rebinding) is refused by `Host`, one of another site by `Origin`. A body that is too large is not read.

    Args:
        app: The application.
        names: The names of this companion; IP addresses are always accepted.
        encrypted: Whether it is reached over TLS, so that its certificate binds its names.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], *, encrypted: bool) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)
        self._encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a request, or passes it on to the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, sentence = self._refusal(Headers(scope=scope))
        if status:
            # The rest of the request is not read.
            await PlainTextResponse(sentence, status, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _limited(receive), send)

    def _refusal(self, headers: Headers) -> tuple[int, str]:
        host = headers.get("host", "")
        if not self._knows(host):
            return 400, (
                f"This companion does not know the name {host[:_LONGEST_QUOTE]!r}. Use its IP address, or start it "
                "with --name and this name."
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return (
                400,
                "The request must not have the Origin header of another site: only its own web page may send it.",
            )
        if int(headers.get("content-length", "0")) > _LARGEST_BODY:
            return 413, f"{_TOO_LARGE}."
        return 0, ""

    def _knows(self, host: str) -> bool:
        with suppress(ValueError):
            name = host_name(host)
            return self._encrypted or name in self._names or is_address(name)
        return False


def own_names() -> set[str]:
    """The names of this machine, in lower case."""
    host = socket.gethostname().lower()
    first = host.partition(".")[0]
    return {"localhost", host, first, f"{first}.local"}


def _limited(receive: Receive) -> Receive:
    """Stops reading a body whose length was not announced when it is too large."""
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > _LARGEST_BODY:
            raise HTTPException(413, _TOO_LARGE, {"Connection": "close"})
        return message

    return limited
