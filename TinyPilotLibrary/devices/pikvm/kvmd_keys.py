"""The keys that kvmd knows: codes are sent, so that its own key map does not matter."""

from TinyPilotLibrary.errors import UnknownKey
from TinyPilotLibrary.hid.keys import SYNONYMS, USAGES

_NONE_OF_KVMD = {"IntlHash", "NumpadEqual", "Select", "SystemRequest", "KeypadExclamation"}


def kvmd_key(code: str) -> str:
    """The name that kvmd has for a key.

    Args:
        code: Its KeyboardEvent.code.

    Raises:
        UnknownKey: If it has no such key.
    """
    name = SYNONYMS.get(code, code)
    if name not in USAGES or name in _NONE_OF_KVMD:
        raise UnknownKey(f"A PiKVM has no key {code!r}; nothing was typed.")
    return name
