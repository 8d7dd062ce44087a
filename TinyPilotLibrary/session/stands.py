"""Stands: the named devices of a lab, from `devices.toml`.

    [stand-3]
    url = "https://10.0.0.13"
    layout = "us"
    ca_certificate = "ca.crt"          # files are relative to devices.toml
    api_key_env = "STAND_3_KEY"        # or api_key_file = "stand-3.key"
    video = "http://10.0.0.14"         # parts that come from other devices: a URL,
    power = { url = "qemu:/run/vm.qmp" }   # or a table with its options

The file is checked as a whole when it is read.
"""

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import check_import_options, check_options, open_device
from TinyPilotLibrary.devices.urls import as_address, is_address, scheme_of
from TinyPilotLibrary.errors import ConfigurationError, InputError
from TinyPilotLibrary.hid.layouts import find_layout

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "devices.toml"
_PARTS = ("video", "power")
_FILES = ("ca_certificate",)


@dataclass(frozen=True)
class Part:
    """A device of a stand: its URL and its options.

    Args:
        url: The device's URL.
        options: Its options.
        key_from: Where the API key comes from: the option's name and its value; None if there is none.
    """

    url: str
    options: Mapping[str, object]
    key_from: tuple[str, str] | None = None

    def open(self, overrides: Mapping[str, object]) -> Device:
        """Opens the device.

        Raises:
            ConfigurationError: If the API key cannot be read, or an option is wrong.
        """
        options = {**self.options, **overrides}
        if self.key_from and "api_key" not in overrides:
            options["api_key"] = _api_key(*self.key_from)
        return open_device(self.url, options)


@dataclass(frozen=True)
class Stand:
    """A named device of a lab.

    Args:
        name: Its name.
        device: The device itself.
        layout: The keyboard layout of its target, or None.
        parts: Devices that provide the picture or switch the power.
    """

    name: str
    device: Part
    layout: str | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)

    def check(self, options: Collection[str], of_import: frozenset[str]) -> None:
        """Refuses options that the device does not have, without opening anything.

        Args:
            options: Names of options that are given in addition to the file's.
            of_import: Names of the import options of the library; one of them may be meant.

        Raises:
            ConfigurationError: If there is none.
        """
        check_options(self.device.url, [*self.device.options, *options], of_import)

    def open(self, overrides: Mapping[str, object]) -> Device:
        """Opens the device with its parts.

        Args:
            overrides: Options that override the file's.

        Returns:
            The device.

        Raises:
            ConfigurationError: If it cannot be opened.
        """
        opened: dict[str, Device] = {}
        try:
            for name, part in self.parts.items():
                opened[name] = part.open({})
            device = self.device.open(overrides)
        except BaseException:
            for part_device in opened.values():
                part_device.close()
            raise
        return CompositeDevice(device, **opened) if opened else device


def find_file(start: Path) -> Path | None:
    """Finds `devices.toml` in a folder or the nearest one above it.

    Args:
        start: Where to begin.

    Returns:
        The file, or None.
    """
    return next((path for folder in (start, *start.parents) if (path := folder / FILE_NAME).is_file()), None)


def read_stands(file: Path) -> dict[str, Stand]:
    """Reads and checks a `devices.toml`.

    Args:
        file: The file.

    Returns:
        The stands by their names.

    Raises:
        ConfigurationError: If the file cannot be read, or something in it is wrong.

    ```python
    read_stands(Path("devices.toml"))["stand-3"].open({})
    ```
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The file '{file}' cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigurationError(f"The file '{file}' is not valid TOML: {error}.") from error
    return {name: _stand(name, entry, file) for name, entry in content.items()}


def find_stand(name: str, file: Path | None) -> Stand:
    """Finds a stand by its name; a device URL is a stand of its own.

    Args:
        name: Its name, or a device URL.
        file: The `devices.toml`, or None if there is none.

    Returns:
        The stand.

    Raises:
        ConfigurationError: If there is no such stand; the message lists the known ones.
    """
    if scheme_of(name) is not None:
        return Stand(name, Part(name, {}))
    if file is None:
        address = as_address(name)
        raise ConfigurationError(
            f"{name!r} is neither a device URL (such as https://tinypilot.local or virtual:) nor a stand: there is no "
            f"{FILE_NAME} here or in a folder above.{f' {address}' if address else ''}"
        )
    stands = read_stands(file)
    if name not in stands:
        meant = f" {as_address(name)}" if is_address(name) else did_you_mean([name], stands)
        raise ConfigurationError(
            f"There is no stand {name!r} in '{file}'.{meant} Known: {', '.join(stands) or 'none'}."
        )
    return stands[name]


def check_import(url: str | None, options: Collection[str], of_import: frozenset[str], file: Path | None) -> None:
    """Refuses misspelled import options, without opening anything.

    Args:
        url: The device to open when it is first needed: a URL or a stand; None for none.
        options: The names of its options: everything that is no option of the import itself.
        of_import: The options of the import itself.
        file: The `devices.toml`; without one, a stand is not checked, as the file may be there when it is needed.

    Raises:
        ConfigurationError: If there is no such device, stand or option.
    """
    if url is not None and (scheme_of(url) is not None or (file is not None and file.is_file())):
        find_stand(url, file).check(options, of_import)
        return
    check_import_options(options, of_import)
    lost = ", ".join(map(repr, sorted(set(options) - of_import)))
    if url is None and lost:
        raise ConfigurationError(
            f"The import has options of a device ({lost}) but no device. Add url=, or give them to 'Open Device'."
        )


def _stand(name: str, entry: object, file: Path) -> Stand:
    where = f"The stand '{name}' in '{file}'"
    if not isinstance(entry, dict):
        raise ConfigurationError(f"{where} must be a table: [{name}].")
    given = dict(entry)
    layout = given.pop("layout", None)
    if layout is not None:
        try:
            find_layout(str(layout))
        except InputError as error:
            raise ConfigurationError(f"{where}: {error}") from None
    parts = {
        part: _part(f"{where}, {part}", {"url": value} if isinstance(value, str) else value, file)
        for part in _PARTS
        if (value := given.pop(part, None)) is not None
    }
    return Stand(name, _part(where, given, file), None if layout is None else str(layout), parts)


def _part(where: str, entry: object, file: Path) -> Part:
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        raise ConfigurationError(f'{where}: url is missing. Add it, for example url = "https://tinypilot.local".')
    options = dict(entry)
    url = str(options.pop("url"))
    if scheme_of(url) is None:
        address = as_address(url)
        raise ConfigurationError(
            f"{where}: the url {url!r} has no scheme, such as https: or virtual:.{f' {address}' if address else ''}"
        )
    if "api_key" in options:
        raise ConfigurationError(
            f"{where}: do not put an API key into this file. Say where to read it with api_key_env or api_key_file."
        )
    sources = [(name, str(options.pop(name))) for name in ("api_key_env", "api_key_file") if name in options]
    if len(sources) > 1:
        raise ConfigurationError(f"{where}: use either api_key_env or api_key_file, not both.")
    for name in _FILES:
        if name in options:
            options[name] = str(file.parent / str(options[name]))
    try:
        check_options(url, [*options, *(["api_key"] if sources else [])])
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None
    key_from = sources[0] if sources else None
    if key_from and key_from[0] == "api_key_file":
        key_from = ("api_key_file", str(file.parent / key_from[1]))
    return Part(url, options, key_from)


def _api_key(source: str, value: str) -> str:
    if source == "api_key_env":
        key = os.environ.get(value, "")
        if not key:
            raise ConfigurationError(f"The environment variable '{value}' for the API key is not set.")
        return key
    return read_key_file(Path(value))


def read_key_file(path: Path) -> str:
    """Reads an API key from a file: its first line.

    Raises:
        ConfigurationError: If the file cannot be read or is empty.
    """
    try:
        lines = path.read_text("utf-8").split()
    except OSError as error:
        raise ConfigurationError(f"The API key file '{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"The API key file '{path}' is not a text file. Put the key on its first line."
        ) from None
    if not lines:
        raise ConfigurationError(f"The API key file '{path}' is empty. Put the key on its first line.")
    return lines[0]
