"""How commands open the device that they are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.hid.layouts import US, Layout, find_layout
from TinyPilotLibrary.session.parts import read_key_file
from TinyPilotLibrary.session.stands import Stand, find_file, find_stand

DeviceArgument = Annotated[
    str, typer.Argument(metavar="DEVICE", help="A device URL, such as virtual: or qemu:/run/vm.qmp, or a stand.")
]
OptionsOption = Annotated[
    list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="An option of the device. Repeatable.")
]
DeviceKeyOption = Annotated[Path | None, typer.Option(help="File with the API key that the device requires.")]

LayoutOption = Annotated[str | None, typer.Option(help="The keyboard layout of the target, such as de or de-DE.")]


@dataclass(frozen=True)
class Opening:
    """A device as commands are given it."""

    device: DeviceArgument
    option: OptionsOption = None
    device_api_key_file: DeviceKeyOption = None

    @property
    def stand(self) -> Stand:
        """The stand that the device's URL or its name in devices.toml means."""
        return find_stand(self.device, find_file(Path.cwd()))

    @property
    def options(self) -> dict[str, object]:
        """The device's options.

        Raises:
            ConfigurationError: If one of them has no value.
        """
        options: dict[str, object] = {}
        for item in self.option or []:
            name, equals, value = item.partition("=")
            if not equals:
                raise ConfigurationError(f"The option {item!r} has no value: write --option NAME=VALUE.")
            if name.strip() == "api_key":
                raise ConfigurationError(
                    "An API key in a command can be seen by every user of this machine. Put it into a file and give "
                    "that with --device-api-key-file."
                )
            options[name.strip()] = value
        if self.device_api_key_file:
            options["api_key"] = read_key_file(self.device_api_key_file)
        return options

    def layout(self, given: str | None) -> Layout:
        """The keyboard layout that the target is set to.

        Args:
            given: Its name; that of the stand, or the US one, if None.

        Returns:
            The layout.

        Raises:
            InputError: If there is none of that name.
        """
        return find_layout(given or self.stand.layout or US.name)

    def open(self) -> Device:
        """Opens the device; who opens it closes it."""
        return self.stand.open(self.options)

    @contextmanager
    def opened(self) -> Iterator[Device]:
        """The device, opened and closed again."""
        device = self.open()
        try:
            yield device
        finally:
            device.close()
