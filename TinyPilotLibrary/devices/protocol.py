"""What every device can do, and what only some can do: each capability is a separate protocol."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar, runtime_checkable

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")
#: The protocol of a capability. (In classes with a method `type`, that word means the method.)
Kind = type[T]


class HasName(Protocol):
    """A device, or what is a part of one."""

    @property
    def name(self) -> str:
        """How it is called in messages; without passwords."""
        ...

    def close(self) -> None:
        """Lets it go. A second call does nothing."""
        ...


class Device(Protocol):
    """Gives access to a target's keyboard, mouse and screen."""

    @property
    def name(self) -> str:
        """The name of the device in messages, usually its URL."""
        ...

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys, one after the other; returns when the device has delivered them all.

        Args:
            keystrokes: The keys with the modifiers held during each, in the order in which they are pressed. The
                iterable may be consumed one by one while sending.

        Raises:
            InputError: If the device lacks a key; preferably before anything is pressed.
            InputNotDelivered: If the target did not accept a key. What was sent is never sent again, and nothing stays
                pressed.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events, one after the other; returns when the device has delivered them all.

        Args:
            events: The events. Each is a complete state: the pointer's position as fractions of the screen, and the
                buttons that are down; a button stays down until an event without it. A step of the wheel is one event.

        Raises:
            InputNotDelivered: If the target did not accept an event. What was sent is never sent again.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def frame(self) -> Frame:
        """The current screen: a picture taken neither before the call nor before the last input.

        Returns:
            The frame. Its `captured_at` is not later than the time the picture was taken, in seconds of
            `time.monotonic()`.

        Raises:
            NoVideoSignal: If the target sends no picture.
            CorruptFrame: If the picture is incomplete.
            DeviceUnreachable: If the device does not answer.
            DeviceError: If it was closed.
        """
        ...

    def release(self) -> None:
        """Releases all keys and buttons that are or may be held; the pointer stays where it is.

        Raises:
            DeviceUnreachable: If the device does not answer.
            InputNotDelivered: If the target did not accept it.
        """
        ...

    def close(self) -> None:
        """Releases everything if the device can be reached, and closes it. A second call does nothing.

        What another thread is typing or pointing ends first.
        """
        ...


@runtime_checkable
class NotifiesFrames(Protocol):
    """Notifies of new frames, so that a wait need not poll."""

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a frame newer than `after`.

        Args:
            after: A frame of this device.
            timeout: How long to wait, in seconds; 0 to look once.

        Returns:
            A newer frame with a different picture. If there is none in time, the unchanged screen with the time at
            which it was last seen.

        Raises:
            NoVideoSignal: If the target sends no picture, or stops doing so.
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class HoldsKeys(Protocol):
    """Can hold keys down."""

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys and keeps them down until `key_up`, `release` or `close`.

        Args:
            codes: The keys as KeyboardEvent.code values (`KeyA`, `ControlLeft`), in the order in which they are
                pressed. One that is already down stays down.

        Raises:
            InputError: If the device lacks a key, or cannot hold that many; nothing was pressed.
            InputNotDelivered: If the target did not accept a key. `release` releases whatever may be down.
            DeviceUnreachable: If the device does not answer.
        """
        ...

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys that are held.

        Args:
            codes: The keys as KeyboardEvent.code values, in the order in which they are released. One that is not down
                is ignored.

        Raises:
            InputNotDelivered: If the target did not accept it.
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class InterruptsInput(Protocol):
    """Can end what another thread is typing or pointing."""

    def interrupt(self) -> None:
        """Ends `type` and `point` in other threads: they raise `InputInterrupted` before the next key or event.

        Nothing happens if none is running; calls that start later are not affected.
        """
        ...


@runtime_checkable
class HasPower(Protocol):
    """Can switch the target's power."""

    def power_on(self) -> None:
        """Switches the target on; does nothing if it is already on.

        Raises:
            DeviceError: If that fails.
            DeviceUnreachable: If the device that switches the power does not answer.
        """
        ...

    def power_off(self) -> None:
        """Cuts the target's power; does nothing if it is already off.

        Raises:
            DeviceError: If that fails.
            DeviceUnreachable: If the device that switches the power does not answer.
        """
        ...

    def reset(self) -> None:
        """Resets the target like its reset button; one that is off stays off.

        Raises:
            DeviceError: If that fails.
            DeviceUnreachable: If the device that switches the power does not answer.
        """
        ...


class PowerState(Enum):
    """Whether the target is on."""

    ON = "on"
    OFF = "off"


@runtime_checkable
class KnowsPowerState(Protocol):
    """Can tell whether the target is on."""

    def power_state(self) -> PowerState:
        """Whether the target is on, as what switches its power sees it.

        Returns:
            The state. One that is on its way is the old one until it has arrived.

        Raises:
            DeviceError: If it cannot be told.
            DeviceUnreachable: If what knows it does not answer.
        """
        ...


@runtime_checkable
class ShutsDown(Protocol):
    """Can ask the target's operating system to shut down, as its power button does."""

    def shut_down(self) -> None:
        """Asks the target to shut down; returns at once, and it may not do so. Nothing happens if it is off.

        Raises:
            DeviceError: If it cannot be asked.
            DeviceUnreachable: If what asks it does not answer.
        """
        ...


@dataclass(frozen=True)
class Leds:
    """The keyboard LEDs as the target has set them.

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
    """Can read the keyboard LEDs."""

    def leds(self) -> Leds:
        """The LEDs as the target last set them.

        Returns:
            The LEDs.

        Raises:
            DeviceError: If the target has not set them yet.
            DeviceUnreachable: If the device does not answer.
        """
        ...


@runtime_checkable
class SimulatesFaults(Protocol):
    """Can simulate faults, to test how a suite handles them."""

    def simulate_fault(self, fault: str, seconds: float) -> None:
        """Starts a fault for some time.

        Args:
            fault: The name of the fault, such as `no signal`.
            seconds: Its duration; 0 ends it.

        Raises:
            ConfigurationError: If there is no such fault.
        """
        ...


@runtime_checkable
class LearnsCapabilities(Protocol):
    """A device that knows its capabilities only at run time, because it forwards to another one."""

    def capability(self, kind: Kind[T]) -> T | None:
        """The device as one with a capability.

        Args:
            kind: The capability's protocol, for example `HasPower`.

        Returns:
            An object with the capability's methods; None if it lacks it.

        Raises:
            DeviceUnreachable: If the device behind it must be asked, and does not answer.
        """
        ...


@runtime_checkable
class TellsWhoCan(Protocol):
    """A class of devices that learn their capabilities; it tells on what condition they have one."""

    def can_if(self, kind: Kind[object]) -> str | None:
        """The condition on which a device of this class has a capability.

        Args:
            kind: The capability's protocol.

        Returns:
            Words for a list of devices with the capability, such as `a companion in front of one`; None if none of
            them ever has it.
        """
        ...
