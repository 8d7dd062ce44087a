"""The virtual computer's firmware: power-on test, setup, boot menu, and what it boots."""

from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.console import BootLog
from TinyPilotLibrary.devices.virtual.picture import BLUE, GRAY, LIGHT_CYAN, WHITE, YELLOW
from TinyPilotLibrary.devices.virtual.setup import Setup
from TinyPilotLibrary.devices.virtual.stage import Machine, Stage
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen


class PowerOnTest(Stage):
    """The firmware's first screen; F2 or Delete enters the setup, F12 the boot menu."""

    def enter(self) -> None:
        """Counts down to booting."""
        self._screen = TextScreen()
        self._wanted: str | None = None
        self._is_tested = False
        if not self.computer.settings.quiet_boot:
            self._screen.write(0, 0, "VirtualBIOS 1.0", WHITE)
            self._screen.write(2, 0, "Memory test: 262144 KB OK")
            self._screen.write(3, 0, "Keyboard ... detected")
            self._screen.write(4, 0, "Hard disk ... VIRTUAL DISK 8 GB")
        else:
            self._screen.write(11, 33, "V I R T U A L", WHITE)
        self._screen.write(24, 0, "Press F2 to enter setup, F12 for the boot menu", YELLOW)
        self.computer.after(self.computer.speed.power_on_test, self._done)

    def key(self, press: KeyPress) -> None:
        """Does what the key asks for, once the test is done."""
        if press.code in {"F2", "Delete"}:
            self._wanted = "setup"
        elif press.code == "F12":
            self._wanted = "menu"
        if self._wanted:
            note = {"setup": "Entering setup ...", "menu": "Opening the boot menu ..."}[self._wanted]
            self._screen.write(24, 0, note.ljust(60), YELLOW)
            if self._is_tested:
                self._go_on()

    def draw(self) -> Image.Image:
        """The screen."""
        return self._screen.draw()

    def _done(self) -> None:
        self._is_tested = True
        prompt = self.computer.settings.setup_prompt
        if self._wanted or not prompt:
            self._go_on()
            return
        self._screen.write(23, 0, f"Test done, booting in {prompt} s unless a key is pressed")
        self.computer.after(prompt, self._go_on)

    def _go_on(self) -> None:
        if self._wanted == "setup":
            self.computer.begin(Setup(self.computer))
        elif self._wanted == "menu":
            self.computer.begin(BootMenu(self.computer))
        else:
            self.computer.begin(Boot(self.computer, list(self.computer.settings.boot_order)))


class BootMenu(Stage):
    """A menu to choose what to boot, once."""

    def enter(self) -> None:
        """Opens with the first entry selected."""
        self._entries = [*self.computer.settings.boot_order, "Enter Setup"]
        self._selected = 0

    def key(self, press: KeyPress) -> None:
        """Handles Up, Down and Enter; Escape boots as usual."""
        if press.code in {"ArrowUp", "ArrowDown"}:
            step = 1 if press.code == "ArrowDown" else -1
            self._selected = (self._selected + step) % len(self._entries)
        elif press.code == "Escape":
            self.computer.begin(Boot(self.computer, list(self.computer.settings.boot_order)))
        elif press.code == "Enter" and self._entries[self._selected] == "Enter Setup":
            self.computer.begin(Setup(self.computer))
        elif press.code == "Enter":
            self.computer.begin(Boot(self.computer, [self._entries[self._selected]]))

    def draw(self) -> Image.Image:
        """A box with the entries."""
        screen = TextScreen()
        height = len(self._entries) + 6
        screen.box(7, 22, height, 36, WHITE, BLUE)
        screen.write(8, 24, "Please select a boot device:", LIGHT_CYAN, BLUE)
        for index, entry in enumerate(self._entries):
            color, background = (BLUE, GRAY) if index == self._selected else (WHITE, BLUE)
            screen.write(10 + index, 24, f" {entry} ".ljust(32), color, background)
        screen.write(7 + height - 2, 24, "Enter: boot   Esc: as usual", LIGHT_CYAN, BLUE)
        return screen.draw()


class Boot(Stage):
    """Tries one boot medium after another.

    Args:
        computer: The computer.
        media: Their names, in the order in which they are tried.
    """

    def __init__(self, computer: Machine, media: list[str]) -> None:
        super().__init__(computer)
        self._media = media
        self._lines: list[str] = []

    def enter(self) -> None:
        """Starts with the first one."""
        self.computer.after(0.1, self._next)

    def key(self, press: KeyPress) -> None:
        """If nothing could be booted, any key starts again."""
        if not self._media and self._lines and self._lines[-1].startswith("No bootable"):
            self.computer.restart()

    def draw(self) -> Image.Image:
        """What was tried."""
        screen = TextScreen()
        for row, line in enumerate(self._lines[-24:]):
            screen.write(row, 0, line)
        screen.cursor = (min(len(self._lines), 24), 0)
        return screen.draw()

    def _next(self) -> None:
        if not self._media:
            self._lines.append("No bootable device. Press any key to restart.")
            return
        medium = self._media.pop(0)
        self._lines.append(f"Booting from {medium} ...")
        if medium == "Hard Disk":
            self.computer.after(0.2, lambda: self.computer.begin(BootLog(self.computer)))
        elif medium == "Network":
            self.computer.after(self.computer.speed.network_boot, lambda: self._failed("no answer from a DHCP server"))
        else:
            self.computer.after(0.3, lambda: self._failed("no medium"))

    def _failed(self, why: str) -> None:
        self._lines.append(f"  failed: {why}")
        self._next()
