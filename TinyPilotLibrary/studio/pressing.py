"""Chords that the page's buttons press."""

from collections.abc import Sequence

from fastapi import Request

from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.chords import Chord, check_chords


async def press(served: Served, chords: Sequence[Chord], request: Request) -> None:
    """Presses chords, one after the other; no other client's input comes between.

    Args:
        served: The device.
        chords: The chords.
        request: The request that waits for it.

    Raises:
        InputError: If a modifier alone comes before other keys; nothing was pressed.
        NotSupported: If a chord has several keys, and the device cannot hold keys.
    """
    check_chords(chords)
    if all(len(chord.keys) <= 1 for chord in chords):
        await served.type([chord.keystroke for chord in chords], request)
        return

    def pressed() -> None:
        able = require(served.device, HoldsKeys)
        try:
            for chord in chords:
                able.key_down(chord.codes)
                able.key_up(chord.codes[::-1])
        except BaseException:
            # Nobody knows which ones are down; none must stay so.
            served.device.release()
            raise

    await served.input(pressed, request)
