"""A device that tells what is sent to it, and keeps what was seen of it last."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, HasPower, HoldsKeys, Kind, NotifiesFrames, ShutsDown
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.keys import MODIFIERS, SYNONYMS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")
_OWN: tuple[type, ...] = (HasPower, HoldsKeys, NotifiesFrames, ShutsDown)


class WatchedDevice:
    """A device in front of another one.

    Args:
        device: The other one; closing this one closes it.
        keyed: Called with each key before it is sent.
        pointed: Called with each pointer event, and the one before it.
        switched: Called with the keyword that switches the power likewise, and whether the system is asked.
    """

    def __init__(
        self,
        device: Device,
        keyed: Callable[[Keystroke], None],
        pointed: Callable[[PointerEvent, PointerEvent], None],
        switched: Callable[[str, bool], None],
    ) -> None:
        self._device = device
        self._keyed, self._pointed, self._switched = keyed, pointed, switched
        self._pointer = REST
        self._down: dict[str, bool] = {}
        #: The last frame that anybody asked for.
        self.seen: Frame | None = None

    @property
    def name(self) -> str:
        """The name of the device."""
        return self._device.name

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses keys."""

        def told() -> Iterator[Keystroke]:
            for keystroke in keystrokes:
                self._keyed(keystroke)
                yield keystroke

        self._device.type(told())

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events."""

        def told() -> Iterator[PointerEvent]:
            for event in events:
                self._pointed(event, self._pointer)
                self._pointer = event
                yield event

        self._device.point(told())

    def frame(self) -> Frame:
        """The current screen."""
        self.seen = self._device.frame()
        return self.seen

    def release(self) -> None:
        """Releases all keys and buttons."""
        # A modifier that is let go like this was not meant for the target.
        self._down.clear()
        self._device.release()

    def close(self) -> None:
        """Closes the device."""
        self._device.close()

    def capability(self, kind: Kind[T]) -> T | None:
        """The device as one with a capability."""
        able = capability_of(self._device, kind)
        return cast("T", self) if able is not None and kind in _OWN else able

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for the next screen."""
        self.seen = require(self._device, NotifiesFrames).next_frame(after, timeout)
        return self.seen

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys and keeps them down."""
        pressed = [SYNONYMS.get(code, code) for code in codes]
        for code in pressed:
            held = frozenset(key for key in self._down if key in MODIFIERS)
            if code not in MODIFIERS:
                self._keyed(Keystroke(code, held))
                self._down = dict.fromkeys(self._down, True)
            # Whether it was used for another key by now.
            self._down[code] = code not in MODIFIERS
        require(self._device, HoldsKeys).key_down(pressed)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys."""
        released = [SYNONYMS.get(code, code) for code in codes]
        for code in released:
            if self._down.pop(code, True) is False:
                self._keyed(Keystroke(code, frozenset(key for key in self._down if key in MODIFIERS)))
                self._down = dict.fromkeys(self._down, True)
        require(self._device, HoldsKeys).key_up(released)

    def power_on(self) -> None:
        """Switches the target on."""
        self._switched("Power On", False)  # noqa: FBT003 - not asked
        require(self._device, HasPower).power_on()

    def power_off(self) -> None:
        """Switches the target off."""
        self._switched("Power Off", False)  # noqa: FBT003 - not asked
        require(self._device, HasPower).power_off()

    def reset(self) -> None:
        """Resets the target."""
        self._switched("Reset Target", False)  # noqa: FBT003 - not asked
        require(self._device, HasPower).reset()

    def shut_down(self) -> None:
        """Asks the target's operating system to shut down."""
        self._switched("Power Off", True)  # noqa: FBT003 - asked
        require(self._device, ShutsDown).shut_down()
