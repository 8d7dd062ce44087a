"""Serving a device until a signal ends it. It needs the companion's packages."""

import contextlib
import sys
from collections.abc import Callable

import typer

from TinyPilotLibrary.cli.app import console
from TinyPilotLibrary.companion.server import Serving, listening
from TinyPilotLibrary.companion.signals import end_as_by, stopped_by_signals
from TinyPilotLibrary.devices.protocol import Device


def serve_until_stopped(device: Device, serving: Serving, told: Callable[[str], str]) -> None:
    """Serves a device until Ctrl+C or another signal, and ends this process as the signal itself would.

    Args:
        device: The device. It is closed at the end.
        serving: How to serve it.
        told: Makes the sentence with the address that is printed once it is served.
    """
    with listening(device, serving) as companion, stopped_by_signals(companion.stop) as came:
        console.print(told(companion.url))
        # Whoever started it may read the address from a pipe.
        sys.stdout.flush()
        companion.run()
    # After SIGHUP there is nobody left to tell.
    with contextlib.suppress(OSError):
        typer.echo("Ended; no key is pressed.")
    for number in came:
        end_as_by(number)
