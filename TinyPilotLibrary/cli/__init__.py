"""The command `tinypilot`: a demonstration, the companion, and a device's screen and keyboard from the shell."""

import sys
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app, console, errors
from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError, TinyPilotError
from TinyPilotLibrary.version import __version__

__all__ = ["app", "main"]


def main() -> None:
    """Runs the command, and reports errors in one sentence.

    The exit code is 2 if the command was wrong, 1 if something went wrong at the device.
    """
    try:
        app()
    except TinyPilotError as error:
        errors.print("Error:", style="bold red", end=" ")
        errors.print(str(error), markup=False)
        sys.exit(2 if isinstance(error, ConfigurationError | InputError | LocatorError) else 1)


@app.callback(invoke_without_command=True)
def _version(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        console.print(__version__)
        raise typer.Exit
