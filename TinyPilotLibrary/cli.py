"""The command `tinypilot`: a demonstration, the companion, and a device's screen and keyboard from the shell."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from TinyPilotLibrary.devices.device import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError, TinyPilotError
from TinyPilotLibrary.hid.chords import Chord, check_chords
from TinyPilotLibrary.hid.layouts import US, find_layout
from TinyPilotLibrary.stands import Stand, find_file, find_stand, read_key_file
from TinyPilotLibrary.version import __version__

app = typer.Typer(
    name="tinypilot",
    help="Test what runs before, beneath and outside an operating system, through a KVM device.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

_DeviceArgument = Annotated[
    str, typer.Argument(metavar="DEVICE", help="A device URL, such as virtual: or qemu:/run/vm.qmp, or a stand.")
]
_OptionsOption = Annotated[
    list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="An option of the device. Repeatable.")
]
_DeviceKeyOption = Annotated[Path | None, typer.Option(help="File with the API key that the device demands.")]


def main() -> None:
    """Runs the command; what goes wrong is told in one sentence.

    It ends with 2 for what was wrong in the command, with 1 for what went wrong at the device.
    """
    try:
        app()
    except TinyPilotError as error:
        _errors.print("Error:", style="bold red", end=" ")
        _errors.print(str(error), markup=False)
        sys.exit(2 if isinstance(error, ConfigurationError | InputError | LocatorError) else 1)


@app.callback(invoke_without_command=True)
def _version(*, version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False) -> None:
    if version:
        _console.print(__version__)
        raise typer.Exit


@app.command()
def demo(output: Annotated[Path, typer.Option(help="Folder for log.html.")] = Path("results/demo")) -> None:
    """Run a suite on the built-in virtual computer, over HTTP, and make its log.html."""
    _need_companion()
    from TinyPilotLibrary.companion.server import running  # noqa: PLC0415 - an extra that may be missing

    suite = Path(__file__).parent / "demo" / "demo.robot"
    with running(open_device("virtual:")) as url:
        _console.print(f"The virtual computer is served at {url}; the suite operates it through that.")
        command = [sys.executable, "-m", "robot", "--variable", f"URL:{url}", "--outputdir", str(output), str(suite)]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - nothing in it is from outside
    log = (output / "log.html").resolve()
    _console.print(f"Look at the pictures in [bold]{log}[/bold]" if log.is_file() else "There is no log.html.")
    raise typer.Exit(code)


@app.command()
def serve(
    device: _DeviceArgument,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8000,
    api_key_file: Annotated[Path | None, typer.Option(help="File with the API key that clients must have.")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="File of the certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="File of its private key.")] = None,
    quality: Annotated[int, typer.Option(min=1, max=100, help="JPEG quality, where the device gives no JPEG.")] = 80,
    option: _OptionsOption = None,
    device_api_key_file: _DeviceKeyOption = None,
    *,
    insecure: Annotated[bool, typer.Option("--insecure", help="Let others in without API key and TLS.")] = False,
) -> None:
    """Serve TinyPilot's REST API in front of a device. Ctrl+C ends it, with all keys released."""
    _need_companion()
    from TinyPilotLibrary.companion.server import Serving, listening  # noqa: PLC0415 - an extra that may be missing

    api_key = read_key_file(api_key_file) if api_key_file else None
    serving = Serving(host, port, api_key, tls_cert, tls_key, insecure=insecure, quality=quality)
    with listening(_opened(device, option, device_api_key_file), serving) as companion:
        _console.print(f"{companion.url} is now a TinyPilot in front of {device}. Ctrl+C ends it.")
        # Whoever started it may read the address from a pipe.
        sys.stdout.flush()
        try:
            companion.run()
        except KeyboardInterrupt:
            _console.print("Ended; no key is pressed.")


@app.command()
def screenshot(
    device: _DeviceArgument,
    file: Annotated[Path, typer.Argument(help="The picture; .png or .jpg.")] = Path("screenshot.png"),
    option: _OptionsOption = None,
    device_api_key_file: _DeviceKeyOption = None,
) -> None:
    """Save the device's screen as a picture."""
    if file.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise ConfigurationError(f"The picture '{file}' must be a .png or .jpg file.")
    with _session(device, option, device_api_key_file) as (opened, _):
        frame = opened.frame()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(frame.png() if file.suffix.lower() == ".png" else frame.jpeg())
    _console.print(f"{file}: {frame.size} pixels")


@app.command(name="type")
def type_text(
    device: _DeviceArgument,
    text: Annotated[str, typer.Argument(help="What to type; - reads it from the standard input.")],
    layout: Annotated[str | None, typer.Option(help="The keyboard layout that the target is set to.")] = None,
    option: _OptionsOption = None,
    device_api_key_file: _DeviceKeyOption = None,
) -> None:
    """Type text on the target."""
    given = sys.stdin.read() if text == "-" else text
    with _session(device, option, device_api_key_file) as (opened, stand):
        opened.type(find_layout(layout or stand.layout or US.name).keystrokes(given))


@app.command()
def press(
    device: _DeviceArgument,
    keys: Annotated[list[str], typer.Argument(help="Keys and chords, such as F10 or Ctrl+Alt+Delete.")],
    option: _OptionsOption = None,
    device_api_key_file: _DeviceKeyOption = None,
) -> None:
    """Press keys on the target."""
    chords = [Chord.parse(key) for key in keys]
    check_chords(chords)
    with _session(device, option, device_api_key_file) as (opened, _):
        opened.type(chord.keystroke for chord in chords)


def _stand(device: str) -> Stand:
    return find_stand(device, find_file(Path.cwd()))


def _opened(device: str, option: list[str] | None, key_file: Path | None) -> Device:
    return _stand(device).open(_options(option, key_file))


@contextmanager
def _session(device: str, option: list[str] | None, key_file: Path | None) -> Iterator[tuple[Device, Stand]]:
    stand = _stand(device)
    opened = stand.open(_options(option, key_file))
    try:
        yield opened, stand
    finally:
        opened.close()


def _options(option: list[str] | None, key_file: Path | None) -> dict[str, object]:
    options: dict[str, object] = {}
    for item in option or []:
        name, equals, value = item.partition("=")
        if not equals:
            raise ConfigurationError(f"The option {item!r} has no value: write --option NAME=VALUE.")
        options[name.strip()] = value
    if key_file:
        options["api_key"] = read_key_file(key_file)
    return options


def _need_companion() -> None:
    if not (find_spec("fastapi") and find_spec("uvicorn")):
        raise ConfigurationError(
            "The companion needs FastAPI and uvicorn: pip install 'robotframework-tinypilot[companion]'."
        )
