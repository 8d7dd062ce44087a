"""Keystrokes and pointer events as TinyPilot's REST API writes them."""

from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent

#: The field of each modifier in a keystroke request.
MODIFIER_FIELDS = {
    "ControlLeft": "ctrlLeft",
    "ShiftLeft": "shiftLeft",
    "AltLeft": "altLeft",
    "MetaLeft": "metaLeft",
    "ControlRight": "ctrlRight",
    "ShiftRight": "shiftRight",
    "AltRight": "altRight",
    "MetaRight": "metaRight",
}


def keystroke_payload(keystroke: Keystroke) -> dict[str, object]:
    """The body of `POST /api/v1/keystroke`. A key that is a modifier sets its own field too.

    TinyPilot presses only what the fields say when the code is a modifier.
    """
    return {"code": keystroke.code, **{MODIFIER_FIELDS[code]: True for code in MODIFIERS if code in keystroke.held}}


def releasing_payload(keystroke: Keystroke) -> dict[str, object] | None:
    """What has to follow a keystroke so that TinyPilot really releases it; None if it does by itself.

    A modifier with exactly one field set is pressed and never released. Another modifier's code with no field set
    sends a report with no modifiers, then an empty one; its own code lies outside what the report may hold, so that
    hosts pass it over.
    """
    if not keystroke.is_modifier or len(keystroke.held) != 1:
        return None
    return {"code": "ControlLeft" if keystroke.code.startswith("Shift") else "ShiftLeft"}


def pointer_payload(event: PointerEvent) -> dict[str, object]:
    """The body of `POST /api/v1/mouseEvent`."""
    return {
        "buttons": int(event.buttons),
        "relativeX": event.x,
        "relativeY": event.y,
        "verticalWheelDelta": event.wheel,
        "horizontalWheelDelta": event.pan,
    }
