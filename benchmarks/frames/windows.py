"""What stands before the camera: programs on X, light and dark, with 96 and with 192 dots an inch."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab

from benchmarks.frames.corpus import PROGRAMS
from benchmarks.frames.studio import save_facts, save_picture
from TinyPilotLibrary.vision.frame import Frame

_STILL, _LIMIT = 1.5, 40.0
# A cursor that blinks changes fewer pixels.
_CURSOR_PIXELS = 300
_THEMES = {"light": "Adwaita", "dark": "Adwaita:dark"}
_QT = """[Appearance]
style=Fusion
custom_palette={dark}
color_scheme_path=/usr/share/qt5ct/colors/darker.conf
"""
_EDITOR = """[window]
size=@Size({width} {height})
[text]
noWrap=true
darkColorScheme={dark}
"""
_DOTS = {96: (1024, 768), 192: (1920, 1080)}
_ROWS = (
    ("nvme0n1p1", "vfat", "536.9 MB", "0xC12A7328"),
    ("nvme0n1p2", "ext4", "97.65 GB", "0x0FC63DAF"),
    ("nvme0n1p3", "swap", "8.59 GB", "0x0657FD6D"),
    ("nvme1n1p1", "xfs", "2048.4 GB", "0x4F68BCE3"),
    ("sda14", "bios_grub", "4.19 MB", "0x21686148"),
)
_FIELDS = (
    ("Address", "172.16.98.101"),
    ("Prefix length", "21"),
    ("Gateway", "172.16.103.254"),
    ("Hardware address", "52:54:00:a9:6b:38"),
    ("VLAN", "3019"),
)
_NOTES = """Rack 14, slot 3: replaced on 2028-06-17 at 09:46
Serial number S6PNNS0T617392, firmware 2.10.1208
Address 10.64.17.208, gateway 10.64.63.254
Fans 1 to 6: 5400, 5380, 5410, 5290, 5333 and 5475 rpm
Inlet 23 °C, outlet 38 °C, 412.7 W of 750 W
BMC 1.73.05, BIOS P11 v2.68 (07/14/2022)
"""


@dataclass(frozen=True)
class _Window:
    """A program in its window.

    Args:
        name: The picture's name.
        source: What is seen.
        command: The program, and what it is told to show; `{notes}` is a file with some lines.
        lines: What it is told to show.
        says: What it is told on its standard input.
    """

    name: str
    source: str
    command: Sequence[str]
    lines: Sequence[str]
    says: str = ""


_WINDOWS = (
    _Window(
        "gtk-list",
        "yad 0.40.0, GTK 3.24",
        (
            *("yad", "--list", "--geometry=640x420+20+20", "--text=Partitions on 3 disks (5 of 128)"),
            *("--column=Device", "--column=Type", "--column=Size", "--column=GUID", "--no-click"),
            *(cell for row in _ROWS for cell in row),
            *("--button=Resize to 1.5 TB:1", "--button=Delete 2:2"),
        ),
        (
            "Partitions on 3 disks (5 of 128)",
            "Device  Type  Size  GUID",
            *("  ".join(row) for row in _ROWS),
            "Resize to 1.5 TB  Delete 2",
        ),
    ),
    _Window(
        "gtk-form",
        "yad 0.40.0, GTK 3.24",
        (
            *("yad", "--form", "--geometry=560x360+30+30", "--text=Connection 7: eno1, 2500 Mb/s"),
            *(f"--field={name}" for name, _ in _FIELDS),
            *(value for _, value in _FIELDS),
            *("--button=Back to 4:1", "--button=Apply:0"),
        ),
        ("Connection 7: eno1, 2500 Mb/s", *("  ".join(row) for row in _FIELDS), "Back to 4  Apply"),
    ),
    _Window(
        "qt-question",
        "pinentry-qt 1.2.1, Qt 5.15.8",
        ("pinentry-qt",),
        (
            "Unlock disk nvme0n1p3 (8.59 GB) of lab-04",
            "Attempt 2 of 13, code 40965-7728",
            "Passphrase 6:",
            "Unlock 9  Cancel 1",
        ),
        "SETDESC Unlock disk nvme0n1p3 (8.59 GB) of lab-04%0AAttempt 2 of 13, code 40965-7728\n"
        "SETPROMPT Passphrase 6:\nSETOK Unlock 9\nSETCANCEL Cancel 1\nGETPIN\n",
    ),
    _Window(
        "qt-editor",
        "FeatherPad 1.3.5, Qt 5.15.8",
        ("featherpad", "--standalone", "{notes}"),
        tuple(_NOTES.splitlines()),
    ),
    _Window(
        "xterm",
        "xterm 379",
        ("xterm", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", "64x20+0+0", "-e", "cat {notes}; sleep 600"),
        tuple(_NOTES.splitlines()),
    ),
)


def draw() -> None:
    """All of them, light and dark, with 96 and with 192 dots an inch."""
    for dots in _DOTS:
        for theme in _THEMES:
            for window in _WINDOWS:
                _photograph(window, theme, dots)


def _photograph(window: _Window, theme: str, dots: int) -> None:
    name = f"{window.name}-{theme}-{dots}dpi"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frames-")))
        notes = folder / "notes.txt"
        notes.write_text(_NOTES, "utf-8")
        width, height = _DOTS[dots]
        dark = str(theme == "dark").lower()
        for file, text in (("qt5ct/qt5ct.conf", _QT), ("featherpad/fp.conf", _EDITOR)):
            (folder / file).parent.mkdir()
            (folder / file).write_text(text.format(dark=dark, width=width - 200, height=height - 200), "utf-8")
        display = start_display(stack, (width, height), dots)
        settings = {
            **os.environ,
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "LANG": "C.UTF-8",
            "GTK_THEME": _THEMES[theme],
            "GDK_DPI_SCALE": str(dots / 96),
            "QT_QPA_PLATFORMTHEME": "qt5ct",
            "QT_FONT_DPI": str(dots),
            "NO_AT_BRIDGE": "1",
        }
        command = [part.format(notes=notes) for part in window.command]
        if command[0] == "xterm":
            command[1:1] = ["-bg", "black", "-fg", "gray90"] if theme == "dark" else ["-bg", "white", "-fg", "black"]
            subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {dots}\n".encode(), env=settings, check=True)
        started(stack, command, settings, window.says)
        picture = at_rest(display)
        path = PROGRAMS / f"{name}.png"
        picture.save(folder / "picture.png")
        save_picture(Frame.read((folder / "picture.png").read_bytes()), path)
        save_facts(path, source=window.source, kind="graphical", truth="what the program was told", lines=window.lines)


def start_display(stack: ExitStack, size: tuple[int, int], dots: int) -> str:
    """Starts an X server of a size, in pixels, with so many dots an inch; gives its name."""
    screen = ("-screen", "0", f"{size[0]}x{size[1]}x24", "-dpi", str(dots), "-nolisten", "tcp", "-noreset")
    server = started(stack, ["Xvfb", "-displayfd", "1", *screen], os.environ)
    assert server.stdout is not None
    return f":{server.stdout.readline().decode().strip()}"


def started(
    stack: ExitStack, command: Sequence[str], settings: Mapping[str, str], says: str = ""
) -> "subprocess.Popen[bytes]":
    """Starts a program that ends with the stack.

    Args:
        stack: What ends it.
        command: The program and its arguments.
        settings: Its environment.
        says: What it is told on its standard input.
    """
    process = subprocess.Popen(
        command, env=dict(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    assert process.stdin is not None
    process.stdin.write(says.encode())
    process.stdin.flush()
    return process


def at_rest(display: str) -> Image.Image:
    """The screen once something stands on it and does not change any more.

    Raises:
        TimeoutError: If nothing appears, or it does not come to rest.
    """
    begun = since = time.monotonic()
    last = ImageGrab.grab(xdisplay=display)
    while (now := time.monotonic()) - begun < _LIMIT:
        picture = ImageGrab.grab(xdisplay=display)
        if sum(ImageChops.difference(picture, last).convert("L").histogram()[1:]) > _CURSOR_PIXELS:
            last, since = picture, now
        elif now - since > _STILL and len(picture.getcolors(1 << 20) or [0, 0, 0]) > 2:
            return picture
        time.sleep(0.1)
    raise TimeoutError("The program's window did not appear, or did not come to rest.")
