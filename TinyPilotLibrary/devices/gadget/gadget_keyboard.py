"""The gadget's keyboard: keystrokes, held keys and LEDs."""

import time
from collections.abc import Iterable, Sequence

from TinyPilotLibrary.devices.gadget.hid_node import HidNode
from TinyPilotLibrary.devices.gadget.host import HostState
from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.errors import DeviceError, InputError
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.reports import NO_KEYS, keyboard_report

_NUM, _CAPS, _SCROLL = 1, 2, 4


class GadgetKeyboard:
    """Presses keys through a HID node.

    Args:
        node: The node.
        host: What is known of the host.
        interruption: Ends what is being typed.
        press_time: The shortest time that a key is down, in seconds.
        gap: The shortest time between two keys, in seconds.
    """

    def __init__(
        self, node: HidNode, host: HostState, interruption: Interruption, press_time: float = 0.0, gap: float = 0.0
    ) -> None:
        self._node = node
        node.idle = NO_KEYS
        self._host = host
        self._interruption = interruption
        self._press_time = press_time
        self._gap = gap
        self._held: list[str] = []
        self._leds: Leds | None = None

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order; returns when the host has fetched them all."""
        strokes = list(keystrokes)
        # A long text has few different ones.
        presses = {item: keyboard_report([*self._held, *item.modifiers, item.code]) for item in dict.fromkeys(strokes)}
        self._refuse_undeclared(stroke.code for stroke in presses)
        self._node.refuse_if_asleep()
        released = keyboard_report(self._held)
        try:
            for stroke in self._interruption.each(strokes, "keystrokes"):
                self._node.send(presses[stroke])
                _pause(self._press_time)
                self._node.send(released)
                _pause(self._gap)
        except BaseException:
            self.release()
            raise

    def hold(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        wanted = list(codes)
        self._refuse_undeclared(wanted)
        keyboard_report([*self._held, *wanted])
        self._node.refuse_if_asleep()
        for code in wanted:
            if code not in self._held:
                self._change([*self._held, code])

    def let_go(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        for code in codes:
            if code in self._held:
                self._change([item for item in self._held if item != code])

    def release_what_was_left(self) -> None:
        """Releases the keys that an earlier run may have left pressed."""
        self._node.release_what_was_left()

    def release(self) -> None:
        """Releases all keys; later, if the host does not fetch the report now."""
        self._held = []
        self._node.release()

    def leds(self) -> Leds:
        """The LEDs as the host last set them.

        Raises:
            DeviceError: If it has not set them since the gadget was opened.
        """
        self.notice_leds()
        if self._leds is None:
            raise DeviceError(
                f"The target has not set the LEDs of the keyboard '{self._node.path}' since it was opened here, or "
                "another program has read them. They are only reported when they change: press CapsLock or NumLock "
                "twice."
            )
        return self._leds

    def notice_leds(self) -> Leds | None:
        """The LEDs, if known: the kernel reports each change once, to whoever reads first."""
        for byte in self._node.received():
            self._leds = Leds(bool(byte & _NUM), bool(byte & _CAPS), bool(byte & _SCROLL))
        return self._leds

    def _change(self, held: Sequence[str]) -> None:
        report = keyboard_report(held)
        self._held = list(held)
        try:
            self._node.send(report)
        except BaseException:
            self.release()
            raise

    def _refuse_undeclared(self, codes: Iterable[str]) -> None:
        """Rejects keys that are missing from the gadget's descriptor: the host would silently ignore them."""
        high = [code for code in codes if code not in MODIFIERS and USAGES[code] > USAGES["NonConvert"]]
        if high and (highest := self._host.highest_key(self._node.path)) is not None:
            missing = [code for code in dict.fromkeys(high) if USAGES[code] > highest]
            if missing:
                raise InputError(
                    f"The gadget's keyboard has no key {', '.join(missing)}: its descriptor ends at usage "
                    f"{highest:#04x}. 'sudo tinypilot gadget up --all-keys' creates one that has. Nothing was pressed."
                )


def _pause(seconds: float) -> None:
    if seconds > 0:
        time.sleep(seconds)
