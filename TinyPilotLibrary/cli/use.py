"""`tinypilot screenshot`, `type` and `press`: a device's screen and keyboard from the shell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import DeviceArgument, DeviceKeyOption, OptionsOption, session
from TinyPilotLibrary.devices.locks import caps_lock_off
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.chords import WrittenChord, check_chords
from TinyPilotLibrary.hid.layouts import US, find_layout

LayoutOption = Annotated[
    str | None, typer.Option(help="The keyboard layout that the target is set to, such as de or de-DE.")
]


@app.command()
def screenshot(
    device: DeviceArgument,
    file: Annotated[Path, typer.Argument(help="The picture; .png or .jpg.")] = Path("screenshot.png"),
    option: OptionsOption = None,
    device_api_key_file: DeviceKeyOption = None,
) -> None:
    """Save the device's screen as a picture."""
    if file.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise ConfigurationError(f"The picture '{file}' must be a .png or .jpg file.")
    with session(device, option, device_api_key_file) as (opened, _):
        frame = opened.frame()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(frame.png() if file.suffix.lower() == ".png" else frame.jpeg())
    except OSError as error:
        raise ConfigurationError(f"The picture '{file}' cannot be saved: {error.strerror}.") from error
    console.print(f"{file}: {frame.size} pixels")


@app.command(name="type")
def type_text(
    device: DeviceArgument,
    text: Annotated[str, typer.Argument(help="What to type; - reads it from the standard input.")],
    layout: LayoutOption = None,
    option: OptionsOption = None,
    device_api_key_file: DeviceKeyOption = None,
) -> None:
    """Type text on the target."""
    given = sys.stdin.read() if text == "-" else text
    with session(device, option, device_api_key_file) as (opened, stand):
        keys = find_layout(layout or stand.layout or US.name)
        keystrokes = keys.keystrokes(given)
        with caps_lock_off(opened, keys.caps_lock):
            opened.type(keystrokes)


@app.command()
def press(
    device: DeviceArgument,
    keys: Annotated[list[str], typer.Argument(help="Keys and chords, such as F10 or Ctrl+Alt+Delete.")],
    layout: LayoutOption = None,
    option: OptionsOption = None,
    device_api_key_file: DeviceKeyOption = None,
) -> None:
    """Press keys on the target."""
    written = [WrittenChord.parse(key) for key in keys]
    with session(device, option, device_api_key_file) as (opened, stand):
        chords = [chord.on(find_layout(layout or stand.layout or US.name)) for chord in written]
        check_chords(chords)
        opened.type([chord.keystroke for chord in chords])
