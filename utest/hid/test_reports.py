"""The bytes of reports, as hosts and TinyPilot's gadget understand them."""

import pytest

from TinyPilotLibrary.errors import InputError, InvalidPointerEvent
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, FULL_KEYBOARD, KEYBOARD, RELATIVE_MOUSE, highest_key
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.hid.reports import (
    absolute_report,
    absolute_report_of,
    keyboard_report,
    relative_report,
    relative_reports,
)


def test_a_keyboard_report_has_modifiers_and_up_to_six_keys() -> None:
    assert keyboard_report([]) == bytes(8)
    assert keyboard_report(["KeyA"]) == bytes([0, 0, 4, 0, 0, 0, 0, 0])
    assert keyboard_report(["ControlLeft", "AltLeft", "Delete"]) == bytes([0b101, 0, 0x4C, 0, 0, 0, 0, 0])
    six = keyboard_report([f"Digit{digit}" for digit in range(1, 7)])
    assert six == bytes([0, 0, 0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23])


def test_each_of_the_133_codes_has_its_place_in_a_report() -> None:
    assert len(USAGES) == 133
    for code, usage in USAGES.items():
        report = keyboard_report([code])
        if code in MODIFIERS:
            assert report == bytes([1 << MODIFIERS.index(code), *[0] * 7])
        elif not code.startswith("OS"):
            assert report == bytes([0, 0, usage, *[0] * 5])


def test_a_seventh_key_is_refused_and_modifiers_do_not_count() -> None:
    seven = [f"F{number}" for number in range(1, 8)]
    keyboard_report([*MODIFIERS, *seven[:6]])
    with pytest.raises(InputError, match="at most 6 keys"):
        keyboard_report(seven)


def test_a_key_twice_takes_one_place() -> None:
    assert keyboard_report(["KeyA", "KeyA"]) == keyboard_report(["KeyA"])


def test_an_absolute_report_is_buttons_place_wheel_and_pan() -> None:
    assert absolute_report(0x81, 0x1234, 32767, -127, 127) == bytes([0x81, 0x34, 0x12, 0xFF, 0x7F, 0x81, 0x7F])


@pytest.mark.parametrize("wrong", [(256, 0, 0), (0, -1, 0), (0, 0, 32768), (0, 0, 0, 128), (0, 0, 0, 0, -128)])
def test_what_is_out_of_range_is_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(InvalidPointerEvent):
        absolute_report(*wrong)


def test_the_corners_of_the_screen_are_the_ends_of_the_axes() -> None:
    assert absolute_report_of(PointerEvent(0.0, 0.0)) == bytes(7)
    assert absolute_report_of(PointerEvent(1.0, 1.0))[1:5] == bytes([0xFF, 0x7F, 0xFF, 0x7F])


def test_wheel_down_is_negative_on_usb_and_pan_right_is_positive() -> None:
    assert absolute_report_of(PointerEvent(0, 0, wheel=1))[5:] == bytes([0xFF, 0])
    assert absolute_report_of(PointerEvent(0, 0, pan=1))[5:] == bytes([0, 1])
    assert relative_reports(PointerEvent(0, 0, wheel=-1), 0, 0) == [relative_report(0, 0, 0, 1)]


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (127, -127), (128, 1), (-1023, 767), (3, -5000)])
def test_a_long_way_is_gone_in_steps_that_end_where_wanted(dx: int, dy: int) -> None:
    reports = relative_reports(PointerEvent(0, 0, buttons=1, wheel=1), dx, dy)
    steps = [[byte - 256 if byte > 127 else byte for byte in report[1:4]] for report in reports]
    assert [sum(column) for column in zip(*steps, strict=True)] == [dx, dy, -1]
    assert all(report[0] == 1 for report in reports)


def test_descriptors_say_how_long_their_reports_are() -> None:
    """Counted from the items: sizes times counts of all inputs."""
    for function in (KEYBOARD, FULL_KEYBOARD, ABSOLUTE_MOUSE, RELATIVE_MOUSE):
        assert _input_bits(function.descriptor) == 8 * function.report_length, function.name
    assert (len(KEYBOARD.descriptor), len(ABSOLUTE_MOUSE.descriptor)) == (60, 68)


def test_the_highest_key_is_read_from_the_descriptor() -> None:
    assert highest_key(KEYBOARD.descriptor) == 0x91
    assert highest_key(FULL_KEYBOARD.descriptor) == 0xE7
    assert highest_key(ABSOLUTE_MOUSE.descriptor) is None


def _input_bits(descriptor: bytes) -> int:
    size = count = bits = position = 0
    while position < len(descriptor):
        head = descriptor[position]
        length = (0, 1, 2, 4)[head & 3]
        value = int.from_bytes(descriptor[position + 1 : position + 1 + length], "little")
        position += 1 + length
        if head & 0xFC == 0x74:
            size = value
        elif head & 0xFC == 0x94:
            count = value
        elif head & 0xFC == 0x80:
            bits += size * count
    return bits
