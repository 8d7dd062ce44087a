"""KeyboardEvent.code to QEMU's key codes.

Names are those of QEMU's `QKeyCode` enumeration (qapi/ui.json), which every version since 2.6 has.
"""

from string import ascii_uppercase, digits

from TinyPilotLibrary.errors import UnknownKey

QCODES: dict[str, str] = {
    **{f"Key{letter}": letter.lower() for letter in ascii_uppercase},
    **{f"Digit{digit}": digit for digit in digits},
    **{f"F{number}": f"f{number}" for number in range(1, 13)},
    **{f"Numpad{digit}": f"kp_{digit}" for digit in digits},
    "Enter": "ret",
    "Escape": "esc",
    "Backspace": "backspace",
    "Tab": "tab",
    "Space": "spc",
    "Minus": "minus",
    "Equal": "equal",
    "BracketLeft": "bracket_left",
    "BracketRight": "bracket_right",
    "Backslash": "backslash",
    "IntlHash": "backslash",
    "Semicolon": "semicolon",
    "Quote": "apostrophe",
    "Backquote": "grave_accent",
    "Comma": "comma",
    "Period": "dot",
    "Slash": "slash",
    "CapsLock": "caps_lock",
    "PrintScreen": "print",
    "SystemRequest": "sysrq",
    "ScrollLock": "scroll_lock",
    "Pause": "pause",
    "Insert": "insert",
    "Home": "home",
    "PageUp": "pgup",
    "Delete": "delete",
    "End": "end",
    "PageDown": "pgdn",
    "ArrowRight": "right",
    "ArrowLeft": "left",
    "ArrowDown": "down",
    "ArrowUp": "up",
    "NumLock": "num_lock",
    "NumpadDivide": "kp_divide",
    "NumpadMultiply": "kp_multiply",
    "NumpadSubtract": "kp_subtract",
    "NumpadAdd": "kp_add",
    "NumpadEnter": "kp_enter",
    "NumpadDecimal": "kp_decimal",
    "NumpadEqual": "kp_equals",
    "IntlBackslash": "less",
    "IntlRo": "ro",
    "IntlYen": "yen",
    "KanaMode": "katakanahiragana",
    "Convert": "henkan",
    "NonConvert": "muhenkan",
    "ContextMenu": "compose",
    "Power": "power",
    "AudioVolumeMute": "audiomute",
    "AudioVolumeUp": "volumeup",
    "AudioVolumeDown": "volumedown",
    "ControlLeft": "ctrl",
    "ControlRight": "ctrl_r",
    "ShiftLeft": "shift",
    "ShiftRight": "shift_r",
    "AltLeft": "alt",
    "AltRight": "alt_r",
    "MetaLeft": "meta_l",
    "MetaRight": "meta_r",
}

# Keys whose scan codes have the prefix 0xe0.
_PREFIXED = frozenset(
    {"Insert", "Home", "PageUp", "Delete", "End", "PageDown", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"}
    | {"NumpadDivide", "NumpadEnter", "PrintScreen", "ContextMenu", "ControlRight", "AltRight", "MetaLeft", "MetaRight"}
    | {"Power", "AudioVolumeMute", "AudioVolumeUp", "AudioVolumeDown"}
)


def qcode(code: str) -> str:
    """QEMU's name of a key.

    Raises:
        UnknownKey: If QEMU has no such key.
    """
    name = QCODES.get(code)
    if name is None:
        raise UnknownKey(f"QEMU has no key for {code!r}; nothing was typed.")
    return name


def slots(code: str) -> int:
    """How many places in the queue of QEMU's keyboards it takes that a key goes down or up.

    Prefixes of scan codes take places of their own, and are polled alone (hw/input/hid.c).

    Args:
        code: The key, as of `KeyboardEvent.code`.
    """
    return 3 if code == "Pause" else 2 if code in _PREFIXED else 1
