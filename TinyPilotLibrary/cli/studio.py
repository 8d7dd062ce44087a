"""`tinypilot studio`: a device in the browser, or a run: one that goes on, or what one that is over has missed."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from TinyPilotLibrary.cli.app import app
from TinyPilotLibrary.cli.devices import DeviceKeyOption, LayoutOption, Opening, OptionsOption
from TinyPilotLibrary.cli.looking import FontsOption, TemplatesOption
from TinyPilotLibrary.cli.paused_suite import WithRobotOptions, is_suite, run_suite
from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.layouts import US, find_layout
from TinyPilotLibrary.session.stands import find_file, read_stands

if TYPE_CHECKING:
    from TinyPilotLibrary.cli.studio_desks import Desks
    from TinyPilotLibrary.studio.rack import Rack
    from TinyPilotLibrary.studio.stored_run import StoredRun


@app.command(cls=WithRobotOptions)
def studio(
    ctx: typer.Context,
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
        typer.Option(
            metavar="SUITE|OUTPUT_DIR",
            help="A suite, or a folder of suites, to run: it is paused where something is not found. Or a run that is "
            "over (its output folder or output.xml): what it missed is mended.",
        ),
    ] = None,
    images: Annotated[Path | None, typer.Option(help="Folder with images that may be inserted as media.")] = None,
    fonts: FontsOption = None,
) -> None:
    """Show a device in the browser: its screen, keyboard and mouse.

    Without one it shows the stands of devices.toml. Ctrl+C stops it and releases all keys.

    With --run SUITE it shows a run of a suite, and ends as robot does, which gets what is behind --:

    tinypilot studio --run login.robot -- --variable URL:rack-3 --outputdir results
    """
    need_companion()
    if run is not None and is_suite(run):
        opened = {
            "DEVICE": device,
            "--option": option,
            "--device-api-key-file": device_api_key_file,
            "--layout": layout,
        }
        used = {"--templates": templates, "--suites": suites, "--images": images, "--font": fonts}
        run_suite(run, port, ctx.args, {**opened, **used})
    if ctx.args:
        raise ConfigurationError(f"Behind '--' are options of robot, which --run SUITE takes: {' '.join(ctx.args)}")
    from TinyPilotLibrary.cli.serving import serve_until_stopped  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.cli.studio_desks import Desks  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.companion.server import Serving  # noqa: PLC0415 - an extra that may be missing
    from TinyPilotLibrary.studio.page_files import ROOT  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.stored_screens import stored_screens  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.studio_routes import rack_page  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.studio_routes import studio as studio_of  # noqa: PLC0415 - with the other

    stored = _stored(run)
    folders = templates or [folder for folder in (Path("templates"), Path()) if folder.is_dir()]
    desks = Desks(folders, suites or (templates[0] if templates else Path()), fonts or ())
    with ExitStack() as closing:
        if device is not None:
            at = Opening(device, option, device_api_key_file)
            seen, desk = desks.of(device, at.layout(layout), at.open())
            closing.callback(desk.run.stop)
            shown, more = device, studio_of(desk, stored)
        elif stored is not None:
            seen, shown, more = stored_screens(stored), f"what was missed in '{run}'", studio_of(desks.empty, stored)
        else:
            rack = _rack(desks)
            closing.callback(rack.close)
            seen, shown, more = rack.no_device, f"{len(rack.stands)} stands", rack_page(rack)
        serve_until_stopped(
            seen,
            Serving(port=port, images=images, more=more),
            lambda url: f"{url}{ROOT}/ shows {shown} to browsers on this machine. Ctrl+C stops it.",
        )


def _rack(desks: "Desks") -> "Rack":
    from TinyPilotLibrary.companion.server import Serving, running  # noqa: PLC0415 - an extra that may be missing
    from TinyPilotLibrary.studio.page_files import ROOT  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.rack import Rack  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.studio.studio_routes import studio as studio_of  # noqa: PLC0415 - with the other

    file = find_file(Path.cwd())
    stands = read_stands(file) if file else {}
    if not stands:
        raise ConfigurationError(
            "Give a device, such as virtual:, or a run (--run SUITE or OUTPUT_DIR). Without either, the stands of "
            f"devices.toml are shown, and there are none in {file or 'this folder or one above it'}."
        )

    @contextmanager
    def show(name: str, device: Device) -> Iterator[str]:
        seen, desk = desks.of(name, find_layout(stands[name].layout or US.name), device)
        with running(seen, Serving(port=0, more=studio_of(desk))) as url:
            try:
                yield f"{url}{ROOT}/"
            finally:
                desk.run.stop()

    return Rack(stands, show)


def _stored(place: Path | None) -> "StoredRun | None":
    from TinyPilotLibrary.studio.stored_run import StoredRun  # noqa: PLC0415 - an extra that may be missing

    return StoredRun(place) if place is not None else None
