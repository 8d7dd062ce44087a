"""Dialogs of text installers: what newt (whiptail), dialog and bsddialog show."""

import re
from dataclasses import dataclass

from TinyPilotLibrary.errors import NotOnScreen

_BLANKS = re.compile(r"\s+")
_GOING_ON = {"ok", "continue", "next"}
_COLUMNS = re.compile(r"\s{2,}")


@dataclass(frozen=True)
class DialogEntry:
    """An entry of a dialog's list.

    Args:
        text: Its text, without the box before it.
        is_ticked: Whether it is ticked; None if it has no box.
        is_selected: Whether the highlight is on it.
        is_radio: Whether one of the list is ticked, and not any number.
    """

    text: str
    is_ticked: bool | None = None
    is_selected: bool = False
    is_radio: bool = False


@dataclass(frozen=True)
class DialogField:
    """An input field of a dialog.

    Args:
        label: What stands before it, without a colon; empty if it is the dialog's only one.
        value: What stands in it; a password is stars, or nothing.
    """

    label: str
    value: str


@dataclass(frozen=True)
class Dialog:
    """A dialog as it was read.

    Args:
        title: Its title; empty if it has none.
        text: What it says and asks, in one line for each paragraph.
        entries: The entries of its list that are shown; a list may be longer than its window.
        fields: Its input fields.
        buttons: The names of its buttons.
        focus: The button that has the focus; empty if none has.
        has_keys_at_list: Whether arrow keys move in the list although a button is lit, as in dialog and bsddialog.
    """

    title: str
    text: str
    entries: tuple[DialogEntry, ...] = ()
    fields: tuple[DialogField, ...] = ()
    buttons: tuple[str, ...] = ()
    focus: str = ""
    has_keys_at_list: bool = False

    @property
    def selected(self) -> DialogEntry | None:
        """The entry that the highlight is on."""
        return next((entry for entry in self.entries if entry.is_selected), None)

    @property
    def told(self) -> str:
        """What it is, for messages."""
        return f"'{self.title}': {self.text}" if self.title and self.text else f"'{self.title or self.text}'"

    @property
    def has_check_boxes(self) -> bool:
        """Whether any number of its entries can be ticked."""
        return any(entry.is_ticked is not None and not entry.is_radio for entry in self.entries)

    @property
    def is_asking(self) -> bool:
        """Whether it can be answered: one that only tells of progress has no button, or one to cancel."""
        return bool(self.entries or self.fields) or any(button.casefold() != "cancel" for button in self.buttons)

    @property
    def going_on(self) -> str:
        """The button that goes on to what comes next; empty if none says so."""
        return next((button for button in self.buttons if button.casefold() in _GOING_ON), "")

    def says_the_same_as(self, other: "Dialog | None") -> bool:
        """Whether its title and its text are those of another; entries, fields and the focus do not count.

        Args:
            other: The other one; None is none.
        """
        return other is not None and (self.title, self.text) == (other.title, other.text)

    def asks(self, question: str) -> bool:
        """Whether a question stands in its title or its text; how lines are broken does not count.

        Args:
            question: The question, or words of it, or an expression (`re:…`).
        """
        said = folded(f"{self.title} {self.text}")
        if question.startswith("re:"):
            return re.search(question.removeprefix("re:"), said) is not None
        return folded(question.removeprefix("text:")) in said

    def button(self, name: str) -> str:
        """A button by its name; case does not count.

        Args:
            name: The name.

        Raises:
            NotOnScreen: If there is none.
        """
        found = [button for button in self.buttons if button.casefold() == folded(name).casefold()]
        if not found:
            there = ", ".join(f"'{button}'" for button in self.buttons) or "none"
            raise NotOnScreen(f"The dialog {self.told} has no button '{name}'. Buttons that were read: {there}.")
        return found[0]

    def entry(self, wanted: str) -> DialogEntry | None:
        """The entry with a text among those that are shown; None if it is not among them.

        Args:
            wanted: The whole entry, or what stands in its first or second column.

        Raises:
            NotOnScreen: If it names several.
        """
        name = folded(wanted.removeprefix("text:"))
        starts = _second_columns(self.entries)
        found = [one for one in self.entries if folded(one.text) == name] or [
            one for one in self.entries if name in _parts(one.text, starts)
        ]
        if len(found) > 1:
            raise NotOnScreen(
                "\n".join(
                    [f"{len(found)} entries are '{wanted}'; name one in full:", *[f"    {o.text}" for o in found]]
                )
            )
        return found[0] if found else None

    def field(self, label: str = "") -> int:
        """The index of an input field.

        Args:
            label: What stands before it; not needed if there is only one.

        Raises:
            NotOnScreen: If there is none, or if there are several.
        """
        name = folded(label).rstrip(":")
        found = [index for index, one in enumerate(self.fields) if not name or one.label == name]
        if not found and len(self.fields) == 1 and not self.fields[0].label and self.asks(label):
            return 0
        if len(found) != 1:
            there = ", ".join(f"'{one.label}'" for one in self.fields) or "none"
            wanted = f"no input field '{label}'" if label else f"{len(found)} input fields: say which one by its label"
            raise NotOnScreen(f"The dialog {self.told} has {wanted}. Fields that were read: {there}.")
        return found[0]


def folded(text: str) -> str:
    """A text with each run of white space as one blank."""
    return _BLANKS.sub(" ", text).strip()


def _parts(text: str, start: int) -> set[str]:
    """What an entry may be called: its columns."""
    columns = {folded(part) for part in _COLUMNS.split(text.strip())}
    return columns | {folded(text[:start]), folded(text[start:])} if start else columns


def _second_columns(entries: tuple[DialogEntry, ...]) -> int:
    """Where the second column begins; 0 if there is none.

    newt leaves a single blank behind the longest first column, which could be a blank within a text, too: it stands
    between columns if all entries have one there.
    """
    texts = [entry.text for entry in entries]
    if len(texts) < 2:
        return 0
    shortest = min(map(len, texts))
    return next((at for at in range(2, shortest) if all(text[at - 1] == " " != text[at] for text in texts)), 0)
