"""Routes that check who asks before they read what is asked."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute


class AuthorizedFirst(APIRoute):
    """A route whose own dependencies are called before the body is read; FastAPI parses it before that."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of requests."""
        handle = super().get_route_handler()

        async def authorized(request: Request) -> Response:
            for dependency in self.dependencies:
                if dependency.dependency:
                    await dependency.dependency(request, None)
            return await handle(request)

        return authorized
