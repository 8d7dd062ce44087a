"""Rows of a firmware setup: a setting with its value."""

import re
from enum import Enum

_CHECK_BOX = re.compile(r"\[([xX*✓■√ ]?)\]")
_IN_BRACKETS = re.compile(r"(?:\[([^\[\]]*)\]|<([^<>]*)>)\s*$")
_COLUMNS = re.compile(r"\s{2,}|\t|:\s+")
_CORNERS = re.compile("[┌╔╒╓]")
_CHECKED, _UNCHECKED = "Checked", "Unchecked"
_MEANS = {
    **dict.fromkeys(("checked", "enabled", "on", "yes", "true", "x", "[x]"), _CHECKED),
    **dict.fromkeys(("unchecked", "disabled", "off", "no", "false", "", "[ ]"), _UNCHECKED),
}


class Opened(str, Enum):
    """What a key has opened on a setting."""

    FIELD = "field"
    LIST = "list"
    NOTHING = "nothing"  # The value may have changed in place.


def value_of(row: str) -> str:
    """The value in the row of a setting: without brackets, `Checked` or `Unchecked` for a check box.

    Args:
        row: The row's text, as `Select Entry` gives it.

    Returns:
        The value; empty if there is none.
    """
    if box := _CHECK_BOX.search(row):
        return _CHECKED if box[1].strip() else _UNCHECKED
    if found := _IN_BRACKETS.search(row):
        return (found[1] if found[1] is not None else found[2]).strip()
    columns = _COLUMNS.split(row.strip())
    return columns[-1] if len(columns) > 1 else ""


def is_value(row: str, wanted: str) -> bool:
    """Whether the row of a setting has a value; runs of white space count as one blank.

    Args:
        row: The row's text.
        wanted: The value. For a check box any word for on or off.
    """
    folded = " ".join(wanted.split())
    if _CHECK_BOX.search(row):
        return _MEANS.get(folded.casefold()) == value_of(row)
    return " ".join(value_of(row).split()) == folded


def is_check_box(row: str) -> bool:
    """Whether the row of a setting has a check box."""
    return _CHECK_BOX.search(row) is not None


def what_opened(before: str, after: str, fields: tuple[str, ...]) -> Opened:
    """What a key has opened on a setting.

    Args:
        before: The screen's text before.
        after: The screen's text after it.
        fields: Texts that are there while a value is typed.
    """
    if any(text in after and text not in before for text in fields):
        return Opened.FIELD
    return Opened.LIST if len(_CORNERS.findall(after)) > len(_CORNERS.findall(before)) else Opened.NOTHING


def steps_of(path: str) -> list[str]:
    """The entries of a path such as `Device Manager > Drives`.

    Args:
        path: The entries, with ` > ` between them.
    """
    return [step.strip() for step in re.split(r"\s+>\s+", path.strip()) if step.strip()]
