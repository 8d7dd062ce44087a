"""The lease: one client at a time has the right to send input; the others wait in line or are told who has it."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from urllib.parse import unquote

from starlette.requests import Request

from TinyPilotLibrary.companion.client_deadline import ClientDeadline
from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.devices.claims import in_use, taken_over
from TinyPilotLibrary.devices.tinypilot.companion_lease import HOLDER, LEASE
from TinyPilotLibrary.errors import DeviceError

# How long a lease lasts after the last sign of life of its client, in seconds.
_LASTS = 10.0
# The same for a client that knows no lease and holds nothing: others are let in between its inputs.
_LASTS_BRIEFLY = 1.0
# How long a place in the line is kept for a client that asks again.
_KEEPS_PLACE = 5.0
_MOST_OUSTED = 100
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Client:
    """A client that sends input.

    Args:
        key: Tells it from others.
        who: Who it is, for people.
        is_brief: Whether it knows no lease, and so has one as long as it sends input.
    """

    key: str
    who: str
    is_brief: bool

    @classmethod
    def of(cls, request: Request) -> "Client":
        """The client of a request: by its lease, or else by its token and address."""
        address = request.client.host if request.client else "an unknown address"
        lease = request.headers.get(LEASE)
        if lease:
            who = unquote(request.headers.get(HOLDER, ""))[:_LONGEST_NAME]
            return cls(lease, "".join(filter(str.isprintable, who)) or f"a client at {address}", is_brief=False)
        credential = request.headers.get("Authorization", "")
        return cls(f"{address} {credential}", f"a client at {address} that knows no lease", is_brief=True)


class Lease:
    """Who has the right to send input.

    It is taken with the first input, or before, and ends some time after its client's last sign of life, or when the
    client ends it. Then everything is released.

    Args:
        release: Ends what is being sent, and releases everything.
    """

    def __init__(self, release: Callable[[], Awaitable[None]]) -> None:
        self._release = release
        self._holder: Client | None = None
        self._since = datetime.now().astimezone()
        self._sends = 0
        self._holds: set[str] = set()
        self._ends_at: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self._line: dict[str, object] = {}
        self._ousted: OrderedDict[str, str] = OrderedDict()
        self._changed = asyncio.Event()

    @property
    def holder(self) -> Client | None:
        """Who has it; None if nobody has."""
        return self._holder

    @property
    def since(self) -> datetime:
        """When it was taken."""
        return self._since

    @property
    def waiting(self) -> int:
        """How many clients wait for it."""
        return len(self._line)

    @asynccontextmanager
    async def held(self, request: Request, *, holds: str = "") -> AsyncIterator[None]:
        """While this lasts, the client of a request sends input.

        Args:
            request: The request.
            holds: `keys` or `buttons`, if they may stay down afterwards.

        Raises:
            Refusal: With status 423 if another client has the lease.
        """
        client = Client.of(request)
        await self.take(client, ClientDeadline(request))
        self.begin(holds=holds)
        try:
            yield
        finally:
            self.end_of_input(client)

    def begin(self, *, holds: str = "") -> None:
        """The holder sends something.

        Args:
            holds: `keys` or `buttons`, if they may stay down afterwards.
        """
        self._sends += 1
        if holds:
            self._holds.add(holds)

    def holds_no_more(self, what: str | None = None) -> None:
        """Keys or buttons are up: a client that knows no lease has it for a short time again.

        Args:
            what: `keys` or `buttons`; everything if None.
        """
        self._holds -= {what} if what else set(self._holds)
        if self._holder:
            self.sign_of_life(self._holder)

    def end_of_input(self, client: Client) -> None:
        """What a client sent is done.

        Args:
            client: The client; it may have lost the lease meanwhile.
        """
        if self._is_holder(client):
            self._sends -= 1
            self.sign_of_life(client)

    def sign_of_life(self, client: Client) -> None:
        """A client has done something; if it has the lease, that lasts longer.

        Args:
            client: The client.
        """
        if not self._is_holder(client) or self._ending:
            return
        if self._ends_at:
            self._ends_at.cancel()
        is_brief = client.is_brief and not self._holds
        seconds = _LASTS_BRIEFLY if is_brief else _LASTS
        self._ends_at = asyncio.get_running_loop().call_later(seconds, self._over)

    async def take(
        self, client: Client, deadline: ClientDeadline | None = None, wait: float = 0.0, *, take_over: bool = False
    ) -> None:
        """Gives a client the lease.

        Args:
            client: The client.
            deadline: Until when it waits for the answer.
            wait: How long it waits in line, in seconds.
            take_over: Whether to take it from another client.

        Raises:
            Refusal: With status 423 if another client has it, or has taken it over.
        """
        if client.key in self._ousted:
            raise Refusal(423, self._ousted[client.key])
        if take_over and self._holder and not self._is_holder(client):
            self._oust(self._holder, client)
            await self._end()
        elif not self._may(client):
            await self._wait_in_line(client, deadline, wait)
        if not self._is_holder(client):
            self._holder, self._since, self._sends, self._holds = client, datetime.now().astimezone(), 0, set()
        self.sign_of_life(client)

    def forget_taking_over(self, client: Client) -> None:
        """A client may have it again, though it was taken over from it.

        Args:
            client: The client.
        """
        self._ousted.pop(client.key, None)

    async def end(self, client: Client) -> None:
        """Ends the lease of a client, if it has it.

        Args:
            client: The client.
        """
        if self._is_holder(client):
            await self._end()

    def _is_holder(self, client: Client) -> bool:
        return self._holder is not None and self._holder.key == client.key

    def _may(self, client: Client) -> bool:
        if self._ending:
            return False
        if self._holder:
            return self._is_holder(client)
        return next(iter(self._line), client.key) == client.key

    async def _wait_in_line(self, client: Client, deadline: ClientDeadline | None, wait: float) -> None:
        place = self._line[client.key] = object()
        loop = asyncio.get_running_loop()
        # Who knows no lease does not keep others out: each of them waits until it has sent what it sends.
        least = 3 * _LASTS_BRIEFLY if self._holder is None or (self._holder.is_brief and not self._holds) else 0.0
        until = loop.time() + max(wait, least)
        gone = asyncio.create_task(deadline.passes()) if deadline else None
        try:
            while not self._may(client):
                if loop.time() >= until or (gone and gone.done()):
                    self._refuse()
                changed = asyncio.create_task(self._changed.wait())
                await asyncio.wait(
                    [task for task in (changed, gone) if task],
                    timeout=until - loop.time(),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                changed.cancel()
            place = self._line.pop(client.key)
        except BaseException:
            keeps = 0.0 if gone and gone.done() else min(wait, _KEEPS_PLACE)
            loop.call_later(keeps, self._leave, client.key, place)
            raise
        finally:
            if gone:
                gone.cancel()

    def _leave(self, key: str, place: object) -> None:
        if self._line.get(key) is place:
            del self._line[key]
            self._tell()

    def _oust(self, holder: Client, by: Client) -> None:
        self._ousted[holder.key] = taken_over(by.who)
        if len(self._ousted) > _MOST_OUSTED:
            self._ousted.popitem(last=False)

    def _refuse(self) -> NoReturn:
        if self._holder is None:
            raise Refusal(423, "The device is given to another client that has waited longer. Try again.")
        ends = "a second" if self._holder.is_brief and not self._holds else f"{_LASTS:g} s"
        told = in_use(self._holder.who, self._since, f"{ends} after its last sign of life", len(self._line) - 1)
        raise Refusal(423, f"The device {told}")

    def _over(self) -> None:
        # What it still sends is a sign of life, when it is done.
        if not self._sends:
            self._begin_ending()

    def _begin_ending(self) -> asyncio.Task[None]:
        if self._ending is None:
            self._ending = asyncio.create_task(self._release_all())
        return self._ending

    async def _end(self) -> None:
        await asyncio.shield(self._begin_ending())

    async def _release_all(self) -> None:
        try:
            if self._holder and self._holder.is_brief and not self._holds:
                # Keys and texts are released when they are sent.
                return
            # A device that cannot be reached holds nothing that could be released.
            with suppress(DeviceError):
                await self._release()
        finally:
            self._holder, self._ending = None, None
            self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
