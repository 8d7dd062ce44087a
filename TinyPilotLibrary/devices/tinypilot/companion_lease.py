"""The right to send input at a companion, which one client has at a time: taken, kept alive, given back."""

import os
import threading
import time
import uuid
from contextlib import suppress
from urllib.parse import quote

from TinyPilotLibrary.devices.claims import Claim, who_this_is
from TinyPilotLibrary.devices.tinypilot.tinypilot_connection import Connection
from TinyPilotLibrary.errors import DeviceError, DeviceInUse, TinyPilotError

#: The header that tells clients apart, and the one that says who it is, for people.
LEASE, HOLDER = "X-Lease", "X-Lease-Holder"
#: The longest time that the companion lets a client wait in line with one request, in seconds.
LONGEST_IN_LINE = 25.0
# Several are missed before the companion takes the client for dead.
_SIGN_EVERY = 3.0
# All devices of a process are one client, and a process that was forked is another one.
_keys: dict[int, str] = {}


def headers() -> dict[str, str]:
    """What tells the companion who this is."""
    key = _keys.setdefault(os.getpid(), str(uuid.uuid4()))
    return {LEASE: key, HOLDER: quote(who_this_is())}


class KeptLease:
    """The lease of this process at a companion; a thread keeps it alive while the device is open.

    Args:
        connection: The connection to the companion.
        path: The path of its lease.
        claim: How it is claimed.
    """

    def __init__(self, connection: Connection, path: str, claim: Claim) -> None:
        self._connection = connection
        connection.headers.update(headers())
        self._path = path
        self._claim = claim
        self._was_had = False
        self._lock = threading.Lock()
        self._keeper: threading.Thread | None = None
        self._ended = threading.Event()

    @property
    def is_claimed_first(self) -> bool:
        """Whether it is claimed before the first look, and not with the first input."""
        return self._claim.is_made_first

    def have(self) -> None:
        """Takes the lease, unless this client has it.

        Raises:
            DeviceInUse: If another client has it, for as long as this one waits.
        """
        with self._lock:
            if self._keeper is not None:
                return
            self._take()
            self._ended.clear()
            self._keeper = threading.Thread(target=self._keep, name="lease", daemon=True)
            self._keeper.start()

    def end(self) -> None:
        """Gives it back, if this client has it and the companion can be reached."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        self._ended.set()
        with suppress(DeviceError):
            self._connection.write(f"{self._path}/end")

    def _take(self) -> None:
        until = time.monotonic() + self._claim.wait
        while True:
            asked = time.monotonic()
            left = max(0.0, min(until - asked, LONGEST_IN_LINE))
            body = {"wait": left, "takeOver": self._claim.take_over, "anew": not self._was_had}
            try:
                self._connection.write(self._path, body, timeout=left)
            except DeviceInUse:
                # It was refused though there was time: it was taken over.
                if time.monotonic() >= until or time.monotonic() < asked + left / 2:
                    raise
            else:
                self._was_had = True
                # Once: whoever takes it over from this client keeps it.
                self._claim = Claim(self._claim.wait)
                return

    def _keep(self) -> None:
        # Everything that this client asks is a sign of life.
        while not self._ended.wait(_SIGN_EVERY):
            # A bad answer, or somebody else's on the way, says nothing about the lease: it is kept alive.
            with suppress(TinyPilotError):
                state = self._connection.read(self._path).json()
                if isinstance(state, dict) and state.get("mine") is False:
                    # This process was stopped for a while, or another client took over: the next input asks again.
                    self._keeper = None
                    return
