"""The virtual computer as a device."""

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from PIL import Image

from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.protocol import Leds, PowerState
from TinyPilotLibrary.devices.virtual.computer import VirtualComputer
from TinyPilotLibrary.devices.virtual.faults import Fault, Faults
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable, InputNotDelivered, NoVideoSignal
from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

_SLOWNESS = 1.0
_OTHER_SIZE = Size(800, 600)


class VirtualDevice:
    """The built-in virtual computer as a device, without hardware or other programs.

    It has all capabilities: held keys, power, LEDs, notification of new frames, and simulated faults. It may be used
    from several threads.

    Args:
        computer: The computer; tests of your own may use `device.computer`.
        quality: Quality of its JPEG frames, 1 to 100.
        clock: Returns the time in seconds.

    ```python
    device = VirtualDevice()
    device.type([Keystroke("F2")])
    device.simulate_fault("no signal", seconds=2)
    ```
    """

    def __init__(
        self,
        computer: VirtualComputer | None = None,
        quality: int = 80,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = "virtual:"
        self.computer = computer or VirtualComputer(clock=clock)
        self._quality = quality
        self._clock = clock
        self._faults = Faults(clock)
        self._changed = threading.Condition()
        self._interruption = Interruption()
        self._closed = False
        self._latest: tuple[object, Frame] | None = None
        self._count = 0

    # The device protocol

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order.

        Raises:
            InputNotDelivered: If the cable is unplugged, or another thread interrupts it.
        """
        for keystroke in self._interruption.each(keystrokes, "keystrokes"):
            with self._input("keystroke", "/dev/hidg0"):
                held = [code for code in MODIFIERS if code in keystroke.modifiers]
                for code in (*held, keystroke.code):
                    self.computer.press(code)
                for code in (keystroke.code, *reversed(held)):
                    self.computer.lift(code)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order.

        Raises:
            InputNotDelivered: If the cable is unplugged, or another thread interrupts it.
        """
        for event in self._interruption.each(events, "pointer events"):
            with self._input("mouse event", "/dev/hidg1"):
                self.computer.point(event)

    def frame(self) -> Frame:
        """The current screen, as JPEG.

        Raises:
            NoVideoSignal: If the computer is off, or the fault `no signal` is active.
            CorruptFrame: If the fault `corrupt jpeg` is active.
        """
        self._be_slow()
        with self._changed:
            return self._frame()

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        with self._changed:
            for code in sorted(self.computer.keyboard.down):
                self.computer.lift(code)
            if self.computer.pointer.buttons:
                self.computer.point(PointerEvent(self.computer.pointer.x, self.computer.pointer.y))
            self._changed.notify_all()

    def close(self) -> None:
        """Releases everything; the computer itself stays as it is."""
        if not self._closed:
            self.release()
            self._closed = True

    # Abilities

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a frame newer than `after`; if there is none in time, returns the unchanged screen."""
        deadline = self._clock() + timeout
        self._be_slow()
        with self._changed:
            while True:
                frame = self._frame()
                remaining = deadline - self._clock()
                if frame.sequence != after.sequence or remaining <= 0:
                    return frame
                due = [time for time in (self.computer.due(), self._faults.next_change()) if time is not None]
                self._changed.wait(min([remaining, *(max(0.001, time - self._clock()) for time in due)]))

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        for code in codes:
            with self._input("keystroke", "/dev/hidg0"):
                self.computer.press(code)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        for code in codes:
            with self._input("keystroke", "/dev/hidg0"):
                self.computer.lift(code)

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def leds(self) -> Leds:
        """The keyboard LEDs as the computer has set them."""
        locks = self.computer.keyboard.locks
        return Leds("NumLock" in locks, "CapsLock" in locks, "ScrollLock" in locks)

    def power_on(self) -> None:
        """Switches the computer on."""
        self._switch(self.computer.power_on)

    def power_off(self) -> None:
        """Cuts the computer's power."""
        self._switch(self.computer.power_off)

    def reset(self) -> None:
        """Resets the computer; one without power stays off."""
        self._switch(self.computer.reset)

    def power_state(self) -> PowerState:
        """Whether the computer is on."""
        with self._changed:
            self._refuse_if_gone()
            return PowerState.OFF if self.computer.is_off else PowerState.ON

    def shut_down(self) -> None:
        """Presses the power button: the computer shuts down, which takes no time."""
        self._switch(self.computer.power_off)

    def simulate_fault(self, fault: str, seconds: float) -> None:
        """Starts a fault for some seconds; 0 ends it.

        Args:
            fault: The name of a `Fault`: `no signal`, `cable unplugged`, `server restart`, `slow`, `corrupt jpeg` or
                `resolution change`.
            seconds: Its duration.

        Raises:
            ConfigurationError: If there is no such fault.
        """
        with self._changed:
            self._faults.start(fault, seconds)
            self._changed.notify_all()

    # Inside

    def _switch(self, action: Callable[[], None]) -> None:
        with self._changed:
            action()
            self._changed.notify_all()

    @contextmanager
    def _input(self, what: str, node: str) -> Iterator[None]:
        """One input: refused if it cannot be delivered, else announced to waiting callers."""
        self._be_slow()
        with self._changed:
            self._refuse_if_gone()
            if self._faults.active(Fault.CABLE_UNPLUGGED):
                raise InputNotDelivered(f"Failed to forward {what}: could not access {node} (is cable connected?)")
            yield
            self._changed.notify_all()

    def _frame(self) -> Frame:
        self._refuse_if_gone()
        self.computer.advance()
        if self.computer.is_off or self._faults.active(Fault.NO_SIGNAL):
            raise NoVideoSignal(f"The target of '{self.name}' sends no video signal. Is it switched on?")
        state = (self.computer.version, *(self._faults.active(fault) for fault in Fault))
        if self._latest is None or self._latest[0] != state:
            picture = self.computer.draw()
            self._count += 1
            data = self._encoded(picture)
            self._latest = (state, Frame.read(data, sequence=self._count))
        return self._latest[1].seen_again()

    def _encoded(self, picture: Image.Image) -> bytes:
        if self._faults.active(Fault.RESOLUTION_CHANGE):
            picture = picture.resize(_OTHER_SIZE)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=self._quality)
        data = buffer.getvalue()
        return data[: len(data) // 2] if self._faults.active(Fault.CORRUPT_JPEG) else data

    def _be_slow(self) -> None:
        if self._faults.active(Fault.SLOW):
            time.sleep(_SLOWNESS)

    def _refuse_if_gone(self) -> None:
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")
        if self._faults.active(Fault.SERVER_RESTART):
            raise DeviceUnreachable(f"The device '{self.name}' is restarting and does not answer.")
