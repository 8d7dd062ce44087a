"""The virtual computer's installer in text mode: a progress bar with steps, which ends well, fails or stands still."""

from enum import Enum

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, GRAY, WHITE
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen

_STEPS = ("Creating the file system", "Copying files", "Configuring packages", "Installing the boot loader")
_PER_STEP, _WHOLE = 25, 100
_TOP, _LEFT, _WIDTH = 8, 12, 56
_BAR = _WIDTH - 6


class Course(Enum):
    """How an installation goes."""

    GOOD = ""
    FAILS = "broken"
    STALLS = "stuck"


#: At which percent an installation fails or stands still.
_END = {Course.FAILS: 60, Course.STALLS: 40}


class Installer(Stage):
    """Installs, which takes some seconds; then Enter restarts the computer.

    Args:
        computer: The computer.
        course: How it goes.
    """

    is_system = True

    def __init__(self, computer: Machine, course: Course = Course.GOOD) -> None:
        super().__init__(computer)
        self._course = course
        self._percent = 0

    def enter(self) -> None:
        """Begins."""
        self.computer.every(self.computer.speed.install_percent, self._go_on)

    def key(self, press: KeyPress) -> None:
        """Enter restarts what is installed, or what has failed."""
        if press.code == "Enter" and (self._percent == _WHOLE or self._has_failed):
            self.computer.restart()

    def draw(self) -> Image.Image:
        """A box with the step and the bar, or with the end."""
        screen = TextScreen()
        screen.clear(BLUE)
        screen.box(_TOP, _LEFT, 8, _WIDTH, BLACK, GRAY)
        screen.write(_TOP, _LEFT + 18, " Installing Virtual ", BLACK, GRAY)
        if self._has_failed or self._percent == _WHOLE:
            told = "Installation failed: disk full" if self._has_failed else "Installation complete."
            screen.write(_TOP + 3, _LEFT + 3, told, BLACK, GRAY)
            screen.write(_TOP + 6, _LEFT + 22, " <Restart> ", WHITE, BLUE)
        else:
            screen.write(_TOP + 2, _LEFT + 3, f"{_STEPS[self._percent // _PER_STEP]} ...", BLACK, GRAY)
            done = _BAR * self._percent // _WHOLE
            text = f"{self._percent}%".center(_BAR)
            screen.write(_TOP + 4, _LEFT + 3, text[:done], WHITE, BLUE)
            screen.write(_TOP + 4, _LEFT + 3 + done, text[done:], BLUE, WHITE)
        return screen.draw()

    @property
    def _has_failed(self) -> bool:
        return self._course is Course.FAILS and self._percent == _END[Course.FAILS]

    def _go_on(self) -> None:
        if self._percent < _END.get(self._course, _WHOLE):
            self._percent += 1
