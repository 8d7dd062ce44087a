"""`tinypilot press` and `hold`: keys of the target, by name."""

from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import LayoutOption, Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import Looking, duration, library_at
from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid.chords import WrittenChord, check_chords
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.watching.wait_until import Clock


@app.command()
@gathered
def press(
    at: Opening,
    keys: Annotated[list[str], typer.Argument(help="Keys and chords, such as F10 or Ctrl+Alt+Delete.")],
    look: Looking,
    until: Annotated[
        list[str] | None,
        typer.Option(metavar="LOCATOR", help="Press one key repeatedly until this appears; repeatable."),
    ] = None,
    every: Annotated[str, typer.Option(help="How long to wait after each press, with --until.")] = "500ms",
    layout: LayoutOption = None,
) -> None:
    """Press keys on the target."""
    written = [WrittenChord.parse(key) for key in keys]
    chords = [chord.on(at.layout(layout)) for chord in written]
    check_chords(chords)
    if not until:
        with at.opened() as device:
            device.type([chord.keystroke for chord in chords])
        return
    if len(written) > 1:
        raise InputError(f"With --until, one key is pressed repeatedly; {len(written)} were given.")
    locators = [Locator.parse(text) for text in until]
    with library_at(at, look, layout) as library:
        match = library.press_key_until_screen_contains(
            written[0], *locators, interval=duration("every", every), **look.arguments
        )
    console.print(f"Found {match}.", markup=False)


@app.command()
@gathered
def hold(
    at: Opening,
    keys: Annotated[list[str], typer.Argument(help="Keys and chords that are held together, such as Shift or Ctrl+A.")],
    for_: Annotated[str, typer.Option("--for", help="For how long, such as 500ms or 2s.")] = "1s",
    layout: LayoutOption = None,
) -> None:
    """Hold keys down on the target, all at once, and release them."""
    seconds = duration("for", for_).total_seconds()
    codes = [code for key in keys for code in WrittenChord.parse(key).on(at.layout(layout)).codes]
    clock = Clock()
    with at.opened() as device:
        item = OpenDevice(device.name, device, layout, clock)
        item.hold(dict.fromkeys(codes))
        # Whatever ends this, closing releases them.
        clock.sleep(seconds)
        item.let_go([])
