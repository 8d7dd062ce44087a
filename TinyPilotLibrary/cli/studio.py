"""`tinypilot studio`: a device in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app
from TinyPilotLibrary.cli.devices import LayoutOption, Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import FontsOption, TemplatesOption
from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.text.reader import ScreenReader


@app.command()
@gathered
def studio(
    at: Opening,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8001,
    layout: LayoutOption = None,
    templates: TemplatesOption = None,
    suites: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The folder that recorded suites are saved in, by default the first one of templates."
        ),
    ] = None,
    fonts: FontsOption = None,
) -> None:
    """Show a device in the browser: its screen, keyboard and mouse. Ctrl+C stops it and releases all keys."""
    need_companion()
    from TinyPilotLibrary.cli.serving import serve_until_stopped  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.companion.server import Serving  # noqa: PLC0415 - an extra that may be missing
    from TinyPilotLibrary.studio.desk import Desk  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.page_files import ROOT  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.recording.recorder import Recorder  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.routes import studio as studio_of  # noqa: PLC0415 - with the other

    folders = templates or [folder for folder in (Path("templates"), Path()) if folder.is_dir()]
    recorder = Recorder(ScreenReader(fonts=fonts or ()))
    desk = Desk(
        at.layout(layout).name,
        lambda: folders,
        reader=ScreenReader(fonts=fonts or ()),
        device=at.device,
        suites=suites or (templates[0] if templates else Path()),
        recorder=recorder,
    )
    serving = Serving(port=port, more=studio_of(desk))
    try:
        serve_until_stopped(
            recorder.of(at.open()),
            serving,
            lambda url: f"{url}{ROOT}/ shows {at.device} to browsers on this machine. Ctrl+C stops it.",
        )
    finally:
        desk.run.stop()
