"""The virtual computer's operating system on its text console: boot messages, login, shell."""

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.desktop import Desktop
from TinyPilotLibrary.devices.virtual.installer import Course, Installer
from TinyPilotLibrary.devices.virtual.shell import PROMPT, Effect, edited, run
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.textscreen import COLUMNS, ROWS, TextScreen

#: The user who can log in.
USER, PASSWORD = "tester", "tinypilot"

_BOOT_MESSAGES = (
    "Linux version 6.1.0-virtual (virtual computer)",
    "Memory: 262144K available",
    "clocksource: virtual",
    "usb 1-1: new high-speed USB device: TinyPilot keyboard",
    "usb 1-2: new high-speed USB device: TinyPilot mouse",
    "EXT4-fs (vda1): mounted filesystem",
    "[  OK  ] Reached target Local File Systems.",
    "[  OK  ] Started Network Service.",
    "[  OK  ] Started Login Service.",
    "[  OK  ] Reached target Multi-User System.",
)


class Console(Stage):
    """Scrolling lines of text, with an input line at the end and a blinking cursor."""

    def __init__(self, computer: Machine, lines: list[str] | None = None) -> None:
        super().__init__(computer)
        self.lines = lines or []
        self._cursor_shown = True

    is_system = True
    #: The prompt of the input line.
    prompt = ""
    #: The input line, as it is shown.
    typed = ""

    def enter(self) -> None:
        """Starts the blinking cursor."""
        self.computer.every(self.computer.speed.blink, self._blink)

    def draw(self) -> Image.Image:
        """The last lines."""
        screen = TextScreen()
        current = self.prompt + self.typed
        wrapped = [part for line in [*self.lines, current] for part in _wrapped(line)]
        shown = wrapped[-ROWS:]
        for row, line in enumerate(shown):
            screen.write(row, 0, line)
        screen.cursor = (len(shown) - 1, min(len(shown[-1]), COLUMNS - 1))
        return screen.draw(show_cursor=self._cursor_shown)

    def _blink(self) -> None:
        self._cursor_shown = not self._cursor_shown


class BootLog(Console):
    """The kernel's messages, one after another, then the login."""

    def enter(self) -> None:
        """Prints the first message."""
        self._waiting = list(_BOOT_MESSAGES)
        self._print()

    def _print(self) -> None:
        if self._waiting:
            self.lines.append(self._waiting.pop(0))
            self.computer.after(self.computer.speed.boot_line, self._print)
        else:
            self.computer.begin(Login(self.computer))


class Login(Console):
    """Asks for user and password."""

    def enter(self) -> None:
        """Asks for the user."""
        super().enter()
        self.lines += ["Virtual GNU/Linux 1 virtual tty1", ""]
        self._user: str | None = None
        self._line = ""
        self.prompt = "virtual login: "

    def key(self, press: KeyPress) -> None:
        """Types into the line; Enter submits it. A password is not shown."""
        if press.code == "Enter":
            self._give_in()
        else:
            self._line = edited(self._line, press)
            self.typed = self._line if self._user is None else ""

    def _give_in(self) -> None:
        line, self._line = self._line, ""
        self.lines.append(self.prompt + self.typed)
        self.typed = ""
        if self._user is None:
            self._user = line
            self.prompt = "Password: "
        elif (self._user, line) == (USER, PASSWORD):
            self.computer.begin(Shell(self.computer, [*self.lines, "Welcome to the virtual computer.", ""]))
        else:
            self.lines += ["", "Login incorrect"]
            self._user = None
            self.prompt = "virtual login: "


class Shell(Console):
    """The command line."""

    prompt = PROMPT

    def key(self, press: KeyPress) -> None:
        """Types into the line; Enter runs it."""
        if press.code != "Enter":
            self.typed = edited(self.typed, press)
            return
        self.lines.append(self.prompt + self.typed)
        result = run(self.typed)
        self.typed = ""
        self.lines += result.lines
        if result.effect is Effect.CLEAR:
            self.lines.clear()
        elif result.effect is Effect.LEAVE:
            self.computer.begin(Login(self.computer))
        elif result.effect is Effect.RESTART:
            self.computer.restart()
        elif result.effect is Effect.POWER_OFF:
            self.computer.power_off()
        elif result.effect is Effect.START_DESKTOP:
            self.computer.begin(Desktop(self.computer))
        elif result.effect is Effect.INSTALL:
            self._install(result.argument)
        elif result.effect is not Effect.NOTHING:
            self.lines.append("cannot open display; startx starts the desktop")

    def _install(self, course: str) -> None:
        if course in {one.value for one in Course}:
            self.computer.begin(Installer(self.computer, Course(course)))
        else:
            self.lines.append("usage: install [broken|stuck]")


def _wrapped(line: str) -> list[str]:
    return [line[start : start + COLUMNS] for start in range(0, max(1, len(line)), COLUMNS)]
