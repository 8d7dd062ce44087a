"""libxkbcommon, as X and Wayland use it: which text keys type on a layout, dead keys and the Compose key included.

It is loaded as a library that is on the system; nothing is compiled. Debian: libxkbcommon0, xkb-data, libx11-data.
"""

import ctypes
import ctypes.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from tools.linux_keys import EVENT_CODES

#: The rules by which accents are composed; those of other languages differ in few letters.
LOCALE = "en_US.UTF-8"
# X counts keys from 8.
_OFFSET = 8
_UP, _DOWN = 0, 1
_NOTHING, _COMPOSING, _COMPOSED, _CANCELLED = 0, 1, 2, 3
_LONGEST = 64


class XkbMissing(Exception):
    """libxkbcommon or its data is not on this machine; the message says what to install."""


class _Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


@dataclass(frozen=True)
class Symbol:
    """What a key bears at one level.

    Args:
        name: Its name, for example `dead_acute`.
        character: The character; empty for what types none of itself.
    """

    name: str
    character: str


def character(name: str) -> str:
    """The character of a symbol; empty if it has none.

    Args:
        name: Its name, for example `apostrophe`.
    """
    xkb = _library()
    code = xkb.xkb_keysym_to_utf32(xkb.xkb_keysym_from_name(name.encode(), 0))
    return chr(code) if code else ""


class Keymap:
    """A compiled layout.

    Args:
        layout: The layout as X calls it, for example `de`.
        variant: Its variant, for example `nodeadkeys`.
        options: Options, for example `compose:menu`.

    Raises:
        XkbMissing: If the library or its data is not on this machine.
        ValueError: If there is no such layout.
    """

    def __init__(self, layout: str, variant: str = "", options: str = "") -> None:
        self._xkb = _library()
        names = _Names(b"evdev", b"pc105", layout.encode(), variant.encode(), options.encode())
        context = self._xkb.xkb_context_new(0)
        if not context:
            raise XkbMissing("The keyboard layouts of X are missing: apt install xkb-data")
        self._map = self._xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
        if not self._map:
            raise ValueError(f"X has no layout {layout!r} with the variant {variant!r}.")
        self._compose = self._xkb.xkb_compose_table_new_from_locale(context, LOCALE.encode(), 0)
        if not self._compose:
            raise XkbMissing("The rules for composing accents are missing: apt install libx11-data")

    def symbol(self, code: str, modifiers: Iterable[str] = ()) -> Symbol:
        """What a key bears while modifiers are held.

        Args:
            code: Its KeyboardEvent.code.
            modifiers: Codes of the modifiers.
        """
        state = self._xkb.xkb_state_new(self._map)
        for modifier in modifiers:
            self._xkb.xkb_state_update_key(state, EVENT_CODES[modifier] + _OFFSET, _DOWN)
        symbol = self._xkb.xkb_state_key_get_one_sym(state, EVENT_CODES[code] + _OFFSET)
        self._xkb.xkb_state_unref(state)
        name = ctypes.create_string_buffer(_LONGEST)
        self._xkb.xkb_keysym_get_name(symbol, name, _LONGEST)
        character = self._xkb.xkb_keysym_to_utf32(symbol)
        return Symbol(name.value.decode(), chr(character) if character else "")

    def typing(self) -> "Typing":
        """Somebody who types on it."""
        return Typing(self._xkb, self._map, self._compose)


class Typing:
    """A keyboard's state, and the text that its keys typed so far; made by `Keymap.typing`.

    Args:
        xkb: The library.
        keymap: The compiled layout.
        compose: The compiled rules for composing.
    """

    def __init__(self, xkb: Any, keymap: int, compose: int) -> None:  # noqa: ANN401 - ctypes knows no types
        self._xkb = xkb
        self._state = xkb.xkb_state_new(keymap)
        self._composing = xkb.xkb_compose_state_new(compose, 0)
        #: The text so far; Enter is a line break.
        self.text = ""

    @property
    def is_pending(self) -> bool:
        """Whether an accent waits for its letter."""
        return bool(self._xkb.xkb_compose_state_get_status(self._composing) == _COMPOSING)

    def press(self, event_code: int) -> None:
        """A key goes down.

        Args:
            event_code: Its code in Linux.
        """
        key = event_code + _OFFSET
        symbol = self._xkb.xkb_state_key_get_one_sym(self._state, key)
        fed = self._xkb.xkb_compose_state_feed(self._composing, symbol)
        # A modifier neither ends nor begins anything; the state still tells of the key before it.
        status = self._xkb.xkb_compose_state_get_status(self._composing) if fed else _NOTHING
        typed = ctypes.create_string_buffer(_LONGEST)
        if status == _COMPOSED:
            self._xkb.xkb_compose_state_get_utf8(self._composing, typed, _LONGEST)
        elif status not in {_COMPOSING, _CANCELLED}:
            self._xkb.xkb_state_key_get_utf8(self._state, key, typed, _LONGEST)
        self.text += typed.value.decode().replace("\r", "\n")
        self._xkb.xkb_state_update_key(self._state, key, _DOWN)

    def lift(self, event_code: int) -> None:
        """A key goes up."""
        self._xkb.xkb_state_update_key(self._state, event_code + _OFFSET, _UP)

    def strike(self, keystrokes: Iterable[Keystroke]) -> "Typing":
        """Keystrokes are typed one after the other, as devices do."""
        for keystroke in keystrokes:
            held = [code for code in MODIFIERS if code in keystroke.modifiers]
            codes = [EVENT_CODES[code] for code in (*held, keystroke.code)]
            for code in codes:
                self.press(code)
            for code in reversed(codes):
                self.lift(code)
        return self


@cache
def _library() -> Any:  # noqa: ANN401 - ctypes knows no types
    found = ctypes.util.find_library("xkbcommon")
    if found is None:
        raise XkbMissing("libxkbcommon is missing: apt install libxkbcommon0 xkb-data libx11-data")
    xkb = ctypes.CDLL(found)
    pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    signatures = {
        "xkb_context_new": (pointer, number),
        "xkb_keymap_new_from_names": (pointer, pointer, pointer, number),
        "xkb_state_new": (pointer, pointer),
        "xkb_state_unref": (None, pointer),
        "xkb_state_update_key": (number, pointer, ctypes.c_uint32, number),
        "xkb_state_key_get_one_sym": (ctypes.c_uint32, pointer, ctypes.c_uint32),
        "xkb_state_key_get_utf8": (number, pointer, ctypes.c_uint32, text, ctypes.c_size_t),
        "xkb_keysym_get_name": (number, ctypes.c_uint32, text, ctypes.c_size_t),
        "xkb_keysym_from_name": (ctypes.c_uint32, text, number),
        "xkb_keysym_to_utf32": (ctypes.c_uint32, ctypes.c_uint32),
        "xkb_compose_table_new_from_locale": (pointer, pointer, text, number),
        "xkb_compose_state_new": (pointer, pointer, number),
        "xkb_compose_state_feed": (number, pointer, ctypes.c_uint32),
        "xkb_compose_state_get_status": (number, pointer),
        "xkb_compose_state_get_utf8": (number, pointer, text, ctypes.c_size_t),
    }
    for name, (result, *arguments) in signatures.items():
        function = getattr(xkb, name)
        function.restype = result
        function.argtypes = arguments
    return xkb
