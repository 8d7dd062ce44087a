"""USB HID reports: the bytes that a keyboard and a mouse send.

The layouts are those of TinyPilot's gadget, which PiKVM's share: a boot keyboard of 8 bytes without a report ID (USB
HID 1.11, appendix B.1) and a pointer of 7 bytes; the relative mouse begins with the 3 bytes of the boot mouse (B.2).
"""

from collections.abc import Iterable

from TinyPilotLibrary.errors import InputError, InvalidPointerEvent
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.pointer import PointerEvent

#: How many keys besides modifiers one report has room for.
ROLLOVER = 6
#: The right and bottom end of an absolute pointer's axes.
AXIS_END = 32767
#: The keyboard report with nothing pressed.
NO_KEYS = bytes(8)

_FARTHEST = 127


def keyboard_report(codes: Iterable[str]) -> bytes:
    """The report of a keyboard on which these keys are down.

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
    """The report of a pointer that tells where it is.

    Args:
        buttons: The buttons that are down, one bit each: 1 left, 2 right, 4 middle, up to 128.
        x: 0 to 32767 from the left edge of the screen to the right.
        y: 0 to 32767 from the top edge to the bottom.
        wheel: -127 to 127, positive up (away from the user), as USB has it.
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
            raise InvalidPointerEvent(f"The pointer's {name} must be from 0 to {AXIS_END} in a report: {value}.")
    place = [x & 0xFF, x >> 8, y & 0xFF, y >> 8]
    return bytes([_buttons(buttons), *place, _signed("wheel", wheel), _signed("pan", pan)])


def relative_report(buttons: int, dx: int, dy: int, wheel: int = 0, pan: int = 0) -> bytes:
    """The report of a mouse that tells how far it was moved.

    Args:
        buttons: The buttons that are down, one bit each.
        dx: -127 to 127, positive right.
        dy: -127 to 127, positive down.
        wheel: -127 to 127, positive up.
        pan: -127 to 127, positive right.

    Returns:
        5 bytes: buttons, dx, dy, wheel, pan. Hosts that speak the boot protocol look at the first three.

    Raises:
        InvalidPointerEvent: If a value is out of range.

    ```python
    assert relative_report(0, -1, 5) == bytes([0, 0xFF, 5, 0, 0])
    ```
    """
    steps = {"dx": dx, "dy": dy, "wheel": wheel, "pan": pan}
    return bytes([_buttons(buttons), *(_signed(name, value) for name, value in steps.items())])


def absolute_report_of(event: PointerEvent) -> bytes:
    """The absolute pointer's report of an event, whose wheel counts down as positive (as TinyPilot's REST API has it).

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
    """The place in an absolute pointer's report.

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
    """The relative mouse's reports of an event: as many steps as the way takes, buttons and wheel at its end.

    Args:
        event: The event; its place is not used.
        dx: How far to the right, in the host's steps.
        dy: How far down.

    Returns:
        Reports of 5 bytes. The buttons are as the event has them from the first report on.

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
        raise InvalidPointerEvent(f"The buttons of a report are 8 bits, 0 to 255: {bits}.")
    return bits


def _signed(name: str, value: int) -> int:
    if not -_FARTHEST <= value <= _FARTHEST:
        raise InvalidPointerEvent(
            f"The pointer's {name} must be from -{_FARTHEST} to {_FARTHEST} in a report: {value}."
        )
    return value & 0xFF
