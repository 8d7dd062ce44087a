"""Chords that the page's buttons press."""

from collections.abc import Sequence

from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.chords import Chord, check_chords


def press(served: Served, chords: Sequence[Chord]) -> None:
    """Presses chords, one after the other; no other client's input comes between.

    Args:
        served: The device.
        chords: The chords.

    Raises:
        InputError: If a modifier alone comes before other keys; nothing was pressed.
        NotSupported: If a chord has several keys, and the device cannot hold keys.
    """
    check_chords(chords)
    if all(len(chord.keys) <= 1 for chord in chords):
        served.type([chord.keystroke for chord in chords])
        return
    able = require(served.device, HoldsKeys)

    def pressed() -> None:
        try:
            for chord in chords:
                able.key_down(chord.codes)
                able.key_up(chord.codes[::-1])
        except BaseException:
            # Nobody knows which ones are down; none must stay so.
            served.device.release()
            raise

    served.input(pressed)
