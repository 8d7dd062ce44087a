"""Until when a client waits for its input: until it hangs up, or the time that it gave is over."""

import asyncio
import math

from starlette.requests import Request

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.devices.tinypilot.tinypilot_connection import TIME_LIMIT

# The answer has to arrive before the client gives up.
_ANSWER_AFTER = 0.9


class ClientDeadline:
    """Until when a client waits for the answer to a request.

    Args:
        request: The request, whose body has been read.

    Raises:
        Refusal: With status 400 if its time limit is not a number of seconds.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._limit = _limit(request.headers.get(TIME_LIMIT))

    async def passes(self) -> str:
        """Waits until the client waits no longer.

        Returns:
            Why, as the start of a sentence.
        """
        try:
            await asyncio.wait_for(self._hung_up(), self._limit and self._limit * _ANSWER_AFTER)
        except asyncio.TimeoutError:
            return f"The {self._limit:g} s that its client waits were over"
        return "Its client hung up"

    async def _hung_up(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass


def _limit(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        limit = float(given)
    except ValueError:
        limit = math.nan
    if not 0 < limit < math.inf:
        raise Refusal(400, f"The header {TIME_LIMIT} must be the seconds that the client waits, got {given[:20]!r}.")
    return limit
