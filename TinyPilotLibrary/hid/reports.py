"""USB HID reports: the bytes that keyboards and mice send.

The formats are those of TinyPilot's gadget, shared by PiKVM's: a boot keyboard of 8 bytes without a report ID (USB
HID 1.11, appendix B.1) and a pointer of 7 bytes; the relative mouse begins with the 3 bytes of the boot mouse (B.2).
"""

from collections.abc import Iterable

from TinyPilotLibrary.errors import InputError, InvalidPointerEvent
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.pointer import PointerEvent

#: The number of keys besides modifiers that fit in a report.
ROLLOVER = 6
#: The right and bottom end of an absolute pointer's axes.
AXIS_END = 32767
#: The keyboard report with nothing pressed.
NO_KEYS = bytes(8)

_FARTHEST = 127


def keyboard_report(codes: Iterable[str]) -> bytes:
    """The report of a keyboard with these keys down.

    Args:
        codes: KeyboardEvent.code values, modifiers among them.

    Returns:
        8 bytes: the bits of the modifiers, 0, and the usage IDs of up to six keys.

    Raises:
        InputError: If more than six keys besides modifiers are down.

    ```python
    assert keyboard_report(["ControlLeft", "KeyC"]) == bytes([1, 0, 6, 0, 0, 0, 0, 0])
    ```
    """
    down = list(dict.fromkeys(codes))
    bits = sum(1 << bit for bit, modifier in enumerate(MODIFIERS) if modifier in down)
    keys = [USAGES[code] for code in down if code not in MODIFIERS]
    if len(keys) > ROLLOVER:
        named = ", ".join(code for code in down if code not in MODIFIERS)
        raise InputError(f"A USB keyboard reports at most {ROLLOVER} keys besides modifiers, got {len(keys)}: {named}.")
    return bytes([bits, 0, *keys, *[0] * (ROLLOVER - len(keys))])


def absolute_report(buttons: int, x: int, y: int, wheel: int = 0, pan: int = 0) -> bytes:
    """The report of an absolute pointer.

    Args:
        buttons: The buttons that are down, one bit each: 1 left, 2 right, 4 middle, up to 128.
        x: From the left edge of the screen (0) to the right (32767).
        y: From the top edge (0) to the bottom (32767).
        wheel: -127 to 127, positive up (away from the user), as USB defines it.
        pan: -127 to 127, positive right.

    Returns:
        7 bytes: buttons, x and y (low byte first), wheel, pan.

    Raises:
        InvalidPointerEvent: If a value is out of range.

    ```python
    assert absolute_report(1, 0, 32767) == bytes([1, 0, 0, 0xFF, 0x7F, 0, 0])
    ```
    """
    for name, value in (("x", x), ("y", y)):
        if not 0 <= value <= AXIS_END:
            raise InvalidPointerEvent(f"The pointer's {name} must be from 0 to {AXIS_END} in a report, got {value}.")
    place = [x & 0xFF, x >> 8, y & 0xFF, y >> 8]
    return bytes([_buttons(buttons), *place, _signed("wheel", wheel), _signed("pan", pan)])


def relative_report(buttons: int, dx: int, dy: int, wheel: int = 0, pan: int = 0) -> bytes:
    """The report of a relative mouse.

    Args:
        buttons: The buttons that are down, one bit each.
        dx: -127 to 127, positive right.
        dy: -127 to 127, positive down.
        wheel: -127 to 127, positive up.
        pan: -127 to 127, positive right.

    Returns:
        5 bytes: buttons, dx, dy, wheel, pan. Hosts that use the boot protocol read the first three.

    Raises:
        InvalidPointerEvent: If a value is out of range.

    ```python
    assert relative_report(0, -1, 5) == bytes([0, 0xFF, 5, 0, 0])
    ```
    """
    steps = {"dx": dx, "dy": dy, "wheel": wheel, "pan": pan}
    return bytes([_buttons(buttons), *(_signed(name, value) for name, value in steps.items())])


def absolute_report_of(event: PointerEvent) -> bytes:
    """An event as an absolute pointer's report; a positive wheel step of an event is down, as in TinyPilot's REST API.

    Args:
        event: The event.

    Returns:
        7 bytes.

    ```python
    assert absolute_report_of(PointerEvent(0.0, 0.0, wheel=-1))[5] == 1
    ```
    """
    x, y = (round(fraction * AXIS_END) for fraction in (event.x, event.y))
    return absolute_report(event.buttons, x, y, -event.wheel, event.pan)


def place_in(report: bytes) -> tuple[int, int]:
    """The position in an absolute pointer's report.

    Args:
        report: 7 bytes.

    Returns:
        x and y, 0 to 32767.

    ```python
    assert place_in(absolute_report(0, 300, 7)) == (300, 7)
    ```
    """
    return int.from_bytes(report[1:3], "little"), int.from_bytes(report[3:5], "little")


def relative_reports(event: PointerEvent, dx: int, dy: int) -> list[bytes]:
    """An event as a relative mouse's reports: as many as the distance takes, with the wheel in the last one.

    Args:
        event: The event; its position is not used.
        dx: How far to the right, in steps of the host.
        dy: How far down.

    Returns:
        Reports of 5 bytes. All of them have the event's buttons.

    ```python
    assert len(relative_reports(PointerEvent(0.5, 0.5), 300, 0)) == 3
    ```
    """
    count = max(1, -(-max(abs(dx), abs(dy)) // _FARTHEST))
    *moves, (end_x, end_y) = [(_step(dx, index, count), _step(dy, index, count)) for index in range(count)]
    return [
        *(relative_report(event.buttons, step_x, step_y) for step_x, step_y in moves),
        relative_report(event.buttons, end_x, end_y, -event.wheel, event.pan),
    ]


def _step(way: int, index: int, count: int) -> int:
    return round(way * (index + 1) / count) - round(way * index / count)


def _buttons(bits: int) -> int:
    if not 0 <= bits <= 0xFF:
        raise InvalidPointerEvent(f"The buttons of a report must be a number from 0 to 255, got {bits}.")
    return bits


def _signed(name: str, value: int) -> int:
    if not -_FARTHEST <= value <= _FARTHEST:
        raise InvalidPointerEvent(
            f"The pointer's {name} must be from -{_FARTHEST} to {_FARTHEST} in a report, got {value}."
        )
    return value & 0xFF
