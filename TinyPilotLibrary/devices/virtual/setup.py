"""The firmware's setup: pages with settings, changed by keyboard, saved with F10."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from TinyPilotLibrary.devices.virtual.keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, CYAN, GRAY, LIGHT_CYAN, RED, WHITE, YELLOW
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.stored_settings import Settings
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen

_FIRST_ROW = 4
_VALUE_COLUMN = 30
_LONGEST_TAG = 20
_HELP = " Arrows: select  Enter: change  +/-: move  F9: defaults  F10: save  Esc: exit"


@dataclass(frozen=True)
class Row:
    """A line of a page.

    Args:
        label: What it is called.
        value: Gives what stands beside it.
        field: The setting that it changes, or None.
        action: What Enter does, if it changes no setting.
    """

    label: str
    value: Callable[[Settings], str] = lambda _: ""
    field: str | None = None
    action: str | None = None


def _switch(field: str) -> Callable[[Settings], str]:
    return lambda settings: "[Enabled]" if getattr(settings, field) else "[Disabled]"


def _boot_row(place: int) -> Row:
    return Row(f"Boot option #{place + 1}", lambda settings: f"[{settings.boot_order[place]}]", field="boot_order")


_PAGES: dict[str, list[Row]] = {
    "Main": [
        Row("BIOS version", lambda _: "1.0"),
        Row("Processor", lambda _: "Virtual CPU at 1000 MHz"),
        Row("Total memory", lambda _: "256 MB"),
        Row("Asset tag", lambda settings: f"[{settings.asset_tag}]", field="asset_tag"),
    ],
    "Advanced": [
        Row("Virtualization", _switch("virtualization"), field="virtualization"),
        Row("Wake on LAN", _switch("wake_on_lan"), field="wake_on_lan"),
        Row("Quiet boot", _switch("quiet_boot"), field="quiet_boot"),
        Row("Secure boot", lambda settings: "[X]" if settings.secure_boot else "[ ]", field="secure_boot"),
    ],
    "Boot": [_boot_row(place) for place in range(3)],
    "Exit": [
        Row("Save changes and restart", action="save"),
        Row("Discard changes and restart", action="discard"),
        Row("Load defaults", action="defaults"),
    ],
}
_QUESTIONS = {
    "save": "Save configuration and restart?",
    "discard": "Discard changes and restart?",
    "defaults": "Load default settings?",
}


class Setup(Stage):
    """The setup program. Nothing is kept until it is saved."""

    def __init__(self, computer: Machine) -> None:
        super().__init__(computer)
        self._settings = copy.deepcopy(computer.settings)
        self._page = 0
        self._row = 0
        self._question: str | None = None
        self._yes = True
        self._entry: str | None = None

    def key(self, press: KeyPress) -> None:
        """Arrows choose, Enter and +/- change, F9 defaults, F10 saves, Escape leaves."""
        if self._question:
            self._answer(press)
        elif self._entry is not None:
            self._edit(press, self._entry)
        elif press.code in {"ArrowLeft", "ArrowRight"}:
            self._page = (self._page + (1 if press.code == "ArrowRight" else -1)) % len(_PAGES)
            self._row = 0
        elif press.code in {"ArrowUp", "ArrowDown"}:
            self._row = (self._row + (1 if press.code == "ArrowDown" else -1)) % len(self._rows)
        elif press.code in {"F9", "F10", "Escape"}:
            self._ask({"F9": "defaults", "F10": "save", "Escape": "discard"}[press.code])
        elif press.code in {"Enter", "Space"}:
            self._choose()
        elif press.character in {"+", "-"}:
            self._move(-1 if press.character == "+" else 1)

    def draw(self) -> Image.Image:
        """The page, with the question or the entry field in front of it."""
        screen = TextScreen()
        screen.clear(GRAY)
        screen.write(0, 0, "VirtualBIOS Setup Utility".center(80), WHITE, BLUE)
        screen.fill(1, 0, 1, 80, BLUE)
        column = 2
        for index, title in enumerate(_PAGES):
            color, background = (BLUE, GRAY) if index == self._page else (GRAY, BLUE)
            screen.write(1, column, f" {title} ", color, background)
            column += len(title) + 4
        for index, row in enumerate(self._rows):
            self._draw_row(screen, _FIRST_ROW + index, row, selected=index == self._row)
        screen.write(24, 0, _HELP.ljust(80), WHITE, BLUE)
        if self._question:
            self._draw_question(screen, self._question)
        if self._entry is not None:
            screen.box(9, 20, 5, 40, WHITE, BLUE)
            screen.write(10, 22, "Asset tag", LIGHT_CYAN, BLUE)
            screen.write(11, 22, self._entry.ljust(_LONGEST_TAG + 1), YELLOW, BLACK)
            screen.write(12, 22, "Enter: accept   Esc: cancel", LIGHT_CYAN, BLUE)
        return screen.draw()

    @property
    def _rows(self) -> list[Row]:
        return list(_PAGES.values())[self._page]

    def _draw_row(self, screen: TextScreen, line: int, row: Row, *, selected: bool) -> None:
        color, background = (WHITE, BLUE) if selected else (BLUE if row.field or row.action else BLACK, GRAY)
        screen.write(line, 2, f" {row.label}".ljust(_VALUE_COLUMN - 2), color, background)
        screen.write(line, _VALUE_COLUMN, row.value(self._settings).ljust(_LONGEST_TAG + 6), color, background)

    def _draw_question(self, screen: TextScreen, question: str) -> None:
        background = RED if question == "discard" else BLUE
        screen.box(9, 20, 6, 40, WHITE, background)
        screen.write(10, 21, _QUESTIONS[question].center(38), WHITE, background)
        for column, label, chosen in ((30, "  Yes  ", self._yes), (43, "  No   ", not self._yes)):
            screen.write(12, column, label, BLACK if chosen else WHITE, CYAN if chosen else background)

    def _choose(self) -> None:
        row = self._rows[self._row]
        if row.action:
            self._ask(row.action)
        elif row.field == "asset_tag":
            self._entry = self._settings.asset_tag
        elif row.field and isinstance(getattr(self._settings, row.field), bool):
            setattr(self._settings, row.field, not getattr(self._settings, row.field))

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

    def _edit(self, press: KeyPress, entry: str) -> None:
        if press.code == "Escape":
            self._entry = None
        elif press.code == "Enter":
            self._settings.asset_tag, self._entry = entry, None
        elif press.code == "Backspace":
            self._entry = entry[:-1]
        elif press.character and len(entry) < _LONGEST_TAG:
            self._entry = entry + press.character
