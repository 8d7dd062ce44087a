"""`tinypilot demo`: the main job on the built-in virtual computer."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console
from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.devices.registry import open_device

_SUITE = Path(__file__).parents[1] / "demo" / "demo.robot"
_PROGRESS = "TinyPilotLibrary.cli.demo_progress.Progress"


@app.command()
def demo(output: Annotated[Path, typer.Option(help="Folder for log.html.")] = Path("results/demo")) -> None:
    """Run a suite on the built-in virtual computer, over HTTP, and write its log.html."""
    need_companion()
    from TinyPilotLibrary.companion.server import running  # noqa: PLC0415 - an extra that may be missing

    with running(open_device("virtual:")) as url:
        console.print(f"The virtual computer is served at {url}; the suite operates it over HTTP.")
        # A process of its own, as a user would start it. The pictures are what the log is opened for.
        command = [sys.executable, "-m", "robot", "--console", "quiet", "--listener", _PROGRESS]
        command += ["--expandkeywords", "NAME:TinyPilotLibrary.Take Screenshot"]
        command += ["--variable", f"URL:{url}", "--outputdir", str(output), str(_SUITE)]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - nothing in it is from outside
    log = (output / "log.html").resolve()
    console.print(f"Look at the pictures in [bold]{log}[/bold]" if log.is_file() else "There is no log.html.")
    raise typer.Exit(code)
