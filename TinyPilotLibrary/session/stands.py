"""Stands: the named devices of a lab, from `devices.toml`.

    [stand-3]
    url = "https://10.0.0.13"
    layout = "us"
    ca_certificate = "ca.crt"          # files are relative to devices.toml
    api_key_env = "STAND_3_KEY"        # or api_key_file = "stand-3.key"
    video = "http://10.0.0.14"         # parts that come from other devices: a URL,
    media = "redfish://10.0.1.13"      # and a part that need not be a device
    power = { url = "qemu:/run/vm.qmp" }   # or a table with its options; power_parts.py tells what else
    tags = ["uefi", "tpm"]             # which of several stands will do: pools.py

The file is checked as a whole when it is read.
"""

import re
import sys
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.media import MEDIA_KINDS
from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import check_import_options, check_options
from TinyPilotLibrary.devices.urls import as_address, is_address, scheme_of
from TinyPilotLibrary.errors import ConfigurationError, InputError
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.session.parts import Part, Source, read_part
from TinyPilotLibrary.session.power_parts import TIMING, PowerPart, read_power, read_timing

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "devices.toml"
# What a stand has beside its device, and what is given to a keyword as an option of it.
_POWER, _VIDEO, _MEDIA = "power", "video", "media"
_POOL = re.compile(r"\s*any of:", re.IGNORECASE)
_OWN = (_POWER, _MEDIA, *TIMING)


@dataclass(frozen=True)
class Stand:
    """A named device of a lab.

    Args:
        name: Its name.
        device: The device itself.
        layout: The keyboard layout of its target, or None.
        video: What provides the picture; None for the device.
        power: What switches the power; None for the device.
        media: What inserts media; None for the device.
        tags: What it is, for suites that may run on any such stand.
    """

    name: str
    device: Part
    layout: str | None = None
    video: Part | None = None
    power: PowerPart | None = None
    media: Part | None = None
    tags: tuple[str, ...] = ()

    def check(self, options: Collection[str], of_import: frozenset[str]) -> None:
        """Refuses options that the device does not have, without opening anything.

        Args:
            options: Names of options that are given in addition to the file's.
            of_import: Names of the import options of the library; one of them may be meant.

        Raises:
            ConfigurationError: If there is none.
        """
        own = [name for name in options if name not in _OWN]
        check_options(self.device.url, [*self.device.options, *own], of_import)

    def open(self, overrides: Mapping[str, object]) -> Device:
        """Opens the device with its parts.

        Args:
            overrides: Options that override the file's.

        Returns:
            The device.

        Raises:
            ConfigurationError: If it cannot be opened.
        """
        source = Source(f"'{self.name}'", secrets=True)
        power, media = _power(overrides, source, self.power), _media(overrides, source, self.media)
        options = {name: value for name, value in overrides.items() if name not in _OWN}
        with ExitStack() as if_one_fails:
            opened = {}
            if self.video:
                opened["video"] = self.video.open({})
                if_one_fails.callback(opened["video"].close)
            switch = power.open(self.name) if power else None
            if switch:
                if_one_fails.callback(switch.close)
            drives = MEDIA_KINDS.open(media.url, media.given({}), {"stand": self.name}) if media else None
            if drives:
                if_one_fails.callback(drives.close)
            device = self.device.open(options)
            if_one_fails.pop_all()
        return CompositeDevice(device, power=switch, media=drives, **opened) if opened or switch or drives else device


def is_pool(name: str) -> bool:
    """Whether it is not one stand, but any of several.

    Args:
        name: What was given as a device.
    """
    return _POOL.match(name) is not None


def without_any_of(pool: str) -> str:
    """What stands behind `any of:`.

    Args:
        pool: A pool.
    """
    return _POOL.sub("", pool, count=1)


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
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"The file '{file}' cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
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
    if is_pool(name):
        raise ConfigurationError(
            f"{name!r} is a pool, of which a suite takes one stand that is free. Here, name the stand itself."
        )
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
    source = Source(where, file.parent)
    if not isinstance(entry, dict):
        raise ConfigurationError(f"{where} must be a table: [{name}].")
    given = dict(entry)
    layout = given.pop("layout", None)
    if layout is not None:
        try:
            find_layout(str(layout))
        except InputError as error:
            raise ConfigurationError(f"{where}: {error}") from None
    tags = _tags(given.pop("tags", []), where)
    power = _power(given, source)
    video = given.pop(_VIDEO, None)
    own = {key: value for key, value in given.items() if key not in _OWN}
    return Stand(
        name,
        read_part(own, source),
        None if layout is None else str(layout),
        None if video is None else read_part(video, source.within(_VIDEO)),
        power,
        _media(given, source),
        tags,
    )


def _tags(written: object, where: str) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(
        isinstance(tag, str) and tag.strip() == tag and tag and not set(tag) & set(",+") for tag in written
    ):
        raise ConfigurationError(f'{where}: tags must be a list of words, such as ["uefi", "tpm"], got {written!r}.')
    return tuple(written)


def _media(given: Mapping[str, object], source: Source, usual: Part | None = None) -> Part | None:
    """What is written of media, in a file or as an option; what counts without."""
    written = given.get(_MEDIA)
    return usual if written is None else read_part(written, source.within(_MEDIA), MEDIA_KINDS.check)


def _power(given: Mapping[str, object], source: Source, usual: PowerPart | None = None) -> PowerPart | None:
    """What is written of the power, in a file or as an option; what counts without."""
    timing = {name: given[name] for name in TIMING if name in given}
    if given.get(_POWER) is not None:
        return read_power(given[_POWER], timing, source)
    if timing and usual is None:
        raise ConfigurationError(f"{source.where}: {next(iter(timing))} is of no use without power.")
    return usual and replace(usual, timing=read_timing(timing, usual.timing, source))
