"""Input as events of QMP's `input-send-event`."""

from collections.abc import Iterable

from TinyPilotLibrary.devices.qemu.qcodes import qcode
from TinyPilotLibrary.hid.pointer import Button, PointerEvent

_AXIS_END = 32767
_BUTTONS = {
    Button.LEFT: "left",
    Button.RIGHT: "right",
    Button.MIDDLE: "middle",
    Button.BACK: "side",
    Button.FORWARD: "extra",
}
_WHEEL = {-1: "wheel-up", 1: "wheel-down"}
_PAN = {-1: "wheel-left", 1: "wheel-right"}


def key_events(codes: Iterable[str], *, down: bool) -> list[dict[str, object]]:
    """Keys that are pressed, or released.

    Args:
        codes: The keys.
        down: Whether they are pressed.
    """
    return [{"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": qcode(code)}}} for code in codes]


def button_events(buttons: Button, *, down: bool) -> list[dict[str, object]]:
    """Mouse buttons that are pressed, or released.

    Args:
        buttons: The buttons.
        down: Whether they are pressed.
    """
    return [_button(name, down=down) for button, name in _BUTTONS.items() if buttons & button]


def pointer_events(before: PointerEvent, event: PointerEvent) -> list[dict[str, object]]:
    """A pointer event: position, buttons that change, and wheel.

    Args:
        before: The event before it.
        event: The event.
    """
    events: list[dict[str, object]] = [
        {"type": "abs", "data": {"axis": axis, "value": round(value * _AXIS_END)}}
        for axis, value in (("x", event.x), ("y", event.y))
    ]
    for button, name in _BUTTONS.items():
        if (event.buttons ^ before.buttons) & button:
            events.append(_button(name, down=bool(event.buttons & button)))
    for name in filter(None, (_WHEEL.get(event.wheel), _PAN.get(event.pan))):
        events += [_button(name, down=True), _button(name, down=False)]
    return events


def _button(name: str, *, down: bool) -> dict[str, object]:
    return {"type": "btn", "data": {"button": name, "down": down}}
