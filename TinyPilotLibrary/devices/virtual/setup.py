"""The firmware's setup: pages with settings, changed by keyboard, saved with F10."""

import copy
import textwrap

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, CYAN, GRAY, LIGHT_CYAN, RED, WHITE, YELLOW
from TinyPilotLibrary.devices.virtual.setup_pages import PAGES, QUESTIONS, TABS, Row
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.stored_settings import Settings
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen

_FIRST_ROW = 4
_ROWS_SHOWN = 18
_VALUE_COLUMN = 30
_LONGEST_VALUE = 26
_HELP_COLUMN = 57
_LONGEST_FIELD = 20
_FEWEST_PERCENT, _MOST_PERCENT = 20, 100
_HELP = " Arrows: select  Enter: change  +/-: move  F9: defaults  F10: save  Esc: exit"


class Setup(Stage):
    """The setup program. Nothing is kept until it is saved."""

    def __init__(self, computer: Machine) -> None:
        super().__init__(computer)
        self._settings = copy.deepcopy(computer.settings)
        self._tab = 0
        self._page: str | None = None
        self._row = 0
        self._question: str | None = None
        self._yes = True
        self._entry: str | None = None
        self._choice: int | None = None
        self._is_locked = bool(self._settings.setup_password)
        self._given = ""

    def key(self, press: KeyPress) -> None:
        """Arrows select, Enter and +/- change, F9 loads the defaults, F10 saves, Escape leaves."""
        if self._is_locked:
            self._unlock(press)
        elif self._question:
            self._answer(press)
        elif self._entry is not None:
            self._edit(press, self._entry)
        elif self._choice is not None:
            self._pick(press, self._choice)
        else:
            self._act(press)

    def draw(self) -> Image.Image:
        """The page, with the question, the list or the field in front of it."""
        screen = TextScreen()
        screen.clear(GRAY)
        screen.write(0, 0, "VirtualBIOS Setup Utility".center(80), WHITE, BLUE)
        if self._is_locked:
            self._draw_field(screen, "Enter the setup password", "*" * len(self._given))
            return screen.draw()
        screen.fill(1, 0, 1, 80, BLUE)
        column = 2
        for index, title in enumerate(TABS):
            color, background = (BLUE, GRAY) if index == self._tab else (GRAY, BLUE)
            screen.write(1, column, f" {title} ", color, background)
            column += len(title) + 4
        # A long page scrolls; of the others the first row is always shown.
        first = max(0, self._row - _ROWS_SHOWN + 1)
        for line, row in enumerate(self._rows[first : first + _ROWS_SHOWN]):
            self._draw_row(screen, _FIRST_ROW + line, row, selected=first + line == self._row)
        note = self._rows[self._row].note
        for line, text in enumerate(textwrap.wrap(note, 79 - _HELP_COLUMN)):
            screen.write(_FIRST_ROW + line, _HELP_COLUMN, text, BLUE, GRAY)
        screen.write(24, 0, _HELP.ljust(80), WHITE, BLUE)
        self._draw_window(screen)
        return screen.draw()

    def _act(self, press: KeyPress) -> None:
        """A key on the page itself."""
        if press.code in {"ArrowLeft", "ArrowRight"} and self._page is None:
            self._open(self._tab + (1 if press.code == "ArrowRight" else -1))
        elif press.code in {"ArrowUp", "ArrowDown"}:
            self._step(1 if press.code == "ArrowDown" else -1)
        elif press.code == "Escape" and self._page is not None:
            self._open(self._tab)
        elif press.code in {"F9", "F10", "Escape"}:
            self._ask({"F9": "defaults", "F10": "save", "Escape": "discard"}[press.code])
        elif press.code in {"Enter", "Space"}:
            self._choose(self._rows[self._row])
        elif press.character in {"+", "-"}:
            self._move(-1 if press.character == "+" else 1)

    @property
    def _rows(self) -> list[Row]:
        return PAGES[self._page] if self._page else list(TABS.values())[self._tab]

    def _open(self, tab: int, page: str | None = None) -> None:
        self._tab, self._page, self._row = tab % len(TABS), page, -1
        self._step(1)

    def _step(self, step: int) -> None:
        self._row = (self._row + step) % len(self._rows)
        while self._rows[self._row].is_heading:
            self._row = (self._row + step) % len(self._rows)

    def _draw_row(self, screen: TextScreen, line: int, row: Row, *, selected: bool) -> None:
        color, background = (WHITE, BLUE) if selected else (BLUE if row.acts else BLACK, GRAY)
        screen.write(line, 2, f" {row.label}".ljust(_VALUE_COLUMN - 2), color, background)
        screen.write(line, _VALUE_COLUMN, row.value(self._settings).ljust(_LONGEST_VALUE), color, background)

    def _draw_window(self, screen: TextScreen) -> None:
        row = self._rows[self._row]
        if self._question:
            background = RED if self._question == "discard" else BLUE
            screen.box(9, 20, 6, 40, WHITE, background)
            screen.write(10, 21, QUESTIONS[self._question].center(38), WHITE, background)
            for column, label, chosen in ((30, "  Yes  ", self._yes), (43, "  No   ", not self._yes)):
                screen.write(12, column, label, BLACK if chosen else WHITE, CYAN if chosen else background)
        elif self._entry is not None:
            shown = "*" * len(self._entry) if row.field == "setup_password" else self._entry
            self._draw_field(screen, row.label, shown)
        elif self._choice is not None:
            screen.box(8, 28, len(row.choices) + 4, 24, WHITE, BLUE)
            screen.write(9, 30, row.label, LIGHT_CYAN, BLUE)
            for index, choice in enumerate(row.choices):
                color, background = (BLACK, CYAN) if index == self._choice else (WHITE, BLUE)
                screen.write(10 + index, 29, f" {choice}".ljust(22), color, background)

    def _draw_field(self, screen: TextScreen, label: str, text: str) -> None:
        screen.box(9, 20, 5, 40, WHITE, BLUE)
        screen.write(10, 22, label, LIGHT_CYAN, BLUE)
        screen.write(11, 22, text.ljust(_LONGEST_FIELD + 1), YELLOW, BLACK)
        screen.write(12, 22, "Enter: accept   Esc: cancel", LIGHT_CYAN, BLUE)

    def _choose(self, row: Row) -> None:
        if row.action:
            self._ask(row.action)
        elif row.page:
            self._open(self._tab, row.page)
        elif row.choices:
            self._choice = row.choices.index(str(self._settings.value(row.field or "")))
        elif row.longest:
            self._entry = "" if row.field == "setup_password" else str(self._settings.value(row.field or ""))
        elif row.field and isinstance(value := self._settings.value(row.field), bool):
            self._settings.change(row.field, not value)

    def _move(self, step: int) -> None:
        target = self._row + step
        if self._rows[self._row].field == "boot_order" and 0 <= target < len(self._settings.boot_order):
            order = self._settings.boot_order
            order[self._row], order[target] = order[target], order[self._row]
            self._row = target

    def _ask(self, question: str) -> None:
        self._question, self._yes = question, True

    def _answer(self, press: KeyPress) -> None:
        if press.code in {"ArrowLeft", "ArrowRight", "Tab"}:
            self._yes = not self._yes
        elif press.code in {"Escape", "KeyN"} or (press.code == "Enter" and not self._yes):
            self._question = None
        elif press.code in {"Enter", "KeyY"}:
            question, self._question = self._question, None
            if question == "defaults":
                self._settings = Settings()
                return
            if question == "save":
                self.computer.settings = self._settings
            self.computer.restart()

    def _pick(self, press: KeyPress, choice: int) -> None:
        row = self._rows[self._row]
        if press.code in {"ArrowUp", "ArrowDown"}:
            self._choice = min(max(choice + (1 if press.code == "ArrowDown" else -1), 0), len(row.choices) - 1)
        elif press.code in {"Escape", "Enter"}:
            self._choice = None
            if press.code == "Enter":
                self._settings.change(row.field or "", row.choices[choice])

    def _edit(self, press: KeyPress, entry: str) -> None:
        row = self._rows[self._row]
        if press.code == "Escape":
            self._entry = None
        elif press.code == "Enter":
            self._entry = None
            if not row.is_number:
                self._settings.change(row.field or "", entry)
            elif entry and _FEWEST_PERCENT <= int(entry) <= _MOST_PERCENT:
                self._settings.change(row.field or "", int(entry))
        else:
            self._entry = _typed(press, entry, row.longest, digits=row.is_number)

    def _unlock(self, press: KeyPress) -> None:
        if press.code == "Enter":
            self._is_locked = self._given != self._settings.setup_password
            self._given = ""
        else:
            self._given = _typed(press, self._given, _LONGEST_FIELD)


def _typed(press: KeyPress, text: str, longest: int, *, digits: bool = False) -> str:
    """A field's text after a key."""
    if press.code == "Backspace":
        return text[:-1]
    takes = press.character and len(text) < longest and (press.character.isdigit() or not digits)
    return text + (press.character or "") if takes else text
