"""`tinypilot wait`: until the target's screen shows something, or does not any more."""

from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import LOCATOR_HELP, Looking, duration, library_at
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.keywords.converters import Locators


@app.command()
@gathered
def wait(
    at: Opening,
    look: Looking,
    locators: Annotated[
        list[str] | None, typer.Argument(metavar="[LOCATOR...]", help=f"Any of them. {LOCATOR_HELP}")
    ] = None,
    unless: Annotated[
        list[str] | None, typer.Option(metavar="LOCATOR", help="What fails the wait, such as an error; repeatable.")
    ] = None,
    still_for: Annotated[str, typer.Option(help="How long nothing may change, with --still.")] = "1s",
    video: Annotated[bool | None, typer.Option("--video/--no-video", help="Until there is a picture, or none.")] = None,
    *,
    gone: Annotated[bool, typer.Option("--gone", help="Until none of the locators is on the screen.")] = False,
    still: Annotated[bool, typer.Option("--still", help="Until nothing changes any more.")] = False,
) -> None:
    """Wait until the target's screen shows something, or no longer does. The exit code is 1 if it does not in time."""
    wanted = [Locator.parse(text) for text in locators or []]
    forbidden = Locators(tuple(Locator.parse(text) for text in unless or []))
    _refuse_contradictions([bool(wanted), still, video is not None], gone=gone and not wanted)
    with library_at(at, look) as library:
        if video is not None:
            (library.wait_until_video_signal if video else library.wait_until_no_video_signal)(timeout=look.limit)
            told = "There is a picture." if video else "There is no picture."
        elif still:
            pause = duration("still-for", still_for)
            library.wait_until_screen_is_still(for_=pause, region=look.area, timeout=look.limit)
            told = f"Nothing changed for {pause.total_seconds():g} s."
        elif gone:
            library.wait_until_screen_does_not_contain(*wanted, **look.arguments)
            told = f"Gone: {', '.join(map(str, wanted))}."
        else:
            told = f"Found {library.wait_until_screen_contains(*wanted, unless=forbidden, **look.arguments)}."
    console.print(told, markup=False)


def _refuse_contradictions(waits: list[bool], *, gone: bool) -> None:
    if gone or not any(waits):
        raise ConfigurationError("Nothing to wait for. Give a locator, --still, --video or --no-video.")
    if sum(waits) > 1:
        raise ConfigurationError("Wait for one thing only: locators, --still, --video or --no-video.")
