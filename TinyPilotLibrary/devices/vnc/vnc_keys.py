"""Keys in VNC: positions on the keyboard (XT scan codes), and X keysyms (of a US keyboard)."""

from dataclasses import dataclass

from TinyPilotLibrary.errors import UnknownKey
from TinyPilotLibrary.hid.keys import SYNONYMS


@dataclass(frozen=True)
class Key:
    """A key.

    Args:
        scan_code: Its XT scan code; codes with the prefix 0xe0 have the bit 0x80 set.
        keysym: Its X keysym.
        shifted: Its X keysym with Shift; 0 if it is the same.
    """

    scan_code: int
    keysym: int
    shifted: int = 0


# The rows of a keyboard: the first scan code, and each key with its characters without and with Shift.
_ROWS = (
    (0x02, "Digit1 1! Digit2 2@ Digit3 3# Digit4 4$ Digit5 5% Digit6 6^ Digit7 7& Digit8 8* Digit9 9( Digit0 0)"),
    (0x0C, "Minus -_ Equal =+"),
    (0x10, " ".join(f"Key{letter} {letter.lower()}{letter}" for letter in "QWERTYUIOP")),
    (0x1A, "BracketLeft [{ BracketRight ]}"),
    (0x1E, " ".join(f"Key{letter} {letter.lower()}{letter}" for letter in "ASDFGHJKL")),
    (0x27, "Semicolon ;: Quote '\" Backquote `~"),
    (0x2B, "Backslash \\|"),
    (0x2C, " ".join(f"Key{letter} {letter.lower()}{letter}" for letter in "ZXCVBNM")),
    (0x33, "Comma ,< Period .> Slash /?"),
    (0x56, "IntlBackslash <>"),
)
_OTHERS = {
    "Escape": Key(0x01, 0xFF1B),
    "Backspace": Key(0x0E, 0xFF08),
    "Tab": Key(0x0F, 0xFF09),
    "Enter": Key(0x1C, 0xFF0D),
    "ControlLeft": Key(0x1D, 0xFFE3),
    "ShiftLeft": Key(0x2A, 0xFFE1),
    "IntlHash": Key(0x2B, ord("\\"), ord("|")),
    "ShiftRight": Key(0x36, 0xFFE2),
    "NumpadMultiply": Key(0x37, 0xFFAA),
    "AltLeft": Key(0x38, 0xFFE9),
    "Space": Key(0x39, 0x20),
    "CapsLock": Key(0x3A, 0xFFE5),
    "NumLock": Key(0x45, 0xFF7F),
    "ScrollLock": Key(0x46, 0xFF14),
    "NumpadSubtract": Key(0x4A, 0xFFAD),
    "NumpadAdd": Key(0x4E, 0xFFAB),
    "NumpadDecimal": Key(0x53, 0xFFAE),
    "SystemRequest": Key(0x54, 0xFF15),
    "NumpadEqual": Key(0x59, 0xFFBD),
    "KanaMode": Key(0x70, 0xFF27),
    "IntlRo": Key(0x73, ord("\\"), ord("_")),
    "Convert": Key(0x79, 0xFF23),
    "NonConvert": Key(0x7B, 0xFF22),
    "IntlYen": Key(0x7D, 0xA5, ord("|")),
    "NumpadEnter": Key(0x9C, 0xFF8D),
    "ControlRight": Key(0x9D, 0xFFE4),
    "AudioVolumeMute": Key(0xA0, 0x1008FF12),
    "AudioVolumeDown": Key(0xAE, 0x1008FF11),
    "AudioVolumeUp": Key(0xB0, 0x1008FF13),
    "NumpadDivide": Key(0xB5, 0xFFAF),
    "PrintScreen": Key(0xB7, 0xFF61),
    "AltRight": Key(0xB8, 0xFFEA),
    "Pause": Key(0xC6, 0xFF13),
    "Home": Key(0xC7, 0xFF50),
    "ArrowUp": Key(0xC8, 0xFF52),
    "PageUp": Key(0xC9, 0xFF55),
    "ArrowLeft": Key(0xCB, 0xFF51),
    "ArrowRight": Key(0xCD, 0xFF53),
    "End": Key(0xCF, 0xFF57),
    "ArrowDown": Key(0xD0, 0xFF54),
    "PageDown": Key(0xD1, 0xFF56),
    "Insert": Key(0xD2, 0xFF63),
    "Delete": Key(0xD3, 0xFFFF),
    "MetaLeft": Key(0xDB, 0xFFEB),
    "MetaRight": Key(0xDC, 0xFFEC),
    "ContextMenu": Key(0xDD, 0xFF67),
    "Power": Key(0xDE, 0x1008FF2A),
}
_FIRST_FUNCTION_KEY, _FIRST_DIGIT = 0xFFBE, 0xFFB0
_FUNCTION_KEYS = (*range(0x3B, 0x45), 0x57, 0x58, *range(0x64, 0x6F), 0x76)
_NUMPAD = (0x52, 0x4F, 0x50, 0x51, 0x4B, 0x4C, 0x4D, 0x47, 0x48, 0x49)


def _row(first: int, row: str) -> dict[str, Key]:
    words = row.split(" ")
    pairs = zip(words[::2], words[1::2], strict=True)
    return {code: Key(first + place, ord(bears[0]), ord(bears[1])) for place, (code, bears) in enumerate(pairs)}


KEYS: dict[str, Key] = {
    **{code: key for first, row in _ROWS for code, key in _row(first, row).items()},
    **{f"F{number}": Key(code, _FIRST_FUNCTION_KEY + number - 1) for number, code in enumerate(_FUNCTION_KEYS, 1)},
    **{f"Numpad{digit}": Key(code, _FIRST_DIGIT + digit) for digit, code in enumerate(_NUMPAD)},
    **_OTHERS,
}
KEYS.update({synonym: KEYS[code] for synonym, code in SYNONYMS.items()})
SHIFTS = frozenset({"ShiftLeft", "ShiftRight"})


def key_of(code: str) -> Key:
    """A key by its KeyboardEvent.code.

    Raises:
        UnknownKey: If VNC has no such key.
    """
    key = KEYS.get(code)
    if key is None:
        raise UnknownKey(f"VNC has no key for {code!r}; nothing was typed.")
    return key
