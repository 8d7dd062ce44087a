"""What Linux makes of each key: the event codes of `linux/input-event-codes.h`, by KeyboardEvent.code.

Written down from the kernel's and the W3C's tables, and not from the library's: so that each can be wrong alone.
"""

#: The event of a key that the kernel has no meaning for.
KEY_UNKNOWN = 240

_ROWS = {
    1: "Escape Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace Tab",
    16: "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Enter ControlLeft",
    30: "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote ShiftLeft Backslash",
    44: "KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight NumpadMultiply AltLeft Space CapsLock",
    59: "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5",
    77: "Numpad6 NumpadAdd Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal",
    86: "IntlBackslash F11 F12 IntlRo",
    92: "Convert KanaMode NonConvert",
    96: "NumpadEnter ControlRight NumpadDivide PrintScreen AltRight",
    102: "Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete",
    113: "AudioVolumeMute AudioVolumeDown AudioVolumeUp Power NumpadEqual",
    119: "Pause",
    124: "IntlYen MetaLeft MetaRight ContextMenu",
    132: "Select",
    183: "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24",
}

#: The event code of each key.
EVENT_CODES = {name: first + index for first, row in _ROWS.items() for index, name in enumerate(row.split())}
# The two keys beside Enter that differ between keyboards are one for Linux.
EVENT_CODES["IntlHash"] = EVENT_CODES["Backslash"]
# The kernel's table has no key for these usages.
EVENT_CODES |= {"SystemRequest": KEY_UNKNOWN, "KeypadExclamation": KEY_UNKNOWN}
# Older browsers called the Meta keys so.
EVENT_CODES |= {"OSLeft": EVENT_CODES["MetaLeft"], "OSRight": EVENT_CODES["MetaRight"]}

#: The KeyboardEvent.code of each event code, where there is only one.
NAMES = {code: name for name, code in reversed(EVENT_CODES.items()) if code != KEY_UNKNOWN}

#: The mouse's buttons.
BUTTONS = {0x110: "left", 0x111: "right", 0x112: "middle", 0x113: "side", 0x114: "extra"}
