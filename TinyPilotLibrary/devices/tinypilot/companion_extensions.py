"""The client of the companion's extensions to TinyPilot's REST API."""

import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from TinyPilotLibrary.devices.capabilities import CAPABILITIES
from TinyPilotLibrary.devices.claims import Claim, Use
from TinyPilotLibrary.devices.http import Answer
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.protocol import Kind, Leds, PowerState
from TinyPilotLibrary.devices.tinypilot.companion_lease import KeptLease
from TinyPilotLibrary.devices.tinypilot.companion_media import ROOT, CompanionMedia
from TinyPilotLibrary.devices.tinypilot.payloads import keystroke_payload, pointer_payload
from TinyPilotLibrary.devices.tinypilot.tinypilot_connection import Connection
from TinyPilotLibrary.errors import DeviceError, NoVideoSignal
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")

FRAME_NUMBER = "X-Frame-Number"
#: The longest time that the companion delays an answer, in seconds.
LONGEST_WAIT = 30.0
# Slow devices need time for each key; one request should not outlast the time limit.
_KEYS_A_REQUEST = 64
_SECONDS_A_KEY = 0.25
_LOCKS = ("numLock", "capsLock", "scrollLock")
_MOST_DIGITS = 18
# What switches is waited for by the companion, a pause between off and on too.
_SWITCHING = 120.0
_NO_CONTENT, _NOT_MODIFIED, _UNKNOWN = 204, 304, 404


class CompanionClient:
    """A device with all capabilities of the companion's device.

    Args:
        connection: The connection to the companion.
        abilities: The names of its device's capabilities.
        claim: How the right to send input is claimed.
    """

    def __init__(self, connection: Connection, abilities: frozenset[str], claim: Claim) -> None:
        self._connection = connection
        self._abilities = abilities
        self._interruption = Interruption()
        self._media = CompanionMedia(connection, self._send)
        self._lease = KeptLease(connection, f"{ROOT}/lease", claim) if "lease" in abilities else None

    @classmethod
    def find(cls, connection: Connection, claim: Claim) -> "tuple[CompanionClient | None, bool]":
        """Asks the server whether it is a companion.

        Args:
            connection: The connection to the server.
            claim: How the right to send input is claimed.

        Returns:
            The client, or None if it did not say that it is one; and whether that is certain. Only a server that does
            not know the question, like a TinyPilot, is certainly none: any other answer may be somebody else's.
        """
        answer = connection.read(f"{ROOT}/abilities", optional=True)
        content = answer.json() if answer.ok else None
        names = content.get("abilities") if isinstance(content, dict) else None
        client = cls(connection, frozenset(map(str, names)), claim) if isinstance(names, list) else None
        return client, client is not None or answer.status == _UNKNOWN

    def capability(self, kind: Kind[T]) -> T | None:
        """An object with this capability, or None if the companion's device lacks it."""
        name = next((capability.name for capability in CAPABILITIES if capability.kind is kind), None)
        if name not in self._abilities:
            return None
        return next((able for able in (self, self._media) if isinstance(able, kind)), None)

    @classmethod
    def may_be(cls, kind: Kind[object]) -> bool:
        """Whether a companion can have this capability."""
        return issubclass(cls, kind) or issubclass(CompanionMedia, kind)

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order, many in one request."""
        payloads = [keystroke_payload(keystroke) for keystroke in keystrokes]
        requests = [payloads[start : start + _KEYS_A_REQUEST] for start in range(0, len(payloads), _KEYS_A_REQUEST)]
        for some in self._interruption.each(requests, "requests"):
            self._send(f"{ROOT}/keystrokes", {"keystrokes": some}, timeout=len(some) * _SECONDS_A_KEY)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order, in one request."""
        payloads = [pointer_payload(event) for event in events]
        timeout = len(payloads) * _SECONDS_A_KEY
        self._send(f"{ROOT}/mouseEvents", {"mouseEvents": payloads}, timeout=timeout)

    def frame(self) -> Frame:
        """The current screen, with its number."""
        return self._decoded(self._connection.read(f"{ROOT}/frame"))

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a frame newer than `after`; if there is none in time, returns the unchanged screen."""
        deadline = time.monotonic() + timeout
        while True:
            wait = max(0.0, min(deadline - time.monotonic(), LONGEST_WAIT))
            params = {"after": str(after.sequence or 0), "timeout": f"{wait:.3f}"}
            answer = self._connection.read(f"{ROOT}/frame", params, timeout=wait)
            if answer.status != _NOT_MODIFIED:
                return self._decoded(answer)
            if time.monotonic() >= deadline:
                return after.seen_again()

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        self._connection.write(f"{ROOT}/release")

    def claim(self) -> None:
        """Takes the right to send input now, if it is waited for or taken over.

        Raises:
            DeviceInUse: If another client has it.
        """
        if self._lease and self._lease.is_claimed_first:
            self._lease.have()

    def claim_now(self) -> None:
        """Takes the right to send input.

        Raises:
            DeviceInUse: If another client has it.
        """
        if self._lease:
            self._lease.have()

    def use(self) -> Use:
        """Who has the right to send input, and the companion's version."""
        version = self._told("abilities", lambda content: str(content["version"]))
        holder = self._told("lease", lambda content: content["holder"]) if self._lease else None
        return Use(str(holder) if holder else None, f"companion {version}")

    def end(self) -> None:
        """Gives back the right to send input."""
        if self._lease:
            self._lease.end()

    def interrupt(self) -> None:
        """Ends what is being typed or pointed, by whichever client."""
        self._interruption.interrupt()
        self.release()

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        self._send(f"{ROOT}/keys/down", {"codes": list(codes)})

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        self._send(f"{ROOT}/keys/up", {"codes": list(codes)})

    def power_on(self) -> None:
        """Switches the target on."""
        self._power("on")

    def power_off(self) -> None:
        """Cuts the target's power."""
        self._power("off")

    def reset(self) -> None:
        """Resets the target."""
        self._power("reset")

    def power_state(self) -> PowerState:
        """Whether the target is on."""
        return self._told("power", lambda content: PowerState(content["state"]))

    def shut_down(self) -> None:
        """Asks the target to shut down."""
        self._power("shutdown")

    def leds(self) -> Leds:
        """The keyboard LEDs as the target has set them."""
        return self._told("leds", lambda content: Leds(*(bool(content[name]) for name in _LOCKS)))

    def simulate_fault(self, fault: str, seconds: float) -> None:
        """Starts a fault for some seconds."""
        self._connection.write(f"{ROOT}/faults", {"fault": fault, "seconds": seconds})

    def _send(self, path: str, body: object, timeout: float = 0.0) -> None:
        """Sends what needs the lease."""
        if self._lease:
            self._lease.have()
        self._connection.write(path, body, timeout)

    def _power(self, action: str) -> None:
        self._send(f"{ROOT}/power", {"action": action}, timeout=_SWITCHING)

    def _told(self, what: str, read: Callable[[Any], T]) -> T:
        answer = self._connection.read(f"{ROOT}/{what}")
        try:
            return read(answer.json())
        except (KeyError, TypeError, ValueError):
            raise DeviceError(
                f"'{self._connection.url}' answered {ROOT}/{what} with {answer.told}: "
                "that is not an answer from a companion."
            ) from None

    def _decoded(self, answer: Answer) -> Frame:
        if answer.status == _NO_CONTENT:
            raise NoVideoSignal(f"The target of '{self._connection.url}' sends no video signal. Is it switched on?")
        # The companion takes the picture after the request arrived.
        number = answer.headers.get(FRAME_NUMBER.lower(), "0")
        if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
            raise DeviceError(
                f"'{self._connection.url}' sent a picture with the number {number[:_MOST_DIGITS]!r}: no companion does."
            )
        return Frame.read(answer.body, answer.asked, int(number))
