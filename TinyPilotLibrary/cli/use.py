"""`tinypilot screenshot`, `type` and `power`: a device's screen, keyboard and power from the shell."""

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import LayoutOption, Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.devices.locks import caps_lock_off
from TinyPilotLibrary.devices.protocol import HasPower
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.whole_files import write_whole


class PowerAction(Enum):
    """What is done with the target's power."""

    ON = "on"
    OFF = "off"
    RESET = "reset"


_DONE = {
    PowerAction.ON: "The target is switched on.",
    PowerAction.OFF: "The target's power is cut.",
    PowerAction.RESET: "The target was reset.",
}


@app.command()
@gathered
def screenshot(
    at: Opening, file: Annotated[Path, typer.Argument(help="The picture; .png or .jpg.")] = Path("screenshot.png")
) -> None:
    """Save the device's screen as a picture."""
    if file.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise ConfigurationError(f"The picture '{file}' must be a .png or .jpg file.")
    with at.opened() as device:
        frame = device.frame()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, frame.png() if file.suffix.lower() == ".png" else frame.jpeg())
    except OSError as error:
        raise ConfigurationError(f"The picture '{file}' cannot be saved: {error.strerror}.") from error
    console.print(f"{file}: {frame.size} pixels")


@app.command(name="type")
@gathered
def type_text(
    at: Opening,
    text: Annotated[str, typer.Argument(help="What to type; - reads it from the standard input.")],
    layout: LayoutOption = None,
) -> None:
    """Type text on the target."""
    given = sys.stdin.read() if text == "-" else text
    keys = at.layout(layout)
    keystrokes = keys.keystrokes(given)
    with at.opened() as device, caps_lock_off(device, keys.caps_lock):
        device.type(keystrokes)


@app.command()
@gathered
def power(at: Opening, action: Annotated[PowerAction, typer.Argument(help="What to do.")]) -> None:
    """Switch the target on or off, or reset it."""
    with at.opened() as device:
        able = require(device, HasPower)
        {PowerAction.ON: able.power_on, PowerAction.OFF: able.power_off, PowerAction.RESET: able.reset}[action]()
    console.print(_DONE[action])
