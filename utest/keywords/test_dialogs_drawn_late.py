"""A question on a console whose screen is empty for a moment, before its dialog is drawn."""

import pytest
from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, CYAN, GRAY, WHITE
from TinyPilotLibrary.devices.virtual.stage import Stage
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from utest.keywords.conftest import Target

pytestmark = pytest.mark.integration


class _Question(Stage):
    """Its first two pictures are empty; Tab moves on to the other button, and Enter presses one."""

    def enter(self) -> None:
        self._drawn = 0
        self._focus = 0
        self._is_answered = False

    def key(self, press: KeyPress) -> None:
        self._focus = (self._focus + (press.code == "Tab")) % 2
        self._is_answered = press.code == "Enter"

    def draw(self) -> Image.Image:
        screen = TextScreen()
        self._drawn += 1
        if self._drawn <= 2:
            # Each look takes a new picture.
            self.computer.after(0.0, lambda: None)
        elif self._is_answered:
            screen.write(0, 0, f"answer: {'yes' if not self._focus else 'no'}", GRAY, BLACK)
        else:
            screen.clear(BLUE)
            screen.box(6, 20, 7, 40, BLACK, GRAY)
            screen.write(8, 22, "All data will be lost. Go on?", BLACK, GRAY)
            for index, (column, name) in enumerate(((28, "<Continue>"), (44, "<No>"))):
                screen.write(11, column, name, *((WHITE, BLUE) if index == self._focus else (BLACK, CYAN)))
        return screen.draw()


def test_a_console_that_is_empty_at_first_is_not_taken_for_a_graphical_screen(target: Target) -> None:
    target.computer.begin(_Question(target.computer))
    target.passes(
        "Import Resource    TinyPilotLibrary/resources/dialogs.resource",
        "Answer Dialog    will be lost    No    timeout=20s",
        "Screen Should Contain    text:answer: no",
    )
