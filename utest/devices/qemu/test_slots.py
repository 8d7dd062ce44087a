"""How many places keys take in the queue of QEMU's keyboards."""

from TinyPilotLibrary.devices.qemu.qcodes import QCODES, slots
from TinyPilotLibrary.devices.vnc.vnc_keys import key_of


def test_keys_with_a_prefix_take_two_places_and_pause_three() -> None:
    prefixed = {code for code in QCODES if key_of(code).scan_code & 0x80}
    assert {code for code in QCODES if slots(code) == 2} == prefixed - {"Pause"}
    assert {code for code in QCODES if slots(code) == 3} == {"Pause"}
