"""Rows of a firmware setup: a setting with its value."""

import re
from dataclasses import dataclass
from enum import Enum

# An empty value, [], is none.
_CHECK_BOX = re.compile(r"\[([xX*✓■√ ])\]")
_IN_BRACKETS = re.compile(r"(?:\[([^\[\]]*)\]|<([^<>]*)>)\s*$")
_MARKS = re.compile(r"^[^\w\s\[(<]+\s+|\s*[>►▶→]$")
_COLUMNS = re.compile(r"\s{2,}|\t|:\s+")
_CORNERS = re.compile("[┌╔╒╓]")
_CHECKED, _UNCHECKED = "Checked", "Unchecked"
_MEANS = {
    **dict.fromkeys(("checked", "enabled", "on", "yes", "true", "x", "[x]"), _CHECKED),
    **dict.fromkeys(("unchecked", "disabled", "off", "no", "false", "", "[ ]"), _UNCHECKED),
}


@dataclass(frozen=True)
class SettingEntry:
    """A row of a firmware setup.

    Args:
        text: The whole row.
        label: What it is called, without marks.
        value: What stands beside it, without brackets; `Checked` or `Unchecked` for a check box.
        can_be_selected: Whether the highlight comes to it.
    """

    text: str
    label: str
    value: str
    can_be_selected: bool


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


def label_of(row: str) -> str:
    """What the setting in a row is called.

    Args:
        row: The row's text.

    Returns:
        The text before its value, without marks.
    """
    without_box = _CHECK_BOX.sub("", row).strip()
    if value := _IN_BRACKETS.search(without_box):
        without_box = without_box[: value.start()]
    return _MARKS.sub("", _COLUMNS.split(without_box.strip())[0]).strip()


def entry_of(row: str, *, can_be_selected: bool) -> SettingEntry:
    """A row of a firmware setup, by its parts.

    Args:
        row: The row's text.
        can_be_selected: Whether the highlight comes to it.
    """
    return SettingEntry(row, label_of(row), value_of(row), can_be_selected)


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


def names_tab(step: str, tabs: str) -> bool:
    """Whether a step of a path is one of the titles in the row of tabs.

    Args:
        step: The step.
        tabs: The text of the row of tabs.
    """
    words = r"\s+".join(map(re.escape, step.removeprefix("text:").split()))
    return re.search(rf"(?<!\S){words}(?!\S)", tabs) is not None


def steps_of(path: str) -> list[str]:
    """The entries of a path such as `Device Manager > Drives`.

    Args:
        path: The entries, with ` > ` between them.
    """
    return [step.strip() for step in re.split(r"\s+>\s+", path.strip()) if step.strip()]
