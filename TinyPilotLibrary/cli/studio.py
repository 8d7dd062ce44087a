"""`tinypilot studio`: a device in the browser."""

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.cli.devices import LayoutOption, Opening, need_companion
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.cli.looking import FontsOption, TemplatesOption
from TinyPilotLibrary.text.reader import ScreenReader


@app.command()
@gathered
def studio(
    at: Opening,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8001,
    layout: LayoutOption = None,
    templates: TemplatesOption = None,
    fonts: FontsOption = None,
) -> None:
    """Show a device in the browser: its screen, keyboard and mouse. Ctrl+C stops it and releases all keys."""
    need_companion()
    from TinyPilotLibrary.companion.server import Serving, listening  # noqa: PLC0415 - an extra that may be missing
    from TinyPilotLibrary.companion.signals import end_as_by, stopped_by_signals  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.desk import Desk  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.routes import studio as studio_of  # noqa: PLC0415 - with the other

    folders = templates or [folder for folder in (Path("templates"), Path()) if folder.is_dir()]
    desk = Desk(at.layout(layout).name, lambda: folders, reader=ScreenReader(fonts=fonts or ()))
    serving = Serving(port=port, more=studio_of(desk))
    with listening(at.open(), serving) as companion, stopped_by_signals(companion.stop) as came:
        console.print(f"{companion.url}/studio/ shows {at.device} to browsers on this machine. Ctrl+C stops it.")
        # Whoever started it may read the address from a pipe.
        sys.stdout.flush()
        companion.run()
    # After SIGHUP there is nobody left to tell.
    with contextlib.suppress(OSError):
        typer.echo("Ended; no key is pressed.")
    for number in came:
        end_as_by(number)
