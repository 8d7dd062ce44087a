"""A device made of several: keys from one, the picture from another, power from a third."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar, cast

from TinyPilotLibrary.devices.capabilities import capability_of, described
from TinyPilotLibrary.devices.capture.capture import GivesFramesSince
from TinyPilotLibrary.devices.power.control import TellsMeanwhile
from TinyPilotLibrary.devices.power.target_power import TargetPower
from TinyPilotLibrary.devices.protocol import Device, HasName, HasPower, HoldsKeys, Kind
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")


class CompositeDevice:
    """The keyboard and pointer of one device with the picture or power of others.

    Args:
        input_device: Receives keys and pointer events, and does everything that no other part does.
        video: Provides the picture; the input device if None.
        power: Switches the power: a device or a `TargetPower`; the input device if None.
        media: Inserts media: a device or something else that can; the input device if None.
        lock: Keeps others out until all parts are closed; nothing does if None.
    """

    def __init__(
        self,
        input_device: Device,
        video: Device | None = None,
        power: Device | TargetPower | None = None,
        media: HasName | None = None,
        lock: HasName | None = None,
    ) -> None:
        self.name = input_device.name
        self._input = input_device
        self._video = video or input_device
        self._parts: dict[str, HasName] = {
            "video": self._video,
            "power": power or input_device,
            "media": media or input_device,
            "lock": lock or input_device,
        }

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order."""
        with self._fresh_frames_after():
            self._input.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order."""
        with self._fresh_frames_after():
            self._input.point(events)

    def frame(self) -> Frame:
        """The current screen."""
        return self._video.frame()

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        with self._fresh_frames_after():
            self._input.release()

    def close(self) -> None:
        """Closes every part, even if one of them fails."""
        with ExitStack() as parts:
            for part in {id(part): part for part in (*reversed(self._parts.values()), self._input)}.values():
                parts.callback(part.close)

    def capability(self, kind: Kind[T]) -> T | None:
        """The part that has a capability, or None."""
        owner = self._parts.get(described(kind).part or "", self._input)
        able = capability_of(owner, kind)
        if isinstance(able, HoldsKeys) and kind is HoldsKeys:
            return cast("T", _HeldKeys(able, self._fresh_frames_after))
        if isinstance(able, HasPower) and kind is HasPower:
            return cast("T", _Switched(able, self._fresh_frames_after))
        return able

    @contextmanager
    def _fresh_frames_after(self) -> Iterator[None]:
        """Input to the target also sets the time before which no picture may be taken, even if it failed halfway."""
        try:
            yield
        finally:
            if isinstance(self._video, GivesFramesSince):
                self._video.not_before(time.monotonic())


class _Switched:
    """Switches the power by one part: what the capture of another still has from before does not count."""

    def __init__(self, power: HasPower, counted: Callable[[], AbstractContextManager[None]]) -> None:
        self._power = power
        self._counted = counted

    def power_on(self) -> None:
        """Switches the target on."""
        with self._counted():
            self._power.power_on()

    def power_off(self) -> None:
        """Cuts the target's power."""
        with self._counted():
            self._power.power_off()

    def reset(self) -> None:
        """Resets the target."""
        with self._counted():
            self._power.reset()

    def tell_meanwhile(self, tell: Callable[[str], None]) -> None:
        """Has it told how a wait goes on, if the part tells that."""
        if isinstance(self._power, TellsMeanwhile):
            self._power.tell_meanwhile(tell)


class _HeldKeys:
    """Holds keys of one part, which also counts as input for the picture of another."""

    def __init__(self, keys: HoldsKeys, counted: Callable[[], AbstractContextManager[None]]) -> None:
        self._keys = keys
        self._counted = counted

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        with self._counted():
            self._keys.key_down(codes)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        with self._counted():
            self._keys.key_up(codes)
