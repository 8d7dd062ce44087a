"""Menus whose entries have numbers that choose them, as SeaBIOS' boot menu."""

import re

from TinyPilotLibrary.errors import NotOnScreen

_NUMBERED = re.compile(r"^\s*([1-9a-z])[.)]\s+(\S.*?)\s*$", re.MULTILINE)


def number_of(entry: str, text: str) -> str:
    """The number, or the letter, that chooses an entry.

    Args:
        entry: The entry's text, or words of it.
        text: What stands on the screen.

    Returns:
        What has to be pressed.

    Raises:
        NotOnScreen: If there is no such entry, or if several have these words.
    """
    entries: list[tuple[str, str]] = [(number, " ".join(label.split())) for number, label in _NUMBERED.findall(text)]
    wanted = " ".join(entry.split())
    words = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    found = [one for one in entries if one[1] == wanted] or [one for one in entries if words.search(one[1])]
    if len(found) == 1:
        return found[0][0]
    told = f"{len(found)} entries have '{entry}'; name one in full" if found else f"'{entry}' is not an entry"
    listed = "\n".join(f"    {number}. {label}" for number, label in found or entries)
    raise NotOnScreen(f"{told}. Entries that were read:\n{listed or '    none'}")
