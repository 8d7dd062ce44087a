"""The virtual computer's command line: one line of input, lines of output, and possibly an effect."""

import time
from dataclasses import dataclass, field
from enum import Enum, auto

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress

PROMPT = "tester@virtual:~$ "


class Effect(Enum):
    """What a command does besides printing."""

    NOTHING = auto()
    CLEAR = auto()
    LEAVE = auto()
    RESTART = auto()
    POWER_OFF = auto()
    START_DESKTOP = auto()
    OPEN_TERMINAL = auto()
    OPEN_BROWSER = auto()
    OPEN_PAINT = auto()
    INSTALL = auto()


@dataclass(frozen=True)
class Result:
    """What a command printed and did."""

    lines: list[str] = field(default_factory=list)
    effect: Effect = Effect.NOTHING
    argument: str = ""


_EFFECTS = {
    "clear": Effect.CLEAR,
    "exit": Effect.LEAVE,
    "reboot": Effect.RESTART,
    "poweroff": Effect.POWER_OFF,
    "startx": Effect.START_DESKTOP,
    "google-chrome": Effect.OPEN_BROWSER,
    "paint": Effect.OPEN_PAINT,
    "install": Effect.INSTALL,
}


def run(line: str) -> Result:
    """Runs one command line.

    Args:
        line: For example `echo "Hello, World!"`.

    Returns:
        What it printed and did.
    """
    command, _, rest = line.strip().partition(" ")
    if not command:
        return Result()
    if command == "echo":
        return Result([rest.strip().replace('"', "").replace("'", "")])
    if command == "date":
        return Result([time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime())])
    if command == "help":
        return Result(["Commands: clear date echo exit google-chrome help install paint poweroff reboot startx"])
    if command in _EFFECTS:
        return Result(effect=_EFFECTS[command], argument=rest.strip())
    return Result([f"{command}: command not found"])


def edited(line: str, press: KeyPress) -> str:
    """A line of text after a key.

    Args:
        line: The line before.
        press: The key.

    Returns:
        The line after it.
    """
    if press.code == "Backspace":
        return line[:-1]
    if press.control or press.alt:
        return "" if press.code == "KeyU" and press.control else line
    return line + (press.character or "")
