"""A QEMU machine as a device."""

import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from TinyPilotLibrary.devices.claims import Claim, Use
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.machine_lock import MachineLock
from TinyPilotLibrary.devices.media_protocol import BootSource, Medium, MediumKind
from TinyPilotLibrary.devices.options import seconds
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.devices.qemu.boot_order import BootOrder
from TinyPilotLibrary.devices.qemu.guest_time import GuestTime
from TinyPilotLibrary.devices.qemu.input_events import button_events, key_events, pointer_events
from TinyPilotLibrary.devices.qemu.pacing import Pacing
from TinyPilotLibrary.devices.qemu.qcodes import qcode, slots
from TinyPilotLibrary.devices.qemu.qemu_media import QemuMedia
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.devices.qemu.screendump import Screendump
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, InputNotDelivered, NoVideoSignal
from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent
from TinyPilotLibrary.vision.frame import Frame

_POLL = 0.04
# The shortest delay before a key repeats that keyboards and systems can be set to is 250 ms.
_LONGEST_HOLD = 0.2
_OFF = frozenset({"prelaunch", "shutdown"})


class QemuDevice:
    """A QEMU or libvirt guest over QMP: keys, an absolute pointer, the screen and power.

    Power off stops the machine, power on resets and runs it: what the firmware stores in its flash is kept. A
    machine started with `-S` is off until it is switched on.

    Args:
        name: Its name in messages.
        session: The QMP session.
        pacing: The pace of input; the default if None.
        lock: The right to use the machine, among the processes here; None if that is cared for elsewhere.
    """

    def __init__(
        self, name: str, session: QmpSession, pacing: Pacing | None = None, lock: MachineLock | None = None
    ) -> None:
        self.name = name
        self._session = session
        self._machine_lock = lock
        if lock:
            lock.let_go, session.gate = self._let_go, self._have
        self._screen = Screendump(session)
        self._media = QemuMedia(name, session)
        self._boot_order = BootOrder(name, session)
        self._pacing = pacing or Pacing(GuestTime(session))
        self._interruption = Interruption()
        # How long QEMU took to answer the last event, in seconds.
        self._taken = 0.0
        self._down: list[str] = []
        self._pointer = REST
        self._switched_off = False
        self._shutting_down = False
        self._screen_lock = threading.Lock()
        # So that nothing is pressed after close() has released everything.
        self._input_lock = threading.Lock()
        self._closed = False

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order.

        Raises:
            UnknownKey: If QEMU has no such key; nothing was typed.
            InputNotDelivered: If the machine is off, or another thread interrupts it.
        """
        strokes = [[*(code for code in MODIFIERS if code in item.modifiers), item.code] for item in keystrokes]
        for code in {code for codes in strokes for code in codes}:
            qcode(code)
        self._refuse_if_off()
        for codes in self._interruption.each(strokes, "keystrokes"):
            self._pacing.before_keys()
            try:
                with self._input_lock:
                    self._press(codes)
                self._pacing.hold()
            except BaseException:
                # For example a test timeout. What may be down is released, and again at the end if that fails, too.
                with suppress(DeviceError):
                    self.release()
                raise
            with self._input_lock:
                self._lift(codes[::-1])

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order.

        Raises:
            InputNotDelivered: If the machine is off, has no absolute pointing device, or another thread interrupts it.
        """
        wanted = list(events)
        self._refuse_if_off()
        if not any(mouse["absolute"] for mouse in self._session.command("query-mice")):
            raise InputNotDelivered(
                f"The machine '{self.name}' has no absolute pointing device. Start QEMU with "
                "'-device qemu-xhci -device usb-tablet'."
            )
        for event in self._interruption.each(wanted, "pointer events"):
            self._pacing.before_pointing(event, self._pointer)
            with self._input_lock:
                self._refuse_if_closed()
                self._move(event)

    def frame(self) -> Frame:
        """The screen as it is now, as PPM.

        Raises:
            NoVideoSignal: If the machine is off.
            DeviceUnreachable: If QEMU cannot be reached.
        """
        self._refuse_if_closed()
        if self._is_off():
            raise NoVideoSignal(f"The machine '{self.name}' is off: it sends no video signal.")
        with self._screen_lock:
            return Frame.read(self._screen.take())

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        deadline = time.monotonic() + timeout
        while (frame := self.frame()).identity == after.identity:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return after.seen_again(frame.captured_at)
            time.sleep(min(_POLL, remaining))
        return frame

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down.

        Raises:
            UnknownKey: If QEMU has no such key; nothing was pressed.
            InputNotDelivered: If the machine is off.
        """
        wanted = list(codes)
        self._pacing.before_keys()
        with self._input_lock:
            self._press(wanted)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        wanted = list(codes)
        self._pacing.before_keys()
        with self._input_lock:
            self._lift(wanted)

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def power_on(self) -> None:
        """Resets and runs the machine; does nothing if it is on."""
        if self._is_off():
            self._boot_order.before_reset()
            self._session.command("system_reset")
            self._session.command("cont")
            self._switched_off = self._shutting_down = False

    def power_off(self) -> None:
        """Stops the machine; its memory is lost with the reset at power on."""
        self._session.command("stop")
        self._switched_off = True
        self._forget_what_is_down()

    def reset(self) -> None:
        """Resets the machine; one that is off stays off."""
        if not self._is_off():
            self._boot_order.before_reset()
            self._session.command("system_reset")

    def power_state(self) -> PowerState:
        """Whether the machine is on; if QEMU ended with its guest's shutdown, it is off."""
        try:
            return PowerState.OFF if self._is_off() else PowerState.ON
        except DeviceUnreachable:
            if self._shutting_down:
                return PowerState.OFF
            raise

    def shut_down(self) -> None:
        """Presses the machine's ACPI power button. Without `-no-shutdown`, QEMU ends with its guest."""
        if not self._is_off():
            self._session.command("system_powerdown")
            self._shutting_down = True

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        """Inserts a medium, which the machine can read and cannot write to."""
        self._media.insert(image, kind)

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        """Ejects media, also where the guest has locked its drive."""
        self._media.eject(kind)

    def media(self) -> list[Medium]:
        """The media that are inserted."""
        return self._media.media()

    def boot_once(self, source: BootSource) -> None:
        """The machine starts from this at its next reset, while this device is open."""
        self._boot_order.once(source)

    def release(self) -> None:
        """Releases all keys and buttons that are held; a machine that is off holds none."""
        with self._input_lock:
            self._release()

    def close(self) -> None:
        """Releases everything and ends the session; the machine keeps running."""
        with self._input_lock:
            if self._closed:
                return
            self._closed = True
            # A machine that is gone holds nothing.
            with suppress(DeviceError):
                self._release()
        with suppress(DeviceError):
            self._boot_order.restore()
        self._session.close()
        self._screen.close()
        if self._machine_lock:
            self._machine_lock.end()

    def claim(self) -> None:
        """Takes the right to use it, before anything is asked of QEMU.

        Raises:
            DeviceInUse: If another process has it.
        """
        self._refuse_if_closed()
        self._have()

    def use(self) -> Use:
        """Who has it."""
        return self._machine_lock.use() if self._machine_lock else Use()

    def _have(self) -> None:
        left = self._machine_lock.have() if self._machine_lock else {}
        if left:
            self._release_what_was_left(left)

    def _release_what_was_left(self, left: Mapping[str, Any]) -> None:
        """Releases what a process that was killed left down."""
        with suppress(DeviceError):
            self._send(key_events(left.get("keys", [])[::-1], down=False))
            self._send(button_events(Button(left.get("buttons", 0)), down=False))
            self._note()

    def _let_go(self) -> None:
        """Another process takes over."""
        self.interrupt()
        try:
            self.release()
            self._boot_order.restore()
        finally:
            self._session.disconnect()

    def _note(self) -> None:
        """Notes what may be down, before it is sent."""
        if self._machine_lock:
            self._have()
            self._machine_lock.note(keys=self._down, buttons=int(self._pointer.buttons))

    def _release(self) -> None:
        if not (self._down or self._pointer.buttons):
            return
        if self._is_off():
            self._forget_what_is_down()
            return
        self._lift(self._down[::-1])
        self._move(PointerEvent(self._pointer.x, self._pointer.y))

    def _press(self, codes: list[str]) -> None:
        self._refuse_if_closed()
        events = key_events(codes, down=True)
        # What may be down is recorded before it is sent: its answer may be late, or never come.
        self._down = [code for code in self._down if code not in codes] + codes
        self._note()
        self._send(events)
        self._keys_sent(codes)

    def _lift(self, codes: list[str]) -> None:
        self._send(key_events(codes, down=False))
        self._down = [code for code in self._down if code not in codes]
        self._note()
        self._keys_sent(codes)

    def _keys_sent(self, codes: list[str]) -> None:
        if codes:
            self._pacing.keys_sent(sum(map(slots, codes)), self._taken)

    def _move(self, event: PointerEvent) -> None:
        """Sends a pointer event; until it is answered, the buttons before and after it may be down."""
        events = pointer_events(self._pointer, event)
        self._pointer = replace(event, buttons=event.buttons | self._pointer.buttons)
        held = self._pointer.buttons
        if held:
            self._note()
        self._send(events)
        self._pointer = event
        if held != event.buttons:
            self._note()
        self._pacing.pointer_sent(self._taken)

    def _forget_what_is_down(self) -> None:
        self._down.clear()
        self._pointer = PointerEvent(self._pointer.x, self._pointer.y)

    def _send(self, events: list[dict[str, object]]) -> None:
        if not events:
            return
        sent = time.monotonic()
        try:
            self._session.command("input-send-event", events=events)
            self._taken = time.monotonic() - sent
        except DeviceUnreachable:
            raise
        except DeviceError as error:
            raise InputNotDelivered(f"The machine '{self.name}' did not accept the input: {error}") from error

    def _is_off(self) -> bool:
        return self._switched_off or self._session.command("query-status")["status"] in _OFF

    def _refuse_if_off(self) -> None:
        self._refuse_if_closed()
        if self._is_off():
            raise InputNotDelivered(f"The machine '{self.name}' is off, so it receives no input. Switch it on first.")

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")


def open_qemu(
    url: str,
    *,
    key_hold: object = 0.02,
    key_gap: object = 0.02,
    click_hold: object = 0.02,
    wait_for_device: object = 0.0,
    take_over: object = False,
) -> QemuDevice:
    """Opens a QEMU machine over its QMP socket. It is contacted on first use.

    Args:
        url: `qemu:` and the path of the socket, or a host and a port: `qemu:/run/vm.qmp`, `qemu:127.0.0.1:4444`.
        key_hold: How long a key is held down; 200 ms at most, because targets repeat keys that are held longer.
        key_gap: The pause after keys before any further input; 0 disables waiting for the guest, too.
        click_hold: The pause after each pointer event before any further input; 0 disables the pause, and a guest
            that has not polled an event may merge it with the next one.
        wait_for_device: How long to wait in line if another process of this machine uses it.
        take_over: Whether to take it from the other process.

    Returns:
        The device.

    Raises:
        ConfigurationError: If the address or an option is invalid.

    ```python
    device = open_device("qemu:/run/vm.qmp")
    ```

    QMP serves one client at a time: start QEMU with a separate monitor for this library.
    """
    address = url.removeprefix("qemu:")
    host, _, port = address.rpartition(":")
    if not address:
        raise ConfigurationError("The address of QEMU is missing: write 'qemu:/path/to/vm.qmp'.")
    place: str | tuple[str, int] = (host, int(port)) if host and port.isdecimal() and "/" not in host else address
    hold, gap = seconds("key_hold", key_hold), seconds("key_gap", key_gap)
    if hold > _LONGEST_HOLD:
        raise ConfigurationError(
            f"The option 'key_hold' must be at most {_LONGEST_HOLD * 1000:.0f} ms, got {key_hold!r}: targets repeat "
            "keys that are held for longer. For a single long press, use 'Press Keys' with hold=."
        )
    session = QmpSession(place)
    pacing = Pacing(GuestTime(session), hold, gap, seconds("click_hold", click_hold))
    return QemuDevice(url, session, pacing, MachineLock(url, address, Claim.of_options(wait_for_device, take_over)))
