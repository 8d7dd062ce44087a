"""What stands before the camera: a boot splash that asks for a disk's password, in its window on X. Needs root."""

import os
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.frames.corpus import PROGRAMS
from benchmarks.frames.studio import save_facts, save_picture
from benchmarks.frames.windows import at_rest, start_display, started
from TinyPilotLibrary.vision.frame import Frame

_SOURCE = "Plymouth 22.02.122"
_PROMPT = "Please unlock disk nvme0n1p3_crypt (try 2 of 13)"
_MESSAGE = "Checking /dev/nvme0n1p2: 47.3 % of 1907 GB"
# Themes with what they show from top to bottom.
_THEMES = (
    ("spinner", (1024, 768), (_PROMPT, _MESSAGE)),
    ("spinner", (1920, 1080), (_PROMPT, _MESSAGE)),
    ("spinfinity", (1024, 768), (_MESSAGE, _PROMPT)),
    ("fade-in", (1280, 800), (_MESSAGE, _PROMPT)),
)
# How long it may take to answer, in seconds; how often, and how many seconds apart, its window is drawn again.
_LIMIT = 20.0
_REFRESHED, _BETWEEN = 10, 0.3


def draw() -> None:
    """The prompt and a message, on black and on shaded grounds."""
    for theme, size, lines in _THEMES:
        _photograph(theme, size, lines)


def _photograph(theme: str, size: tuple[int, int], lines: tuple[str, ...]) -> None:
    path = PROGRAMS / f"plymouth-{theme}-{size[0]}x{size[1]}.png"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frames-")))
        display = start_display(stack, size, 96)
        settings = {**os.environ, "DISPLAY": display}
        kernel = f"splash plymouth.splash={theme} plymouth.ignore-serial-consoles plymouth.ignore-udev"
        daemon = ("plymouthd", "--no-daemon", "--no-boot-log", "--tty=/dev/tty1", f"--kernel-command-line={kernel}")
        started(stack, daemon, settings)
        _ask("--ping")
        _ask("show-splash")
        _ask("display-message", f"--text={_MESSAGE}")
        # It waits for an answer.
        started(stack, ("plymouth", "ask-for-password", f"--prompt={_PROMPT}"), settings)
        # Its window is drawn again only when X tells it something.
        for _ in range(_REFRESHED):
            subprocess.run(["xrefresh"], env=settings, check=True)
            time.sleep(_BETWEEN)
        picture = at_rest(display)
        picture.save(folder / "picture.png")
        save_picture(Frame.read((folder / "picture.png").read_bytes()), path)
        save_facts(path, source=_SOURCE, kind="graphical", truth="what the program was told", lines=lines)
        _ask("quit")


def _ask(*command: str) -> None:
    """Tells the splash something, once it listens."""
    until = time.monotonic() + _LIMIT
    while subprocess.run(["plymouth", *command], capture_output=True, check=False).returncode:
        if time.monotonic() > until:
            raise TimeoutError(f"Plymouth does not answer: {' '.join(command)}")
        time.sleep(0.2)
