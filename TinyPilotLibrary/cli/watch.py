"""`tinypilot watch`: the target's screen in the terminal."""

import contextlib
import math
import signal
import sys
import time
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.terminal_pictures import PictureWay, drawn, way_of_terminal
from TinyPilotLibrary.devices.options import seconds
from TinyPilotLibrary.errors import CorruptFrame, DeviceUnreachable, NoVideoSignal
from TinyPilotLibrary.ranges import checked_pause
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock, wait_until

# Another screen than that of the shell, without its cursor; and back.
_BEGIN, _END = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN, _CLEAR = "\x1b[H", "\x1b[K", "\x1b[J", "\x1b[2J"


@app.command()
@gathered
def watch(
    at: Opening,
    way: Annotated[
        PictureWay | None, typer.Option("--as", help="How it is shown; as the terminal can if not given.")
    ] = None,
    interval: Annotated[str, typer.Option(help="How often to look.")] = "500ms",
    *,
    once: Annotated[bool, typer.Option("--once", help="Show the screen once, and end.")] = False,
) -> None:
    """Show the device's screen in the terminal, as long as you like. Ctrl+C ends it; nothing is sent to the target."""
    pause = checked_pause("interval", seconds("interval", interval), zero=False)
    shown = _Shown(console, way or way_of_terminal())
    clock = Clock()
    with at.opened() as device:
        screen = Screen(device, clock.now, at.device)
        if once or not console.is_terminal:
            shown.once(screen.frame())
            return
        with shown.instead_of_the_shell(), _ended_by_ctrl_c():
            wait_until(lambda most: shown.next(screen, most), timeout=math.inf, interval=pause, clock=clock)


@contextlib.contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """Ctrl+C ends the block, also where shells ignored it at the start, as they do for background jobs."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Shown:
    """What the terminal shows.

    Args:
        terminal: The terminal.
        way: How it shows pictures.
    """

    def __init__(self, terminal: Console, way: PictureWay) -> None:
        self._terminal = terminal
        self._way = way
        self._last: object = None

    def once(self, frame: Frame) -> None:
        """Shows a frame below what is there."""
        self._write("\n".join(self._lines(frame)) + "\n")

    @contextlib.contextmanager
    def instead_of_the_shell(self) -> Iterator[None]:
        """While this lasts the terminal is all the target's."""
        self._write(_BEGIN)
        try:
            yield
        finally:
            self._write(_END)

    def next(self, screen: Screen, timeout: float) -> None:
        """Shows what a screen shows now, or why that is not known."""
        try:
            self._show(screen.newer(timeout), screen.name)
        except (NoVideoSignal, CorruptFrame, DeviceUnreachable) as error:
            self._say(str(error))

    def _show(self, frame: Frame, name: str) -> None:
        """Shows a frame in the place of the one before, if it is another one."""
        place = frame.size, self._terminal.size
        if (place, frame.identity) == self._last:
            return
        is_as_large = isinstance(self._last, tuple) and self._last[0] == place
        self._last = place, frame.identity
        told = f"{name}, {frame.size}, {time.strftime('%H:%M:%S')}"
        lines = [f"{line}{_REST_OF_LINE}" for line in [told, *self._lines(frame)]]
        self._write(("" if is_as_large else _CLEAR) + _HOME + "\r\n".join(lines) + _REST_OF_SCREEN)

    def _say(self, why: str) -> None:
        """Says why there is nothing to show."""
        if why != self._last:
            self._last = why
            self._write(f"{_CLEAR}{_HOME}{why}")

    def _lines(self, frame: Frame) -> list[str]:
        size = self._terminal.size
        # A line is left for what it is, and one for the shell's prompt.
        return drawn(
            frame,
            self._way,
            size.width,
            max(1, size.height - 2),
            true_color=self._terminal.color_system == "truecolor",
        )

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
