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
        """Presses and releases keys, one after the other; returns when the device has delivered them all.

        Args:
            keystrokes: The keys, each with the modifiers that are held meanwhile, in the order in which they are
                pressed. They may be taken one by one as they are sent.

        Raises:
            InputError: If the device has no such key; best before anything is pressed.
            InputNotDelivered: If the target did not take a key. What was sent is never sent again, and nothing stays
                pressed.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events, one after the other; returns when the device has delivered them all.

        Args:
            events: The events. Each says everything: where the pointer is, in fractions of the screen, and which
                buttons are down; a button stays down until an event says otherwise. A step of the wheel is one event.

        Raises:
            InputNotDelivered: If the target did not take an event. What was sent is never sent again.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def frame(self) -> Frame:
        """The screen as it is now: a picture that was not taken before the call, nor before the last input.

        Returns:
            The frame. Its `captured_at` is not later than the picture was taken, in seconds of `time.monotonic()`.

        Raises:
            NoVideoSignal: If the target sends no picture.
            CorruptFrame: If what came is not a whole picture.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def release(self) -> None:
        """Releases all keys and buttons that are held, or may be; the pointer stays where it is.

        Raises:
            DeviceUnreachable: If the device does not answer.
            InputNotDelivered: If the target did not take it.
        """
        ...

    def close(self) -> None:
        """Releases everything, as far as the device can be reached, and lets it go. A second call does nothing."""
        ...


@runtime_checkable
class NotifiesFrames(Protocol):
    """Can say when there is a newer frame, so that a wait need not poll."""

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a frame newer than `after`.

        Args:
            after: A frame of this device.
            timeout: How long to wait, in seconds; 0 to look once.

        Returns:
            The newer frame: one whose picture is another. If none came in time, the screen as it still is, with the
            time at which it was seen so.

        Raises:
            NoVideoSignal: If the target sends no picture (any more).
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class HoldsKeys(Protocol):
    """Can hold keys down."""

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys and keeps them down until `key_up`, `release` or `close`.

        Args:
            codes: The keys as KeyboardEvent.code values (`KeyA`, `ControlLeft`), in the order in which they go down.
                One that is down already stays so.

        Raises:
            InputError: If the device has no such key, or cannot hold as many; nothing was pressed.
            InputNotDelivered: If the target did not take a key. What may be down is released by `release`.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys that are held.

        Args:
            codes: The keys as KeyboardEvent.code values, in the order in which they go up. Nothing happens to one that
                is not down.

        Raises:
            InputNotDelivered: If the target did not take it.
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class HasPower(Protocol):
    """Can switch the target's power."""

    def power_on(self) -> None:
        """Switches the target on; nothing happens if it is on.

        Raises:
            DeviceError: If it cannot be done.
            DeviceUnreachable: If what switches the power does not answer.
        """
        ...

    def power_off(self) -> None:
        """Cuts the target's power; nothing happens if it is off.

        Raises:
            DeviceError: If it cannot be done.
            DeviceUnreachable: If what switches the power does not answer.
        """
        ...

    def reset(self) -> None:
        """Resets the target as its reset button does; one that is off stays off.

        Raises:
            DeviceError: If it cannot be done.
            DeviceUnreachable: If what switches the power does not answer.
        """
        ...


@dataclass(frozen=True)
class Leds:
    """The keyboard's lights, as the target has set them.

    Args:
        num_lock: Whether Num Lock is on.
        caps_lock: Whether Caps Lock is on.
        scroll_lock: Whether Scroll Lock is on.
    """

    num_lock: bool = False
    caps_lock: bool = False
    scroll_lock: bool = False


@runtime_checkable
class HasLeds(Protocol):
    """Can read the lights of the keyboard."""

    def leds(self) -> Leds:
        """The lights as the target last set them.

        Returns:
            The lights.

        Raises:
            DeviceError: If the target has not set them yet.
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class SimulatesFaults(Protocol):
    """Can be told to fail, to test how a suite takes it."""

    def simulate_fault(self, fault: str, seconds: float) -> None:
        """Makes something fail for a while.

        Args:
            fault: What fails, such as `no signal`.
            seconds: For how long; 0 ends it.

        Raises:
            ConfigurationError: If there is no such fault.
        """
        ...


@runtime_checkable
class LearnsCapabilities(Protocol):
    """A device that knows only at run time what it can do, because another one stands behind it."""

    def capability(self, kind: Kind[T]) -> T | None:
        """The device as one with a capability.

        Args:
            kind: The capability's protocol, for example `HasPower`.

        Returns:
            An object with the capability's methods; None if it lacks it.

        Raises:
            DeviceUnreachable: If what stands behind it has to be asked, and does not answer.
        """
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
