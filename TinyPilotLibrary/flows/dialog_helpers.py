"""The library that `dialogs.resource` is made with; suites use the keywords of the resource."""

from robot.api.deco import keyword, library
from robot.api.types import Secret

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.dialog_reading import read_dialog
from TinyPilotLibrary.flows.dialogs import Dialog
from TinyPilotLibrary.text.screen_line import ScreenLine

# A field shows a part of what is longer than itself; fewer characters would prove nothing.
_ENOUGH = 10


@library(scope="GLOBAL")
class DialogHelpers:
    """What would be clumsy in Robot syntax: what a screen says of a dialog."""

    @keyword
    def get_dialog_of_lines(self, lines: list[ScreenLine]) -> Dialog:
        """The dialog that is in front."""
        return read_dialog(lines)

    @keyword
    def find_dialog_in_lines(self, lines: list[ScreenLine]) -> Dialog | None:
        """The dialog that is in front; None if there is none."""
        try:
            return read_dialog(lines)
        except NotOnScreen:
            return None

    @keyword
    def lines_are_graphical(self, lines: list[ScreenLine]) -> bool:
        """Whether a screen has lines, and none is made of character cells."""
        return bool(lines) and not any(line.exact for line in lines)

    @keyword
    def dialog_entry_is_selected(self, dialog: Dialog, entry: str) -> bool:
        """Whether the highlight of a dialog is on an entry."""
        found = dialog.entry(entry)
        return found is not None and found.is_selected

    @keyword
    def get_entries_of_answer(self, answer: object) -> list[str]:
        """One entry or a list of them, as a list."""
        return [str(one) for one in answer] if isinstance(answer, list | tuple) else [str(answer)]

    @keyword
    def get_dialog_button(self, dialog: Dialog, name: str) -> str:
        """The name of a button as it stands there. Fails if there is none."""
        return dialog.button(name)

    @keyword
    def get_dialog_field_index(self, dialog: Dialog, label: str) -> int:
        """Which input field has a label. Fails if there is none, or if several could be meant."""
        return dialog.field(label)

    @keyword
    def get_changed_dialog_field(self, before: Dialog, after: Dialog) -> int:
        """Which input field shows something else; -1 if none."""
        pairs = zip(before.fields, after.fields, strict=False)
        return next((index for index, (old, new) in enumerate(pairs) if old != new), -1)

    @keyword
    def dialog_field_shows(self, dialog: Dialog, index: int, value: Secret | str) -> bool:
        """Whether an input field shows a value: as it is, as stars, or the part of it that has room."""
        plain = str(value.value) if isinstance(value, Secret) else value
        shown = dialog.fields[index].value if index < len(dialog.fields) else ""
        is_part = _ENOUGH <= len(shown) < len(plain) and (plain.endswith(shown) or plain.startswith(shown))
        return shown == plain.strip() or is_part or (bool(shown) and shown == "*" * len(plain))
