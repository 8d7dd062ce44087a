"""The USB gadget of this machine as a device: its keyboard and pointer, and the capture."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, cast

from TinyPilotLibrary.devices.capture import Capture
from TinyPilotLibrary.devices.claims import Claim, Use
from TinyPilotLibrary.devices.gadget.button_journal import ButtonJournal
from TinyPilotLibrary.devices.gadget.files import NodeFiles
from TinyPilotLibrary.devices.gadget.gadget_keyboard import GadgetKeyboard
from TinyPilotLibrary.devices.gadget.gadget_media import GadgetMedia
from TinyPilotLibrary.devices.gadget.gadget_options import GadgetSettings
from TinyPilotLibrary.devices.gadget.gadget_pointers import AbsoluteMouse, GadgetMouse, RelativeMouse
from TinyPilotLibrary.devices.gadget.guard import guard
from TinyPilotLibrary.devices.gadget.hid_node import HidNode
from TinyPilotLibrary.devices.gadget.host import HostState
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.machine_lock import MachineLock
from TinyPilotLibrary.devices.media_protocol import HasMedia
from TinyPilotLibrary.devices.protocol import Kind, Leds
from TinyPilotLibrary.errors import DeviceError, DeviceInUse, InputInterrupted
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

T = TypeVar("T")


class GadgetDevice:
    """The keyboard and pointer of a USB gadget, used without a server in between.

    Delivery is certain: the host acknowledges each report before the next one is sent. The device can hold keys, knows
    the keyboard LEDs, and may be used from several threads.

    Args:
        settings: Nodes, times and pointer.
        capture: Provides the picture.
        files: The kernel's files; replaceable in tests.
        host: What is known of the host; replaceable in tests.
        claim: How it is claimed if another process of this machine uses it.
    """

    def __init__(
        self,
        settings: GadgetSettings,
        capture: Capture,
        files: NodeFiles | None = None,
        host: HostState | None = None,
        claim: Claim | None = None,
    ) -> None:
        self.name = settings.name
        self._settings = settings
        self._capture = capture
        state = host or HostState()
        keys = HidNode(settings.keyboard, "keyboard", settings.deadline, files, state)
        mouse = HidNode(settings.mouse, "mouse", settings.deadline, files, state)
        self._nodes = (keys, mouse)
        self._interruption = Interruption()
        self._keyboard = GadgetKeyboard(keys, state, self._interruption, settings.press_time, settings.gap)
        self._mouse: GadgetMouse = (
            RelativeMouse(mouse, self._size, self._interruption)
            if settings.relative
            else AbsoluteMouse(mouse, ButtonJournal(settings.mouse), self._interruption)
        )
        self._media = GadgetMedia(settings.name)
        self._lock = threading.RLock()
        self._closed = False
        self._claim = claim or Claim()
        self._machine_lock = MachineLock(self.name, settings.keyboard, self._claim)
        self._machine_lock.let_go = self._let_go
        # What another process holds is not left over.
        if self._machine_lock.try_to_have():
            self._release_what_was_left()
            self._machine_lock.end()
        guard(self)

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order; returns when the target has fetched them all.

        Raises:
            InputError: If the gadget has no such key, or more than six would be down; nothing was pressed.
            InputNotDelivered: If the target did not fetch a key within the deadline, or another thread interrupts it.
                Nothing stays pressed.
            DeviceUnreachable: If there is no gadget, or no permission to use it.
        """
        with self._input():
            self._keyboard.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order; returns when the target has fetched them all.

        Raises:
            InputNotDelivered: If the target did not fetch an event within the deadline, or another thread interrupts
                it. No button stays pressed.
            DeviceUnreachable: If there is no gadget, or no permission to use it.
        """
        with self._input():
            try:
                self._mouse.point(events)
            except InputInterrupted:
                self._mouse.release()
                raise

    def frame(self) -> Frame:
        """The current screen, never a frame older than the last input.

        Raises:
            NoVideoSignal: If the target sends no picture.
            VideoFrozen: If the frames have stopped although a signal is reported.
            DeviceUnreachable: If there is no capture, or it does not answer.
        """
        self._refuse_if_closed()
        self._claim_first()
        return self._capture.frame()

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        self._refuse_if_closed()
        self._claim_first()
        return self._capture.next_frame(after, timeout)

    def release(self) -> None:
        """Releases all held keys and buttons; later, if the target does not fetch the report now."""
        # Who has sent nothing holds nothing, and another process may.
        if not self._machine_lock.is_held:
            return
        with self._input():
            self._keyboard.release()
            self._mouse.release()

    def close(self) -> None:
        """Releases everything and closes the nodes. A second call does nothing."""
        # Another thread that is typing has the lock until its end.
        self.interrupt()
        with self._lock:
            if self._closed:
                return
            with suppress(DeviceInUse):
                self.release()
            self._closed = True
            for node in self._nodes:
                node.close()
            self._machine_lock.end()
        self._capture.close()

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down.

        Raises:
            InputError: If more than six keys besides modifiers would be down; nothing was pressed.
            InputNotDelivered: If the target did not fetch it. Nothing stays pressed.
        """
        with self._input():
            self._keyboard.hold(codes)

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        with self._input():
            self._keyboard.let_go(codes)

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def leds(self) -> Leds:
        """The LEDs as the target last set them.

        Raises:
            DeviceError: If it has not set them since the gadget was opened here.
        """
        with self._lock:
            self._refuse_if_closed()
            return self._keyboard.leds()

    def capability(self, kind: Kind[T]) -> T | None:
        """An object with this capability; media only if the gadget has drives."""
        if kind is HasMedia:
            return cast("T", self._media) if self._media.is_there else None
        return cast("T", self) if issubclass(type(self), kind) else None

    @classmethod
    def can_if(cls, kind: Kind[object]) -> str | None:
        """The condition for a capability that not all gadgets have."""
        return "a gadget that was made with --media" if kind is HasMedia else None

    @contextmanager
    def _input(self) -> Iterator[None]:
        """One input at a time; pictures returned afterwards are newer."""
        with self._lock:
            self._refuse_if_closed()
            self._have()
            try:
                yield
            finally:
                self._capture.not_before(time.monotonic())

    def claim(self) -> None:
        """Takes the right to use it, before the first input.

        Raises:
            DeviceInUse: If another process has it.
        """
        with self._lock:
            self._refuse_if_closed()
            self._have()

    def use(self) -> Use:
        """Who has it."""
        return self._machine_lock.use()

    def _claim_first(self) -> None:
        if self._claim.is_made_first:
            with self._lock:
                self._have()

    def _have(self) -> None:
        had = self._machine_lock.is_held
        if self._machine_lock.have():
            # A process that was killed had it since this one looked.
            self._release_what_was_left()
        if not had:
            self._machine_lock.note(used=True)

    def _let_go(self) -> None:
        """Another process takes over."""
        self.interrupt()
        self.release()

    def _release_what_was_left(self) -> None:
        self._keyboard.release_what_was_left()
        self._mouse.release_what_was_left()

    def _size(self) -> Size:
        return self._settings.screen or self.frame().size

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")
