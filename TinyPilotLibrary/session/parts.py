"""Parts of a stand: a URL with its options, and where its passwords come from."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import check_options, open_device
from TinyPilotLibrary.devices.urls import as_address, scheme_of
from TinyPilotLibrary.errors import ConfigurationError

_FILES = ("ca_certificate", "folder", "image_certificate", "image_key")
#: Options that never stand in a file, and how they are called in messages.
SECRETS = {
    "api_key": "API key",
    "password": "password",
    "token": "token",
    "totp_secret": "secret of two-factor authentication",
}
_SOURCES = ("env", "file")

Check = Callable[[str, list[str]], None]


@dataclass(frozen=True)
class Source:
    """Where a file says that it is written: a part of a file, or an argument of a keyword.

    Args:
        where: What it is called in messages.
        folder: What files are relative to; None for the current folder.
        secrets: Whether passwords may stand in it.
    """

    where: str
    folder: Path | None = None
    secrets: bool = False

    def within(self, name: str) -> "Source":
        """What is written in a part of it."""
        return Source(f"{self.where}, {name}", self.folder, self.secrets)

    def path(self, file: object) -> str:
        """The path of a file that is named in it."""
        return str(self.folder / str(file)) if self.folder else str(file)


@dataclass(frozen=True)
class Part:
    """A device of a stand, or what switches its power: its URL and its options.

    Args:
        url: Its URL.
        options: Its options.
        secrets: Where passwords come from: by the option's name the kind of source, `env` or `file`, and its name.
    """

    url: str
    options: Mapping[str, object]
    secrets: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def given(self, overrides: Mapping[str, object]) -> dict[str, object]:
        """All its options, passwords too.

        Args:
            overrides: What counts instead of the file's.

        Raises:
            ConfigurationError: If a password cannot be read.
        """
        read = {name: _secret(name, *source) for name, source in self.secrets.items() if name not in overrides}
        return {**self.options, **read, **overrides}

    def open(self, overrides: Mapping[str, object]) -> Device:
        """Opens the device.

        Args:
            overrides: What counts instead of the file's.

        Raises:
            ConfigurationError: If a password cannot be read, or an option is wrong.
        """
        return open_device(self.url, self.given(overrides))


def read_part(entry: object, source: Source, check: Check = check_options) -> Part:
    """Reads a part as it is written: a URL, or a table with a URL and options.

    Args:
        entry: What is written.
        source: Where it is written.
        check: Refuses options that there are not, by the URL and the options' names.

    Returns:
        The part; nothing was opened.

    Raises:
        ConfigurationError: If something in it is wrong.
    """
    where = source.where
    if isinstance(entry, str):
        entry = {"url": entry}
    if not isinstance(entry, Mapping) or not isinstance(entry.get("url"), str):
        raise ConfigurationError(f'{where}: url is missing. Add it, for example url = "https://tinypilot.local".')
    options = dict(entry)
    url = str(options.pop("url"))
    if scheme_of(url) is None:
        address = as_address(url)
        raise ConfigurationError(
            f"{where}: the url {url!r} has no scheme, such as https: or virtual:.{f' {address}' if address else ''}"
        )
    secrets = {name: found for name in SECRETS if (found := _source_of(name, options, source)) is not None}
    for name in _FILES:
        if name in options:
            options[name] = source.path(options[name])
    try:
        check(url, [*options, *secrets])
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None
    return Part(url, options, secrets)


def _source_of(name: str, options: dict[str, object], source: Source) -> tuple[str, str] | None:
    """Where a password comes from; taken out of the options."""
    what = SECRETS[name]
    if name in options and not source.secrets:
        article = "an" if what[0] in "aeiouA" else "a"
        raise ConfigurationError(
            f"{source.where}: do not put {article} {what} into this file. Say where to read it with {name}_env or "
            f"{name}_file."
        )
    found = [(kind, str(options.pop(f"{name}_{kind}"))) for kind in _SOURCES if f"{name}_{kind}" in options]
    if len(found) > 1:
        raise ConfigurationError(f"{source.where}: use either {name}_env or {name}_file, not both.")
    if not found:
        return None
    kind, value = found[0]
    return kind, source.path(value) if kind == "file" else value


def _secret(name: str, kind: str, value: str) -> str:
    what = SECRETS[name]
    if kind == "file":
        return read_key_file(Path(value), what)
    if not os.environ.get(value):
        raise ConfigurationError(f"The environment variable '{value}' for the {what} is not set.")
    return os.environ[value]


def read_key_file(path: Path, what: str = "API key") -> str:
    """Reads an API key or a password from a file: its first line.

    Args:
        path: The file.
        what: What it is, for messages.

    Raises:
        ConfigurationError: If the file cannot be read or is empty.
    """
    try:
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except OSError as error:
        raise ConfigurationError(f"The {what} file '{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"The {what} file '{path}' is not a text file. Put the {what.removeprefix('API ')} on its first line."
        ) from None
    if not lines:
        raise ConfigurationError(
            f"The {what} file '{path}' is empty. Put the {what.removeprefix('API ')} on its first line."
        )
    return lines[0]
