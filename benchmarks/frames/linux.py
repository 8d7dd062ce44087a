"""What stands before the camera: Linux consoles and Debian's installer.

The kernel is that of Debian's installer, and an initrd of busybox alone shows one screen after another; the kernel says
itself what is on its console (/dev/vcsu1, /dev/vcsa1), and that goes out through the serial port.
"""

import gzip
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from atest.lab.hardware import Hardware
from benchmarks.frames.scenes import before_the_camera
from benchmarks.frames.truth import cp437

IMAGES = Path("/usr/lib/debian-installer/images/12/amd64")
CONSOLE_FONTS = Path("/usr/share/consolefonts")
_KERNEL = IMAGES / "text/debian-installer/amd64/linux"
LINUX = "Linux 6.1 (Debian 12)"
# The modes of the VESA framebuffer, by what the kernel's argument vga= calls them.
_MODES = {"640x480": 785, "800x600": 788, "1024x768": 791, "1280x800": 0x378, "1280x1024": 794}
_FONTS = {
    "terminus16": ("Uni2-Terminus16", (8, 16)),
    "terminusbold16": ("Uni2-TerminusBold16", (8, 16)),
    "terminus32": ("Uni2-Terminus32x16", (16, 32)),
    "terminus28": ("Uni2-Terminus28x14", (14, 28)),
    "fixed16": ("Uni2-Fixed16", (8, 16)),
    "vga16": ("Uni2-VGA16", (8, 16)),
    "vga8": ("Uni2-VGA8", (8, 8)),
}
_PAGES = ("language", "location", "keyboard", "hostname", "domain", "mirror")
# What programs that draw on a console want to know.
_TERMINAL = ("/lib/terminfo/l/linux", "/usr/lib/locale/C.utf8/LC_CTYPE")
#: How an initrd begins: the system is prepared, and `told` sends what the kernel has on its console.
INIT = r"""#!/bin/sh
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox --install -s /bin
mknod /dev/vcsu1 c 7 65 2>/dev/null
export PS1='root@lab:\w# ' TERM=linux HOME=/root LANG=C.UTF-8
exec </dev/tty1 >/dev/tty1 2>&1
stty -echo
scene=0
told() {
  { echo "BEGIN $scene"; base64 /dev/vcsu1; echo MIDDLE; base64 /dev/vcsa1; echo END; } >/dev/ttyS0
}
"""
_INIT = (
    INIT
    + r"""
shown() {
  scene=$((scene + 1))
  sleep 1
  told
  read -r _
}
[ -f /font.psf ] && /bin/setfont /font.psf
sleep 3
clear; dmesg | tail -n 60; shown
clear; cat /screens/chart; shown
clear; cat /screens/colours; ls -la --color=always /bin | tail -n 12
printf '\033[1;32mroot@lab\033[0m:\033[1;34m~\033[0m# '; shown
clear; echo 'root@lab:~# busybox'; busybox; shown
clear; echo 'root@lab:~# cat /proc/meminfo /proc/interrupts'; cat /proc/meminfo /proc/interrupts; shown
clear; cat /screens/menu; shown
printf '\033[0m'; clear; cat /screens/characters; shown
sleep 1000
"""
)
_CHART = "\n".join(
    [
        *("".join(chr(code) + " " for code in range(start, start + 32)) for start in (0x20, 0x40, 0x60)),
        *("".join(chr(code) + " " for code in range(start, start + 32)) for start in (0xA0, 0xC0, 0xE0)),
        "┌──┬──┐ ╔══╦══╗ ░▒▓█ ▀▄▌▐ ├──┼──┤ ╠══╬══╣ └──┴──┘ ╚══╩══╝ ─│═║",
        "The quick brown fox jumps over the lazy dog. 0123456789",
        "O0o0 l1I| S5 B8 Z2 rn m cl d vv w -- ~ .. : ; ,, '' `` \"\" {} () []",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
        "Portez ce vieux whisky au juge blond qui fume: àâçéèêëîïôùûüÿ",
        "/dev/sda1 UUID=0a1b2c3d-0O1l-4e5f-8a9b-c0ffee15dead ext4 errors=remount-ro 0 1",
        *(".:-=+*#%@"[row % 9] * (10 + 7 * row) for row in range(6)),
    ]
)
# All that code page 437 can draw, which is all that the kernel's font has.
_CHARACTERS = "\n".join(" ".join(cp437(bytes(range(start, start + 32)))) for start in range(0, 256, 32))
_COLOURS = "".join(
    "".join(f"\033[{bold};{30 + front};{40 + back}m {front}{back}ab " for front in range(8)) + "\033[0m\n"
    for bold in (0, 1)
    for back in range(8)
)
_MENU = (
    "\033[37;44m\033[2J\033[H\n   ┌──────────────────┤ [!!] Partition disks ├──────────────────┐\n"
    + "".join(
        f"   │  {chr(27)}[{'37;41' if row == 2 else '37;44'}m{text:<55}{chr(27)}[37;44m     │\n"
        for row, text in enumerate(
            (
                "Guided - use entire disk",
                "Guided - use entire disk and set up LVM",
                "Guided - use entire disk and set up encrypted LVM",
                "Manual",
            )
        )
    )
    + "   │      <Go Back>                                             │\n"
    + "   └────────────────────────────────────────────────────────────┘\n"
)
_SCREENS = {"chart": _CHART, "colours": _COLOURS, "menu": _MENU, "characters": _CHARACTERS}


def make_initrd(to: Path, init: str, screens: Mapping[str, str], font: str = "", programs: Sequence[str] = ()) -> None:
    """Makes an initrd of busybox.

    Args:
        to: The file to make.
        init: The script that runs.
        screens: Files in `/screens`.
        font: A font of Debian's console-setup, for `/font.psf`; empty for the kernel's.
        programs: Other programs, which are added with their libraries.
    """
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        root = Path(folder)
        for name in ("bin", "screens"):
            (root / name).mkdir()
        (root / "bin/busybox").write_bytes(Path("/bin/busybox").read_bytes())
        (root / "bin/busybox").chmod(0o755)
        (root / "bin/sh").symlink_to("busybox")
        (root / "init").write_text(init, "utf-8")
        (root / "init").chmod(0o755)
        for name, text in screens.items():
            (root / "screens" / name).write_text(text + "\n", "utf-8")
        if font:
            packed = (CONSOLE_FONTS / f"{font}.psf.gz").read_bytes()
            (root / "font.psf").write_bytes(gzip.decompress(packed))
        for name in (*programs, *(["setfont"] if font else [])):
            _add_program(root, name)
        names = "\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
        with to.open("wb") as archive:
            subprocess.run(
                ["cpio", "-o", "-H", "newc", "--quiet"], cwd=root, input=names.encode(), stdout=archive, check=True
            )


def _add_program(root: Path, name: str) -> None:
    """Adds a program with the libraries that it needs."""
    program = shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"'{name}' is not installed: apt install {'kbd' if name == 'setfont' else name}")
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for file in (program, *_TERMINAL, *re.findall(r"/\S+", listed)):
        to = root / "bin" / name if file == program else root / file.lstrip("/")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, to)


def _consoles(name: str, mode: str, font: str, cell: tuple[int, int], load: str, scenes: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        initrd = Path(folder) / "initrd"
        make_initrd(initrd, _INIT, _SCREENS, load)
        with before_the_camera(console_machine(initrd, mode), LINUX) as studio:
            for scene in range(1, max(scenes) + 1):
                studio.wait_for_scene(scene)
                if scene in scenes:
                    if mode:
                        studio.kernel_console(f"linux-{name}-{scene}", scene, font, cell)
                    else:
                        studio.rest()
                        studio.text_mode(f"linux-{name}-{scene}")
                studio.type("\n")


def console_machine(initrd: Path, mode: str = "") -> Hardware:
    """A machine that starts Linux with an initrd.

    Args:
        initrd: The initrd.
        mode: The mode of the framebuffer, as `1024x768`; empty for VGA text.
    """
    vga = f"vga={_MODES[mode]}" if mode else "vga=normal nomodeset"
    extra = ("-initrd", str(initrd), "-append", f"{vga} consoleblank=0 loglevel=7 vt.cur_default=0x2")
    return Hardware(kernel=_KERNEL, memory=384, extra=extra)


def fonts() -> None:
    """The framebuffer console of Linux with fonts of Debian's console-setup."""
    for font, (file, cell) in _FONTS.items():
        scenes = (1, 2, 3) if cell == (8, 16) else (2, 3, 6)
        _consoles(f"{font}-1024x768", "1024x768", font, cell, file, scenes)


def consoles() -> None:
    """Linux consoles: VGA text, and the framebuffer with the kernel's font."""
    _consoles("vga-text", "", "vga", (9, 16), "", (1, 2, 3, 4, 5, 6))
    _consoles("fb-640x480", "640x480", "kernel", (8, 16), "", (2, 6))
    _consoles("fb-800x600", "800x600", "kernel", (8, 16), "", (1, 3, 6))
    _consoles("fb-1024x768", "1024x768", "kernel", (8, 16), "", (1, 2, 3, 5, 7))
    _consoles("fb-1280x800", "1280x800", "kernel", (8, 16), "", (1, 4))


def text_installer() -> None:
    """Debian's installer in text mode."""
    folder = IMAGES / "text/debian-installer/amd64"
    append = "vga=normal fb=false nomodeset --- quiet"
    hardware = Hardware(
        memory=1024,
        kernel=folder / "linux",
        extra=("-smp", "2", "-initrd", str(folder / "initrd.gz"), "-append", append),
    )
    with before_the_camera(hardware, "Debian Installer 12 (20230607+deb12u15), text") as studio:
        pages = (
            ("language", "Choose the language", ("Enter",)),
            ("location", "Select your location", ("Enter",)),
            ("keyboard", "Configure the keyboard", ("Enter",)),
            ("hostname", "Please enter the hostname", ("Enter",)),
            ("domain", "Domain name:", ("Enter",)),
            ("mirror-country", "mirror country", ("Enter",)),
        )
        for name, text, keys in pages:
            studio.wait_for_memory(text, 200)
            studio.rest(1)
            studio.text_mode(f"installer-text-{name}")
            if name == "keyboard":
                studio.press("Down", "Down")
                studio.text_mode("installer-text-keyboard-row")
                studio.press("Up", "Up")
            studio.press(*keys)


def graphical_installer() -> None:
    """Debian's installer in graphical mode: GTK, light and dark."""
    folder = IMAGES / "gtk/debian-installer/amd64"
    for theme, pages in (("", _PAGES), ("dark", _PAGES[:3])):
        append = f"vga=791 {'theme=dark ' if theme else ''}--- quiet"
        hardware = Hardware(
            memory=1024,
            kernel=folder / "linux",
            tablet=True,
            extra=("-smp", "2", "-initrd", str(folder / "initrd.gz"), "-append", append),
        )
        with before_the_camera(hardware, "Debian Installer 12 (20230607+deb12u15), graphical") as studio:
            for name in pages:
                studio.wait_for_page(0.002, 400)
                studio.graphical(f"installer-gtk-{name}{theme and '-' + theme}")
                studio.press("Enter")
