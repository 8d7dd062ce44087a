"""Keystrokes and pointer events in the format of TinyPilot's REST API."""

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
    """The body of `POST /api/v1/keystroke`. A key that is a modifier also sets its own field.

    If the code is a modifier, TinyPilot only presses what the fields say.
    """
    return {"code": keystroke.code, **{MODIFIER_FIELDS[code]: True for code in MODIFIERS if code in keystroke.held}}


#: Releases all keys of a TinyPilot: no modifier's field is set, and the code is not valid in a report, so that hosts
#: ignore it; an empty report follows.
RELEASE: dict[str, object] = {"code": "ShiftLeft"}


def needs_release(keystroke: Keystroke) -> bool:
    """Whether TinyPilot presses this and never releases it: a modifier with exactly one field set."""
    return keystroke.is_modifier and len(keystroke.held) == 1


def pointer_payload(event: PointerEvent) -> dict[str, object]:
    """The body of `POST /api/v1/mouseEvent`."""
    return {
        "buttons": int(event.buttons),
        "relativeX": event.x,
        "relativeY": event.y,
        "verticalWheelDelta": event.wheel,
        "horizontalWheelDelta": event.pan,
    }
