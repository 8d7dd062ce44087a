"""`tinypilot studio`: a device in the browser, or what a run has missed."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from TinyPilotLibrary.cli.app import app
from TinyPilotLibrary.cli.devices import DeviceKeyOption, LayoutOption, Opening, OptionsOption
from TinyPilotLibrary.cli.looking import FontsOption, TemplatesOption
from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.text.reader import ScreenReader

if TYPE_CHECKING:
    from TinyPilotLibrary.studio.stored_run import StoredRun


@app.command()
def studio(
    device: Annotated[
        str | None,
        typer.Argument(metavar="[DEVICE]", help="A device URL, such as virtual: or qemu:/run/vm.qmp, or a stand."),
    ] = None,
    option: OptionsOption = None,
    device_api_key_file: DeviceKeyOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8001,
    layout: LayoutOption = None,
    templates: TemplatesOption = None,
    suites: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The folder that recorded suites are saved in, by default the first one of templates."
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="OUTPUT_DIR", help="A run that is over, or its output.xml: what it missed is mended."),
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
    from TinyPilotLibrary.studio.stored_screens import StoredScreens  # noqa: PLC0415 - with the other

    stored = _stored(run)
    folders = templates or [folder for folder in (Path("templates"), Path()) if folder.is_dir()]
    desk = Desk(US.name, lambda: folders, reader=ScreenReader(fonts=fonts or ()))
    seen: Device
    if device is not None:
        at = Opening(device, option, device_api_key_file)
        recorder = Recorder(ScreenReader(fonts=fonts or ()))
        where = suites or (templates[0] if templates else Path())
        desk = replace(desk, layout=at.layout(layout).name, device=device, suites=where, recorder=recorder)
        seen = recorder.of(at.open())
    elif stored is not None:
        seen = StoredScreens(stored)
    else:
        raise ConfigurationError("Give a device, such as virtual:, or a run that is over: --run OUTPUT_DIR.")
    serving = Serving(port=port, more=studio_of(desk, stored))
    shown = device or f"what was missed in '{run}'"
    try:
        serve_until_stopped(
            seen, serving, lambda url: f"{url}{ROOT}/ shows {shown} to browsers on this machine. Ctrl+C stops it."
        )
    finally:
        desk.run.stop()


def _stored(place: Path | None) -> "StoredRun | None":
    from TinyPilotLibrary.studio.stored_run import StoredRun  # noqa: PLC0415 - an extra that may be missing

    if place is not None and place.suffix == ".robot":
        raise ConfigurationError(
            f"'{place}' is a suite, not the results of a run. To pause it where something is missed, import "
            "the library with on_miss=${ON_MISS}, and run: robot --variable ON_MISS:pause."
        )
    return StoredRun(place) if place is not None else None
