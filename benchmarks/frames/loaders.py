"""What stands before the camera: boot loaders, the UEFI shell and memtest86+ in modes that `scenes` does not show."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from atest.lab.hardware import Firmware, Hardware
from atest.lab.media import make_grub_image
from benchmarks.frames.corpus import PROGRAMS
from benchmarks.frames.scenes import before_the_camera
from benchmarks.frames.studio import Mirrored, Studio

_EDK2_CELL = (8, 19)
# What EDK2 takes of the consoles that its serial port has, too: the one with the most rows that fit.
_EDK2_CONSOLES = ((80, 50), (100, 31))
_SIZES = ((800, 600), (1024, 768), (1920, 1080))
_SYSTEMD_BOOT = Path("/usr/lib/systemd/boot/efi/systemd-bootx64.efi")
_REFIND = Path("/usr/share/refind/refind")
_IPXE = Path("/boot/ipxe.lkrn")
_MEMTEST = Path("/boot/memtest86+x64.efi")
_THEME = Path("/usr/share/grub/themes/starfield")
_TOLD = "what the program was told"
_ENTRIES = {
    "debian-6.1.0-38": "title Debian GNU/Linux 12 (bookworm)\nversion 6.1.0-38-amd64\nsort-key debian\n",
    "debian-6.1.0-37": "title Debian GNU/Linux 12 (bookworm)\nversion 6.1.0-37-amd64\nsort-key debian\n",
    "fedora-6.11.4-301": "title Fedora Linux 41 (Server Edition)\nversion 6.11.4-301.fc41.x86_64\nsort-key fedora\n",
    "rescue-0": "title Rescue image 2028-09-17 (build 40965)\nsort-key rescue\n",
}
_OPTIONS = "linux /vmlinuz\noptions root=UUID=5e8c07d3-1f49-4b66-92a0-3d7184c6f5be ro console=ttyS0,115200n8\n"
_GRUB_ROWS = (
    "Debian GNU/Linux 12.11, kernel 6.1.0-38-amd64",
    "Debian GNU/Linux 12.11, kernel 6.1.0-37-amd64",
    "Fedora Linux 41 on /dev/nvme0n1p6",
    "Windows Boot Manager 10.0.19045.5965",
    "Memory test 6.10 (158 kB), serial ttyS0,115200",
    "UEFI Firmware Settings, setup of 2025-07-14",
)
_GRUB_TITLE = "Rack 14, net 10.128.36.0/22"
_GRUB_KEYS = (
    "Press enter to boot the selected OS, `e' to edit the commands before booting or `c' for a command-line. ESC to "
    "return previous menu."
)
# Screens, and the colours of the ground, of rows and of the selected one.
_GRUB_THEMES = {
    "dark": ((800, 600), "#1d2733", "#c8d0dc", "#ffffff"),
    "light": ((1024, 768), "#eef1f5", "#2e3440", "#0b57d0"),
}
_GRUB_THEME = """title-text: ""
desktop-color: "{ground}"
+ label {{
    left = 10%
    top = 10%
    width = 80%
    text = "{title}"
    font = "DejaVu Sans Regular 16"
    color = "{ink}"
}}
+ boot_menu {{
    left = 10%
    top = 20%
    width = 80%
    height = 60%
    item_font = "DejaVu Sans Regular 14"
    item_color = "{ink}"
    selected_item_font = "DejaVu Sans Bold 14"
    selected_item_color = "{selected}"
    item_height = 30
    item_spacing = 4
    icon_width = 0
}}
+ label {{
    left = 0
    top = 94%
    width = 100%
    text = "@KEYMAP_LONG@"
    align = "center"
    font = "DejaVu Sans Regular 10"
    color = "{ink}"
}}
"""
_GRUB = """set timeout=-1
insmod all_video
insmod gfxterm
insmod gfxmenu
insmod png
set gfxmode={width}x{height}
terminal_output gfxterm
for size in 10 12 14 16; do loadfont /theme/dejavu_$size.pf2; done
loadfont /theme/dejavu_bold_14.pf2
set theme=/theme/theme.txt
"""
_REFIND_CONF = """timeout 0
{mode}
scanfor manual
showtools shutdown, reboot, about
menuentry "Debian 12.11 on /dev/nvme0n1p2" {{
    loader /EFI/tools/loader.efi
    options "root=UUID=5e8c07d3-1f49-4b66-92a0-3d7184c6f5be"
    submenuentry "Kernel 6.1.0-38, recovery mode" {{
        add_options "single"
    }}
    submenuentry "Kernel 6.1.0-37 (previous, 17 May)" {{
        add_options "quiet"
    }}
}}
menuentry "Windows 10 Pro 22H2 (19045.5965)" {{
    loader /EFI/tools/loader.efi
}}
menuentry "Memory test 6.10, 4 of 16 cores" {{
    loader /EFI/tools/loader.efi
}}
"""
_REFIND_ROWS = (
    "Boot Debian 12.11 on /dev/nvme0n1p2 from QEMU VVFAT",
    "Boot Windows 10 Pro 22H2 (19045.5965) from QEMU VVFAT",
    "Boot Memory test 6.10, 4 of 16 cores from QEMU VVFAT",
)
_REFIND_HINTS = (
    "Use arrow keys to move cursor; Enter to boot;",
    "Insert, Tab, or F2 for more options; Esc or Backspace to refresh",
)
_REFIND_OPTIONS = (
    "Boot Options for Debian 12.11 on /dev/nvme0n1p2 on QEMU VVFAT",
    "Boot using default options",
    "Kernel 6.1.0-38, recovery mode",
    "Kernel 6.1.0-37 (previous, 17 May)",
    "Return to Main Menu",
    "Use arrow keys to move cursor; Enter to boot;",
    "Insert or F2 to edit options; Esc to return to main menu",
)
_IPXE_MENU = """#!ipxe
menu Boot menu of rack 14, net 10.128.36.0/22
item --gap -- Installations:
item --key d deb12 Debian 12.11 netinst (amd64, 2025-05-17)
item --key u ub24 Ubuntu 24.04.2 LTS, kernel 6.8.0-60
item --key r rocky Rocky Linux 9.6, build 20250531.0
item --gap -- Tools:
item memtest Memtest86+ 7.20 (158 kB)
item clone Clonezilla live 3.2.1-28
item hdt Hardware detection 0.5.2
item --gap
item --key x shell iPXE shell
choose --default rocky target
"""


def uefi_shell() -> None:
    """The UEFI shell on screens of other sizes."""
    for size in _SIZES:
        console = _edk2(size)
        with _ovmf(size, "OVMF 2022.11, UEFI shell 2.2") as studio:
            studio.wait_for_mirror("Shell>", console, 400)
            for name, line in (("pci", "cls\npci\n"), ("memory", "cls\nmemmap\n"), ("handles", "cls\ndh\n")):
                studio.type(line)
                studio.rest(1.5, 60)
                studio.mirrored(f"uefi-shell-{name}-{size[0]}x{size[1]}", console)


def systemd_boot() -> None:
    """systemd-boot's menu, its help, its status and its editor."""
    files: dict[str, Path | str] = {"EFI/BOOT/BOOTX64.EFI": _SYSTEMD_BOOT, "vmlinuz": _MEMTEST}
    files |= {"loader/loader.conf": "timeout menu-force\neditor yes\n"}
    files |= {f"loader/entries/{name}.conf": text + _OPTIONS for name, text in _ENTRIES.items()}
    for size in ((1280, 800), (1920, 1080)):
        console = _edk2(size)
        with _ovmf(size, "systemd-boot 252.39, OVMF 2022.11", files) as studio:

            def shoot(name: str, width: int = size[0], console: Mirrored = console) -> None:
                studio.mirrored(f"systemd-boot-{name}-{width}", console)

            studio.wait_for_mirror("Rescue image", console, 400)
            studio.rest(1)
            shoot("menu")
            studio.press("Down", "Down")
            shoot("row")
            studio.press("e")
            shoot("edit")
            studio.press("Escape", "p")
            studio.rest(1)
            shoot("status")


def grub_theme() -> None:
    """GRUB's menu in a dark and in a light theme, with the fonts of the theme that comes with it."""
    fonts = {f"theme/{file.name}": file for file in _THEME.glob("*.pf2")}
    for name, (size, ground, ink, selected) in _GRUB_THEMES.items():
        with tempfile.TemporaryDirectory(prefix="frames-") as folder:
            theme, configuration = Path(folder) / "theme.txt", Path(folder) / "grub.cfg"
            theme.write_text(_GRUB_THEME.format(title=_GRUB_TITLE, ground=ground, ink=ink, selected=selected), "utf-8")
            rows = "".join(f'menuentry "{row}" {{ true }}\n' for row in _GRUB_ROWS)
            configuration.write_text(_GRUB.format(width=size[0], height=size[1]) + rows, "utf-8")
            files = {"theme/theme.txt": theme, **fonts}
            image = make_grub_image(Path(folder) / "grub.iso", configuration, files)
            with before_the_camera(Hardware(cdroms=(image,)), "GRUB 2.06, themed", PROGRAMS) as studio:
                studio.wait_for_size(*size, 120)
                studio.wait_for_page(0.003, 120)
                for row in (1, 3, 5):
                    studio.rest(2)
                    studio.told(f"grub-theme-{name}-{row}", (_GRUB_TITLE, *_GRUB_ROWS, _GRUB_KEYS), _TOLD)
                    studio.press("Down", "Down")


def refind() -> None:
    """rEFInd's menu, in graphics and as text."""
    for name, mode, size in (
        ("graphical", "resolution 1024 768", (1024, 768)),
        ("large", "resolution 1920 1080", (1920, 1080)),
        ("text", "textonly true", (1280, 800)),
    ):
        files: dict[str, Path | str] = {"EFI/BOOT/BOOTX64.EFI": _REFIND / "refind_x64.efi"}
        files |= {"EFI/BOOT/refind.conf": _REFIND_CONF.format(mode=mode), "EFI/tools/loader.efi": _MEMTEST}
        files |= {f"EFI/BOOT/icons/{icon.name}": icon for icon in (_REFIND / "icons").glob("*.png")}
        with _ovmf(size, "rEFInd 0.13.2, OVMF 2022.11", files) as studio:
            if name == "text":
                console = _edk2(size)
                studio.wait_for_mirror("Memory test", console, 400)
                studio.mirrored("refind-text", console)
                studio.press("F2")
                studio.mirrored("refind-text-options", console)
                continue
            studio.wait_for_light(0.3, 400)
            studio.rest(2)
            for number, row in enumerate(_REFIND_ROWS, start=1):
                studio.told(f"refind-{name}-{number}", (row, *_REFIND_HINTS), _TOLD)
                studio.press("Right")
            studio.press("Left", "Left", "Left", "F2")
            studio.told(f"refind-{name}-options", _REFIND_OPTIONS, _TOLD)


def ipxe() -> None:
    """A menu of iPXE."""
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        script = Path(folder) / "menu.ipxe"
        script.write_text(_IPXE_MENU, "utf-8")
        hardware = Hardware(kernel=_IPXE, extra=("-initrd", str(script)))
        with before_the_camera(hardware, "iPXE 1.0.0+git-20190125", PROGRAMS) as studio:
            studio.wait_for_memory("Clonezilla", 90)
            studio.rest()
            studio.text_mode("ipxe-menu")
            studio.press("Up", "Up")
            studio.text_mode("ipxe-menu-row")


def memtest() -> None:
    """memtest86+ as firmware of UEFI starts it: it draws its characters itself."""
    files: dict[str, Path | str] = {
        "memtest.efi": _MEMTEST,
        "startup.nsh": "fs0:\r\nmemtest.efi console=ttyS0,115200\r\n",
    }
    # It chooses this mode whatever the screen prefers.
    console = Mirrored(80, 25, (0, 40), "vga", (8, 16))
    with _ovmf((1024, 768), "memtest86+ 6.10, OVMF 2022.11", files) as studio:
        studio.wait_for_mirror("Errors:", console, 300)
        studio.press("F1")
        studio.rest(0.5, 6)
        studio.mirrored("memtest-efi-menu", console)
        studio.press("F1")
        studio.rest(0.5, 6)
        studio.mirrored("memtest-efi-tests", console)


def _edk2(size: tuple[int, int]) -> Mirrored:
    """EDK2's console, which stands in the middle."""
    width, height = _EDK2_CELL
    columns, rows = next(console for console in _EDK2_CONSOLES if console[1] * height <= size[1])
    return Mirrored(columns, rows, ((size[0] - columns * width) // 2, (size[1] - rows * height) // 2))


@contextmanager
def _ovmf(size: tuple[int, int], source: str, files: Mapping[str, Path | str] | None = None) -> Iterator[Studio]:
    """A machine with UEFI firmware, a screen of a size, and a disk with some files."""
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        for name, content in (files or {}).items():
            file = Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, file)
            else:
                file.write_text(content, "utf-8")
        screen = f"VGA,edid=on,xres={size[0]},yres={size[1]}"
        # Without its ROM the network card does not delay what comes last, the shell.
        extra: tuple[str, ...] = ("-global", "e1000.romfile=", "-vga", "none", "-device", screen)
        if files:
            extra += ("-drive", f"format=raw,file=fat:rw:{folder}")
        with before_the_camera(Hardware(Firmware.OVMF, memory=512, extra=extra), source, PROGRAMS) as studio:
            yield studio
