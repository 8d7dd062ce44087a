"""Cuts the templates of these suites anew: `.venv/bin/python -m atest.firmware.capture`.

It walks through real firmware as the suites do, but by counting keys: whoever runs it looks at the pictures afterwards.
Frames come from QEMU without loss, so that templates show what the firmware draws and nothing of a capture.
"""

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from atest.lab.media import make_grub_image
from atest.lab.packages import MEMTEST
from TinyPilotLibrary.devices.qemu import QemuDevice, open_qemu
from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"

Box = tuple[int, int, int, int]
_STILL = 0.8
_LAG = 5.0
_LONGEST = 60.0


@dataclass(frozen=True)
class Grid:
    """The cells of a text screen.

    Args:
        width: Width of a cell in pixels.
        height: Its height.
        left: Where the first column begins.
        top: Where the first row begins.
    """

    width: int
    height: int
    left: int = 0
    top: int = 0

    def box(self, column: int, row: int, columns: int, rows: int = 1) -> Box:
        """Left, top, right and bottom of some cells."""
        left, top = self.left + column * self.width, self.top + row * self.height
        return left, top, left + columns * self.width, top + rows * self.height


SETUP = Grid(8, 19, top=2)
SHELL = Grid(8, 19, 240, 105)
TEXT = Grid(9, 16)
GRAPHICAL = Grid(8, 16)


class Walk:
    """A way through a machine's screens, of which parts are kept as templates.

    Args:
        device: The machine.
    """

    def __init__(self, device: QemuDevice) -> None:
        self._device = device
        self._screen = Screen(device, time.monotonic)
        self._watcher = Watcher(self._screen, _LONGEST, 0.1, Clock())

    def press(self, *keys: str) -> None:
        """Presses keys, each when the one before was seen to act and the screen has come to rest."""
        for key in keys:
            self._screen.remember_before_input()
            self.press_key(key)
            # Keys that move a cursor only change nothing that counts.
            with suppress(NotOnScreen):
                Watcher(self._screen, _LAG, 0.1, Clock()).changes(None)
            self.rest()

    def press_key(self, key: str) -> None:
        """Presses a key."""
        self._device.type([Chord.parse(key).keystroke])

    def type(self, text: str) -> None:
        """Types text."""
        self._device.type(US.keystrokes(text))
        self.rest()

    def press_until(self, key: str, reached: Callable[[Image.Image], bool]) -> None:
        """Presses a key until a screen is there."""
        deadline = time.monotonic() + _LONGEST
        while not reached(self.screen()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{key} did not lead there.")
            self.press_key(key)
            time.sleep(0.2)
        self.rest()

    def reset(self) -> None:
        """Resets the machine."""
        self._device.reset()

    def leave(self, left: Callable[[Image.Image], bool]) -> None:
        """Waits until a screen is gone."""
        while left(self.screen()):
            time.sleep(0.1)

    def rest(self) -> None:
        """Waits until nothing but a cursor changes on the screen."""
        self._watcher.rests(_STILL, None)

    def screen(self) -> Image.Image:
        """The screen as it is."""
        return Image.open(io.BytesIO(self._device.frame().png())).convert("RGB")

    def keep(self, name: str, box: Box) -> None:
        """Keeps a part of the screen as a template."""
        path = TEMPLATES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.screen().crop(box).save(path, optimize=True)
        print(path.relative_to(HERE), box)


def _is_setup(screen: Image.Image) -> bool:
    # Before its first mode a machine has the same size, and no gray page.
    return screen.size == (640, 480) and screen.getpixel((0, 100)) == (0x98, 0x98, 0x98)


@contextmanager
def walking(hardware: Hardware) -> Iterator[Walk]:
    """A machine that has just been switched on."""
    with Machine(hardware) as machine:
        machine.switch_on()
        device = open_qemu(machine.url)
        try:
            yield Walk(device)
        finally:
            device.close()


def capture_setup() -> None:
    """OVMF's setup."""
    with walking(Hardware(Firmware.OVMF, boot_menu=5)) as walk:
        walk.press_until("F2", _is_setup)
        walk.keep("ovmf/front-page", SETUP.box(2, 7, 18))
        walk.press("Down")
        walk.keep("ovmf/device-manager-selected", SETUP.box(1, 9, 18))
        walk.press("Down")
        walk.keep("ovmf/boot-manager-selected", SETUP.box(1, 10, 18))
        walk.press("Down")
        walk.keep("ovmf/boot-maintenance-selected", SETUP.box(1, 11, 28))
        walk.press("Up", "Up", "Enter")
        walk.keep("ovmf/device-manager", SETUP.box(31, 1, 18))
        walk.press(*["Down"] * 5)
        walk.keep("ovmf/iscsi-selected", SETUP.box(1, 10, 22))
        _capture_initiator_name(walk)
        walk.press("Esc", "Esc", "Down", "Enter")
        walk.keep("ovmf/boot-manager", SETUP.box(31, 1, 18))
        walk.keep("ovmf/disc-is-first", SETUP.box(2, 5, 28, 3))
        walk.press("Esc", "Down", "Enter")
        walk.keep("ovmf/boot-maintenance", SETUP.box(26, 1, 27))
        walk.keep("ovmf/boot-options-selected", SETUP.box(1, 4, 16))
        _capture_boot_order(walk)
        walk.reset()
        walk.leave(_is_setup)
        walk.press_until("F2", _is_setup)
        walk.press("Down", "Down", "Enter")
        walk.keep("ovmf/shell-is-first", SETUP.box(2, 5, 28, 3))
        walk.press("Enter")
        walk.press_until("Esc", lambda screen: screen.size != (640, 480))
        walk.keep("ovmf/shell", SHELL.box(0, 0, 28))


def _capture_initiator_name(walk: Walk) -> None:
    walk.press("Enter")
    walk.keep("ovmf/iscsi", SETUP.box(29, 1, 22))
    walk.keep("ovmf/no-initiator-name", SETUP.box(2, 4, 54, 2))
    walk.press("Enter")
    walk.keep("ovmf/type-in-your-data", SETUP.box(26, 9, 28))
    walk.type("iqn.2026-01.org.example:lab7")
    walk.keep("ovmf/initiator-name-typed", SETUP.box(2, 10, 28))
    walk.press("Enter")
    walk.keep("ovmf/initiator-name", SETUP.box(2, 4, 54, 2))
    walk.press("F10")
    walk.keep("ovmf/save-changes", SETUP.box(18, 10, 44, 2))
    walk.press("Y")


def _capture_boot_order(walk: Walk) -> None:
    walk.press("Enter")
    walk.keep("ovmf/boot-options", SETUP.box(32, 1, 16))
    walk.press(*["Down"] * 3)
    walk.keep("ovmf/change-boot-order-selected", SETUP.box(1, 7, 22))
    walk.press("Enter")
    walk.keep("ovmf/change-boot-order", SETUP.box(30, 1, 20))
    walk.press("Enter")
    walk.keep("ovmf/list-with-disc-first", SETUP.box(21, 7, 28, 3))
    walk.press(*["Down"] * 6)
    walk.keep("ovmf/shell-selected-in-list", SETUP.box(22, 14, 21))
    walk.press(*["NumpadAdd"] * 6)
    walk.keep("ovmf/list-with-shell-first", SETUP.box(21, 7, 28, 3))
    walk.press("Enter")
    walk.keep("ovmf/order-with-shell-first", SETUP.box(29, 4, 24, 2))
    walk.press("F10", "Y")


def capture_boot_loaders() -> None:
    """SeaBIOS's boot menu, GRUB and memtest86+."""
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        first = make_grub_image(Path(folder) / "first.iso", HERE / "discs" / "first.cfg")
        memtest = {"boot/memtest": Path(MEMTEST.what)}
        second = make_grub_image(Path(folder) / "second.iso", HERE / "discs" / "second.cfg", memtest)
        with walking(Hardware(cdroms=(first, second), boot_menu=3)) as walk:
            walk.press_until("F12", lambda screen: screen.size == (1024, 768))
            walk.keep("grub/first-disc", GRAPHICAL.box(1, 3, 40, 3))
            walk.reset()
            time.sleep(1)
            walk.rest()
            walk.keep("seabios/press-esc", TEXT.box(0, 8, 28))
            walk.press("Esc")
            walk.keep("seabios/boot-menu", TEXT.box(0, 10, 20))
            walk.keep("seabios/second-disc", TEXT.box(0, 15, 17))
            walk.press("4")
            _capture_grub(walk)
        with walking(Hardware(cdroms=(second,))) as walk:
            walk.press_until("Up", lambda screen: screen.getpixel((600, 66)) == (0xA8, 0xA8, 0xA8))
            walk.press("Enter")
            walk.keep("grub/plain-word", TEXT.box(0, 0, 30))


def capture_memtest() -> None:
    """The test of the memory."""
    with walking(Hardware(kernel=Path(MEMTEST.what))) as walk:
        walk.press_until("Space", lambda screen: screen.getpixel((4, 396)) == (0xA8, 0xA8, 0xA8))
        walk.keep("memtest/keys", TEXT.box(0, 24, 45))
        walk.press("F1")
        walk.keep("memtest/configuration", TEXT.box(22, 4, 24, 3))
        walk.press_key("F10")
        walk.leave(lambda screen: screen.getpixel((300, 300)) == (0, 0, 0))
        walk.keep("memtest/testing", TEXT.box(60, 7, 16))


def _capture_grub(walk: Walk) -> None:
    walk.press("Down")
    walk.keep("grub/test-selected", TEXT.box(1, 5, 30))
    walk.press("Up")
    walk.keep("grub/word-selected", TEXT.box(1, 4, 30))
    walk.press("e", "Down", "Down")
    walk.keep("grub/editor", TEXT.box(5, 19, 48))
    walk.keep("grub/line", TEXT.box(3, 6, 22))
    walk.press("End")
    walk.type("-edited")
    walk.keep("grub/edited-line", TEXT.box(3, 6, 22))
    walk.press("Esc", "c")
    walk.type("echo 6 times 7\n")
    walk.keep("grub/command-line", TEXT.box(0, 8, 22, 2))
    walk.press("Esc", "e", "Down", "Down", "End")
    walk.type("-edited")
    walk.press("Ctrl+X")
    walk.keep("grub/edited-word", TEXT.box(0, 0, 30))


if __name__ == "__main__":
    capture_setup()
    capture_boot_loaders()
    capture_memtest()
