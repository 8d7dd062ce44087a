"""How commands open the device that they are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.session.stands import Stand, find_file, find_stand, read_key_file

DeviceArgument = Annotated[
    str, typer.Argument(metavar="DEVICE", help="A device URL, such as virtual: or qemu:/run/vm.qmp, or a stand.")
]
OptionsOption = Annotated[
    list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="An option of the device. Repeatable.")
]
DeviceKeyOption = Annotated[Path | None, typer.Option(help="File with the API key that the device demands.")]


def stand_of(device: str) -> Stand:
    """The stand that a device URL or a name of devices.toml means."""
    return find_stand(device, find_file(Path.cwd()))


def opened(device: str, option: list[str] | None, key_file: Path | None) -> Device:
    """The device, opened."""
    return stand_of(device).open(_options(option, key_file))


@contextmanager
def session(device: str, option: list[str] | None, key_file: Path | None) -> Iterator[tuple[Device, Stand]]:
    """The device, opened and closed again, and its stand."""
    stand = stand_of(device)
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


def need_companion() -> None:
    """Refuses to go on where the companion's packages are missing."""
    if not (find_spec("fastapi") and find_spec("uvicorn")):
        raise ConfigurationError(
            "The companion needs FastAPI and uvicorn: pip install 'robotframework-tinypilot[companion]'."
        )
