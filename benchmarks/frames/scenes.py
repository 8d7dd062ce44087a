"""What stands before the camera: firmware, boot loaders and memtest86+."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from atest.lab.media import make_grub_image
from atest.lab.packages import MEMTEST
from benchmarks.frames.studio import HERE, Mirrored, Studio

_EDK2_SETUP = Mirrored(80, 25, (0, 2))
_EDK2_SHELL = Mirrored(100, 31, (240, 105))
_GFXTERM = Mirrored(125, 46, (10, 10), "unifont", (8, 16), "utf-8")
# Mode 3; 256 cells at B800:0, from 0 to 255, gray on black; halt.
_ALL_CHARACTERS = bytes.fromhex("b80300cd10 b800b88ec0 31ff 31c0b407 b90001 abfec0e2fb faf4ebfd")
_CHART = [
    *(" ".join(chr(code) for code in range(start, start + 32)) for start in (0x20, 0x40, 0x60)),
    *(" ".join(chr(code) for code in range(start, start + 32)) for start in (0xA0, 0xC0, 0xE0)),
    " ".join("─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤"),
    " ".join("╥╦╧╨╩╪╫╬←↑→↓▲▼►◄█░"),
]
_CHART_FROM = 1
_GRUB = """set timeout=-1
set color_normal=white/black
set color_highlight=black/light-gray
{mode}
menuentry "Debian GNU/Linux" {{ true }}
menuentry "Advanced options for Debian GNU/Linux" {{
    set root=(hd0,gpt2)
    linux /boot/vmlinuz-6.1.0-31-amd64 root=UUID=0a1b2c3d-0O1l-4e5f ro quiet splash
    initrd /boot/initrd.img-6.1.0-31-amd64
}}
menuentry "Memory test (memtest86+x64.bin)" {{ true }}
menuentry "UEFI Firmware Settings" {{ true }}
"""
# What gfxterm shows goes to the serial port too, as wide and as high as it has room within its border of 10 pixels.
_GRAPHICAL = """serial --unit=0 --speed=115200
terminfo -g 125x46 -u serial vt100
insmod all_video
insmod gfxterm
set gfxmode=1024x768
loadfont unicode
terminal_output gfxterm serial"""


@contextmanager
def before_the_camera(hardware: Hardware, source: str, to: Path = HERE) -> Iterator[Studio]:
    """A machine that has just been switched on; its pictures go to a folder."""
    with Machine(hardware) as machine:
        machine.switch_on()
        with Studio(machine, source, to) as studio:
            yield studio


def characters() -> None:
    """All characters of the VGA's font, by a boot sector, and of EDK2's, by a file that the UEFI shell shows."""
    with tempfile.TemporaryDirectory() as folder:
        sector = Path(folder) / "sector"
        sector.write_bytes(_ALL_CHARACTERS.ljust(510, b"\0") + b"\x55\xaa")
        extra = ("-drive", f"format=raw,file={sector}")
        with before_the_camera(Hardware(extra=extra), "SeaVGABIOS 1.16.2") as studio:
            studio.wait_for_memory("abcdefgh", 20)
            studio.text_mode("vga-characters")
        chart, disk = Path(folder) / "chart.txt", Path(folder) / "disk"
        chart.write_bytes(("\ufeff" + "\r\n".join(_CHART)).encode("utf-16-le"))
        subprocess.run(["mformat", "-C", "-i", disk, "-f", "1440", "::"], check=True)
        subprocess.run(["mcopy", "-i", disk, chart, "::"], check=True)
        extra = ("-drive", f"format=raw,file={disk}")
        with before_the_camera(
            Hardware(Firmware.OVMF, extra=("-nic", "none", *extra)), "OVMF 2022.11, UEFI shell 2.2"
        ) as studio:
            studio.wait_for_mirror("Shell>", _EDK2_SHELL, 120)
            studio.type("cls\nfs0:\ncls\ntype chart.txt\n")
            studio.rest(1.5)
            # The mirror's code page does not have them all: the file has.
            studio.mirrored("uefi-shell-characters", _EDK2_SHELL, known=dict(enumerate(_CHART, start=_CHART_FROM)))


def seabios() -> None:
    """SeaBIOS, its boot menu, and iPXE, which it starts from the network card."""
    with before_the_camera(Hardware(boot_menu=30), "SeaBIOS 1.16.2, iPXE 1.0.0+git-20190125") as studio:
        studio.wait_for_memory("boot menu", 20)
        studio.rest(0.5)
        studio.text_mode("seabios-prompt")
        studio.press("Escape")
        studio.wait_for_memory("Select boot device", 20)
        studio.text_mode("seabios-boot-menu")
        studio.press("4")
        studio.wait_for_memory("iPXE>", 60, press="Ctrl+B")
        studio.text_mode("ipxe-shell")
        for name, line in (("help", "help\n"), ("ifstat", "ifstat\nroute\n")):
            studio.type(line)
            studio.rest(2)
            studio.text_mode(f"ipxe-{name}")
        studio.type("config\n")
        studio.rest(1)
        studio.text_mode("ipxe-config")
        studio.press("Down", "Down", "Down", "Down")
        studio.text_mode("ipxe-config-row")
        studio.press("Ctrl+X")
        studio.type("login\n")
        studio.rest(1)
        studio.type("tester")
        studio.rest(0.5)
        studio.text_mode("ipxe-login")
    with before_the_camera(Hardware(), "SeaBIOS 1.16.2, iPXE 1.0.0+git-20190125") as studio:
        studio.wait_for_memory("No bootable device", 90)
        studio.rest()
        studio.text_mode("seabios-no-bootable-device")


def memtest() -> None:
    """memtest86+ at work, and its menu."""
    hardware = Hardware(kernel=Path(MEMTEST.what), memory=128)
    with before_the_camera(hardware, "memtest86+ 6.10") as studio:
        studio.wait_for_memory("to start testing", 60)
        studio.text_mode("memtest-start")
        studio.press("Enter")
        studio.rest(0.4, 8)
        studio.text_mode("memtest-running")
        studio.press("F1")
        studio.rest(0.5, 3)
        studio.text_mode("memtest-menu")
        studio.press("4")
        studio.rest(0.5, 3)
        studio.text_mode("memtest-menu-errors")


def grub() -> None:
    """GRUB with BIOS: text and graphical; with UEFI firmware: EDK2's console."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, mode in (("text", "terminal_output console"), ("graphical", _GRAPHICAL)):
            configuration = Path(folder) / f"{kind}.cfg"
            configuration.write_text(_GRUB.format(mode=mode), "utf-8")
            make_grub_image(Path(folder) / f"{kind}.iso", configuration)
        text, graphical = (Path(folder) / f"{kind}.iso" for kind in ("text", "graphical"))
        source = "GRUB 2.06"
        with before_the_camera(Hardware(cdroms=(text,)), source) as studio:
            studio.wait_for_memory("Memory test", 60)
            _through_grub(studio, lambda name, row="": studio.text_mode(f"grub-text-{name}", row))
        with before_the_camera(Hardware(cdroms=(graphical,)), source) as studio:
            studio.wait_for_size(1024, 768, 60)
            _through_grub(
                studio, lambda name, row="": studio.mirrored(f"grub-graphical-{name}", _GFXTERM, row), has_pages=True
            )
        with before_the_camera(Hardware(Firmware.OVMF, cdroms=(text,)), f"{source}, OVMF 2022.11") as studio:
            studio.wait_for_mirror("Memory test", _EDK2_SHELL, 60)
            _through_grub(studio, lambda name, row="": studio.mirrored(f"grub-uefi-{name}", _EDK2_SHELL, row))


def _through_grub(studio: Studio, shoot: Callable[..., None], *, has_pages: bool = False) -> None:
    studio.rest(1)
    shoot("menu", "Debian GNU/Linux")
    studio.press("Down")
    shoot("menu-row", "Advanced options for Debian GNU/Linux")
    studio.press("e")
    studio.rest(1)
    shoot("edit")
    studio.press("Escape", "c")
    studio.type("help\n")
    studio.rest(1)
    shoot("help")
    if has_pages:
        # The graphical and the serial terminal do not turn their pages together.
        return
    studio.press("Space", "Space", "Space", "Space")
    studio.type("ls -l\nset\n")
    studio.rest(1)
    shoot("shell")


def ovmf_setup() -> None:
    """OVMF's front page, setup pages and popups: always 640x480."""
    with before_the_camera(Hardware(Firmware.OVMF), "OVMF 2022.11") as studio:

        def shoot(name: str, row: str = "") -> None:
            studio.mirrored(f"ovmf-{name}", _EDK2_SETUP, row)

        studio.wait_for_mirror("Continue", _EDK2_SETUP, 60, press="F2")
        studio.rest(1)
        shoot("front-page", "Select Language")
        studio.press("Down")
        shoot("front-page-row", "Device Manager")
        studio.press("Enter")
        shoot("device-manager")
        _visit(studio, "iSCSI Configuration")
        shoot("iscsi")
        studio.press("Enter")
        shoot("iscsi-input")
        studio.type("iqn.2026-01.org.example:lab7\n")
        shoot("iscsi-changed")
        studio.press("F10")
        shoot("save-question")
        studio.press("n", "Escape")
        shoot("device-manager-again")
        studio.press("Escape", "Down")
        studio.press("Enter")
        shoot("boot-manager")
        studio.press("Escape", "Down", "Enter")
        shoot("boot-maintenance")
        studio.press("Down", "Down", "Down", "Enter")
        shoot("boot-options")
        studio.press("F9")
        shoot("defaults-question")


def ovmf_splash() -> None:
    """OVMF's logo, with the bar that counts the time in which Esc would open the setup."""
    with before_the_camera(Hardware(Firmware.OVMF, boot_menu=6, extra=("-nic", "none")), "OVMF 2022.11") as studio:
        studio.wait_for_size(1280, 800, 60)
        studio.wait_for_light(0.018, 20)
        studio.graphical("ovmf-splash", at_once=True)


def _visit(studio: Studio, row: str) -> None:
    # The rows stand in another order from build to build.
    rows = [line for line in studio.mirror(_EDK2_SETUP).lines if line.startswith(" > ")]
    for _ in range(next(index for index, line in enumerate(rows) if row in line)):
        studio.press("Down")
    studio.press("Enter")


def ovmf_shell() -> None:
    """The UEFI shell."""
    with before_the_camera(Hardware(Firmware.OVMF, extra=("-nic", "none")), "OVMF 2022.11, UEFI shell 2.2") as studio:
        studio.wait_for_mirror("Shell>", _EDK2_SHELL, 120)

        def shoot(name: str) -> None:
            studio.mirrored(f"uefi-shell-{name}", _EDK2_SHELL)

        shoot("start")
        for name, line in (
            ("help", "help\n"),
            ("map", "cls\nmap -v\n"),
            ("devices", "cls\ndevtree\n"),
            ("variables", "dmpstore Lang*\n"),
            ("memory", "cls\ndmem\nver\nset\n"),
        ):
            studio.type(line)
            studio.rest(1.5)
            shoot(name)
