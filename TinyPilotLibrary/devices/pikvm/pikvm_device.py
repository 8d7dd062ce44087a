"""A PiKVM as a device."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, cast

from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.media_protocol import HasMedia
from TinyPilotLibrary.devices.pikvm.api import Api
from TinyPilotLibrary.devices.pikvm.atx import atx_power
from TinyPilotLibrary.devices.pikvm.event_socket import EventSocket
from TinyPilotLibrary.devices.pikvm.kvmd_keys import kvmd_key
from TinyPilotLibrary.devices.pikvm.mass_storage import MassStorage
from TinyPilotLibrary.devices.pikvm.pointer_events import Pointer
from TinyPilotLibrary.devices.pikvm.streamer import PikvmStreamer
from TinyPilotLibrary.devices.protocol import HasPower, Kind, KnowsPowerState, Leds, ShutsDown
from TinyPilotLibrary.errors import (
    DeviceError,
    InputInterrupted,
    InputNotDelivered,
    NotSupported,
)
from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")

_POWER = (HasPower, KnowsPowerState, ShutsDown)
# When a client leaves, kvmd forgets what it has not passed on yet.
_SETTLING = 0.1
# How often it is asked during a long text whether the target still takes keys, in seconds.
_CHECKED_EACH = 1.0


class PikvmDevice:
    """A target behind a PiKVM.

    Args:
        api: The device.
        key_hold: How long a key is held down, in seconds.
        key_gap: The pause between two keys.
        frozen_after: How old a picture may be before its source is considered frozen, in seconds.
    """

    def __init__(self, api: Api, key_hold: float = 0.02, key_gap: float = 0.02, frozen_after: float = 3.0) -> None:
        self.name = api.name
        self._api = api
        self._hold, self._gap = key_hold, key_gap
        self._streamer = PikvmStreamer(api, frozen_after)
        self._power = atx_power(api)
        self._media = MassStorage(api)
        self._pointer = Pointer(lambda: self.frame().size)
        self._interruption = Interruption()
        self._lock = threading.RLock()
        self._socket: EventSocket | None = None
        self._down: list[str] = []
        self._parts: dict[str, bool] = {}
        self._sent_at = self._checked_at = 0.0
        self._closed = False

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order; returns when the device has read them.

        Raises:
            UnknownKey: If the device has no such key; nothing was typed.
            InputNotDelivered: If the target has not connected the device's keyboard, or another thread interrupts it.
            DeviceUnreachable: If the device does not answer; nothing is sent twice.
        """
        strokes = [[*(code for code in MODIFIERS if code in item.modifiers), item.code] for item in keystrokes]
        named = [[kvmd_key(code) for code in codes] for codes in strokes]
        if not named:
            return
        with self._input("keyboard") as link:
            for index, names in enumerate(self._interruption.each(named, "keystrokes")):
                if index and self._gap:
                    time.sleep(self._gap)
                if time.monotonic() > self._checked_at + _CHECKED_EACH:
                    self._refuse_if_offline("keyboard")
                self._press(link, names)
                if self._hold:
                    time.sleep(self._hold)
                self._lift(link, names[::-1])

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order; returns when the device has read them.

        Raises:
            InputNotDelivered: If the target has not connected the device's mouse, or another thread interrupts it.
            DeviceUnreachable: If the device does not answer; nothing is sent twice.
        """
        wanted = list(events)
        if not wanted:
            return
        with self._input("mouse") as link:
            absolute = self._is_absolute()
            for event in self._interruption.each(wanted, "pointer events"):
                for kind, content in self._pointer.told(event, absolute=absolute):
                    link.send(kind, content)

    def frame(self) -> Frame:
        """The current screen, never a frame older than the last input.

        Raises:
            NoVideoSignal: If the target sends no picture.
            VideoFrozen: If the frames have stopped although a signal is reported.
            DeviceUnreachable: If the device does not answer.
        """
        return self._watched().frame()

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        return self._watched().next_frame(after, timeout)

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        self._streamer.not_before(instant)

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        names = [kvmd_key(code) for code in codes]
        with self._input("keyboard") as link:
            self._press(link, names)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        names = [kvmd_key(code) for code in codes]
        with self._input("keyboard") as link:
            self._lift(link, [name for name in names if name in self._down])

    def leds(self) -> Leds:
        """The LEDs as the target has set them."""
        self._refuse_if_closed()
        lights = self._hid("keyboard").get("leds")
        if not isinstance(lights, Mapping):
            raise DeviceError(f"'{self.name}' does not tell the keyboard LEDs.")
        return Leds(*(bool(lights.get(name)) for name in ("num", "caps", "scroll")))

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        with self._lock:
            link = self._socket
            if link is None or not link.is_alive or not (self._down or self._pointer.buttons):
                # The device releases the keys of a client that is gone.
                self._down.clear()
                return
            self._let_go(link)
            link.synchronize()

    def close(self) -> None:
        """Releases everything and ends the connection. A second call does nothing."""
        # Another thread that is typing has the lock until its end.
        self.interrupt()
        with self._lock:
            if self._closed:
                return
            with suppress(DeviceError):
                self.release()
            self._closed = True
            if self._socket:
                time.sleep(max(0.0, self._sent_at + _SETTLING - time.monotonic()))
                self._socket.close()
        self._streamer.close()
        self._api.close()

    def capability(self, kind: Kind[T]) -> T | None:
        """An object with this capability: power and media only if the device has these parts."""
        if kind in _POWER:
            return self._power.capability(kind) if self._has("atx") else None
        if kind is HasMedia:
            return cast("T", self._media) if self._has("msd") else None
        return cast("T", self) if issubclass(type(self), kind) else None

    @classmethod
    def can_if(cls, kind: Kind[object]) -> str | None:
        """The condition for a capability that not all devices have."""
        if kind in _POWER:
            return "a PiKVM with ATX"
        return "a PiKVM with mass storage" if kind is HasMedia else None

    def _has(self, part: str) -> bool:
        self._refuse_if_closed()
        if part not in self._parts:
            try:
                self._parts[part] = bool(self._api.get(f"/{part}").get("enabled"))
            except NotSupported:
                self._parts[part] = False
        return self._parts[part]

    def _link(self) -> EventSocket:
        with self._lock:
            self._refuse_if_closed()
            if self._socket is not None and not self._socket.is_alive:
                self._socket.close()
                self._socket = None
                self._down.clear()
                self._pointer.forget()
            if self._socket is None:
                # This logs in again if a token is no longer valid.
                self._api.get("/auth/check")
                self._socket = EventSocket(self.name, self._api.endpoint, self._api.headers())
                self._streamer.stopped()
            return self._socket

    def _watched(self) -> PikvmStreamer:
        """The streamer, which runs as long as the socket is open."""
        self._link()
        return self._streamer

    @contextmanager
    def _input(self, part: str) -> Iterator[EventSocket]:
        """One input at a time, over one connection; pictures returned afterwards are newer."""
        with self._lock:
            link = self._link()
            self._refuse_if_offline(part)
            try:
                yield link
                link.synchronize()
                self._refuse_if_offline(part)
            except InputInterrupted:
                link.synchronize()
                raise
            except BaseException:
                # For example a test timeout.
                with suppress(DeviceError):
                    self._let_go(link)
                raise
            finally:
                self._sent_at = time.monotonic()
                self._streamer.not_before(self._sent_at)

    def _press(self, link: EventSocket, names: list[str]) -> None:
        for name in names:
            if name not in self._down:
                # Recorded before it is sent: what may be down must be released.
                self._down.append(name)
            link.send("key", {"key": name, "state": True})

    def _lift(self, link: EventSocket, names: list[str]) -> None:
        for name in names:
            link.send("key", {"key": name, "state": False})
            self._down = [other for other in self._down if other != name]

    def _let_go(self, link: EventSocket) -> None:
        down, self._down = self._down, []
        for name in reversed(down):
            link.send("key", {"key": name, "state": False})
        if self._pointer.buttons:
            for kind, content in self._pointer.told(self._pointer.released(), absolute=self._is_absolute()):
                link.send(kind, content)

    def _is_absolute(self) -> bool:
        return bool(self._hid("mouse").get("absolute", True))

    def _refuse_if_offline(self, part: str) -> None:
        self._checked_at = time.monotonic()
        if self._hid(part).get("online") is False:
            raise InputNotDelivered(
                f"The target of '{self.name}' does not use the device's {part}, so that input is not delivered. Is its "
                "USB cable plugged in, and the target on?"
            )

    def _hid(self, part: str) -> Mapping[str, Any]:
        """What the device tells of its keyboard or its mouse; nothing if it does not."""
        told = self._api.get("/hid").get(part)
        return told if isinstance(told, Mapping) else {}

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")
