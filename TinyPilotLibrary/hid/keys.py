"""Keys by their KeyboardEvent.code, and the common names for them.

The codes are the union of what TinyPilot, PiKVM, JetKVM and NanoKVM know. Each has the usage ID of the USB HID usage
tables, section 10 (keyboard/keypad page).
"""

import difflib
from string import ascii_uppercase, digits

from TinyPilotLibrary.errors import UnknownKey

_IN_USAGE_ORDER = {
    0x04: [f"Key{letter}" for letter in ascii_uppercase],
    0x1E: [f"Digit{digit}" for digit in (*digits[1:], "0")],
    0x28: ["Enter", "Escape", "Backspace", "Tab", "Space", "Minus", "Equal", "BracketLeft", "BracketRight"],
    0x31: ["Backslash", "IntlHash", "Semicolon", "Quote", "Backquote", "Comma", "Period", "Slash", "CapsLock"],
    0x3A: [f"F{number}" for number in range(1, 13)],
    0x46: ["PrintScreen", "ScrollLock", "Pause", "Insert", "Home", "PageUp", "Delete", "End", "PageDown"],
    0x4F: ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"],
    0x53: ["NumLock", "NumpadDivide", "NumpadMultiply", "NumpadSubtract", "NumpadAdd", "NumpadEnter"],
    0x59: [f"Numpad{digit}" for digit in (*digits[1:], "0")],
    0x63: ["NumpadDecimal", "IntlBackslash", "ContextMenu", "Power", "NumpadEqual"],
    0x68: [f"F{number}" for number in range(13, 25)],
    0x77: ["Select"],
    0x7F: ["AudioVolumeMute", "AudioVolumeUp", "AudioVolumeDown"],
    0x87: ["IntlRo", "KanaMode", "IntlYen", "Convert", "NonConvert"],
    0x9A: ["SystemRequest"],
    0xCF: ["KeypadExclamation"],
}

#: The eight modifiers in the order of their bits in a keyboard report, with their usage IDs from 0xE0 on.
MODIFIERS = (
    "ControlLeft",
    "ShiftLeft",
    "AltLeft",
    "MetaLeft",
    "ControlRight",
    "ShiftRight",
    "AltRight",
    "MetaRight",
)

#: Other codes for the same key, as older browsers gave them.
SYNONYMS = {"OSLeft": "MetaLeft", "OSRight": "MetaRight"}

#: Usage ID of every known KeyboardEvent.code.
USAGES: dict[str, int] = {
    **{code: first + index for first, codes in _IN_USAGE_ORDER.items() for index, code in enumerate(codes)},
    **{code: 0xE0 + bit for bit, code in enumerate(MODIFIERS)},
}
USAGES.update({synonym: USAGES[code] for synonym, code in SYNONYMS.items()})

_CUSTOMARY_NAMES = {
    "Alt": "AltLeft",
    "AltGr": "AltRight",
    "Apps": "ContextMenu",
    "Bksp": "Backspace",
    "Break": "Pause",
    "Caps": "CapsLock",
    "Cmd": "MetaLeft",
    "Command": "MetaLeft",
    "Control": "ControlLeft",
    "Ctrl": "ControlLeft",
    "Ctl": "ControlLeft",
    "Del": "Delete",
    "Down": "ArrowDown",
    "Esc": "Escape",
    "Ins": "Insert",
    "LAlt": "AltLeft",
    "LCtrl": "ControlLeft",
    "LShift": "ShiftLeft",
    "LWin": "MetaLeft",
    "Left": "ArrowLeft",
    "Menu": "ContextMenu",
    "Meta": "MetaLeft",
    "Option": "AltLeft",
    "PgDn": "PageDown",
    "PgDown": "PageDown",
    "PgUp": "PageUp",
    "Print": "PrintScreen",
    "PrtSc": "PrintScreen",
    "PrtScn": "PrintScreen",
    "RAlt": "AltRight",
    "RCtrl": "ControlRight",
    "RShift": "ShiftRight",
    "RWin": "MetaRight",
    "Return": "Enter",
    "Right": "ArrowRight",
    "Shift": "ShiftLeft",
    "Spacebar": "Space",
    "Super": "MetaLeft",
    "SysRq": "PrintScreen",
    "Up": "ArrowUp",
    "Win": "MetaLeft",
    "Windows": "MetaLeft",
    **{letter: f"Key{letter}" for letter in ascii_uppercase},
    **{digit: f"Digit{digit}" for digit in digits},
}


def _folded(name: str) -> str:
    return "".join(name.split()).replace("_", "").lower()


_BY_NAME = {_folded(name): code for name, code in _CUSTOMARY_NAMES.items()}
_BY_NAME.update({_folded(code): SYNONYMS.get(code, code) for code in USAGES})


def key_code(name: str) -> str:
    """The KeyboardEvent.code of a key.

    Args:
        name: A code (`KeyA`, `ArrowDown`), a common name (`Esc`, `PgUp`, `Win`) or a letter or digit. Case, spaces and
            underscores are ignored.

    Returns:
        The KeyboardEvent.code, for example `Escape`.

    Raises:
        UnknownKey: If there is no such key. The message names the closest ones.

    ```python
    assert key_code("esc") == "Escape"
    ```

    The codes are those of the W3C's UI Events KeyboardEvent code values.
    """
    code = _BY_NAME.get(_folded(name))
    if code is None:
        raise UnknownKey(f"There is no key {name!r}.{_did_you_mean(name)}")
    return code


def _did_you_mean(name: str) -> str:
    spelled = {_folded(known): known for known in (*_CUSTOMARY_NAMES, *USAGES)}
    near = difflib.get_close_matches(_folded(name), spelled, n=3, cutoff=0.6)
    if not near:
        return " Give a KeyboardEvent.code such as 'F10', 'ArrowDown' or 'KeyA', or a common name such as 'Esc'."
    return " Did you mean " + " or ".join(repr(spelled[key]) for key in near) + "?"
