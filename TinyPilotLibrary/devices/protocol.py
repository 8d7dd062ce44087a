"""What every device can do, and what only some can: each capability is a protocol of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")
#: A protocol of capabilities. (In classes that have a method `type`, the word means that.)
Kind = type[T]


class Device(Protocol):
    """A way to a target's keyboard, mouse and screen."""

    @property
    def name(self) -> str:
        """How the device is called in messages, usually its URL."""
        ...

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order; returns when the device has them all delivered.

        Raises:
            InputNotDelivered: If the target did not take a key. What was sent is never sent again.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order; returns when the device has them all delivered.

        Raises:
            InputNotDelivered: If the target did not take an event.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def frame(self) -> Frame:
        """The screen as it is now.

        Raises:
            NoVideoSignal: If the target sends no picture.
            CorruptFrame: If what came is not a whole picture.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        ...

    def close(self) -> None:
        """Releases everything and lets the device go. A second call does nothing."""
        ...


@runtime_checkable
class NotifiesFrames(Protocol):
    """Can say when there is a newer frame, so that a wait need not poll."""

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a frame newer than `after`.

        Args:
            after: A frame of this device.
            timeout: How long to wait, in seconds.

        Returns:
            The newer frame, or, if none came in time, the screen as it still is.

        Raises:
            NoVideoSignal: If the target sends no picture (any more).
        """
        ...


@runtime_checkable
class HoldsKeys(Protocol):
    """Can hold keys down."""

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys, in order, and keeps them down."""
        ...

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys, in order."""
        ...


@runtime_checkable
class HasPower(Protocol):
    """Can switch the target's power."""

    def power_on(self) -> None:
        """Switches the target on; nothing happens if it is."""
        ...

    def power_off(self) -> None:
        """Cuts the target's power; nothing happens if it is off."""
        ...

    def reset(self) -> None:
        """Resets the target as its reset button does."""
        ...


@dataclass(frozen=True)
class Leds:
    """The keyboard's lights, as the target has set them."""

    num_lock: bool = False
    caps_lock: bool = False
    scroll_lock: bool = False


@runtime_checkable
class HasLeds(Protocol):
    """Can read the lights of the keyboard."""

    def leds(self) -> Leds:
        """The lights as the target last set them."""
        ...


@runtime_checkable
class SimulatesFaults(Protocol):
    """Can be told to fail, to test how a suite takes it."""

    def simulate_fault(self, fault: str, seconds: float) -> None:
        """Makes something fail for so many seconds.

        Raises:
            ConfigurationError: If there is no such fault.
        """
        ...


@runtime_checkable
class LearnsCapabilities(Protocol):
    """A device that knows only at run time what it can do, because another one stands behind it."""

    def capability(self, kind: Kind[T]) -> T | None:
        """The device as one with this capability, or None."""
        ...


@runtime_checkable
class TellsWhoCan(Protocol):
    """A class of devices that learn their capabilities, which says when one of them has which."""

    def can_if(self, kind: Kind[object]) -> str | None:
        """What a device of this class has to be to have a capability.

        Args:
            kind: The capability's protocol.

        Returns:
            For a list of devices that can, such as `a companion in front of one`; None if none of them ever can.
        """
        ...
