"""Profiles as data: TOML files beside the library, or the user's own, whose keys are the fields of a dataclass."""

import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from robot.libraries.BuiltIn import BuiltIn

from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.errors import ConfigurationError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class _Profile(Protocol):
    """The dataclass of a profile."""

    @property
    def missing(self) -> list[str]:
        """The fields that it must have, and has not."""


T = TypeVar("T", bound=_Profile)

_BASE = "based_on"


@dataclass(frozen=True)
class ProfileFiles(Generic[T]):
    """The profiles of one kind.

    Args:
        what: What they describe, for messages: `firmware`.
        folder: Where those are that come with the library.
        kind: The dataclass that they fill.
    """

    what: str
    folder: Path
    kind: type[T]

    def known(self) -> list[str]:
        """The names of the profiles that come with the library."""
        return sorted(path.stem for path in self.folder.glob("*.toml"))

    def where(self, name: str) -> str:
        """A profile, for messages."""
        return f"the {self.what} profile '{name}'"

    def load(self, name: str, folder: Path, **changes: object) -> T:
        """Loads a profile.

        Args:
            name: The name of one that comes with the library, or a file.
            folder: What a file's name is relative to.
            **changes: What is different on this machine.

        Returns:
            The profile.

        Raises:
            ConfigurationError: If there is none, or something in it is wrong.
        """
        data, where = self._read(name, folder) | changes, self.where(name)
        known: dict[str, object] = {field.name: field.type for field in fields(self.kind)}  # type: ignore[arg-type]
        if unknown := sorted(data.keys() - known.keys()):
            listed = ", ".join(f"'{name}'" for name in unknown)
            raise ConfigurationError(f"Unknown in {where}: {listed}.{did_you_mean(unknown, known)}")
        profile = self.kind(**{name: _as(known[name], name, value, where) for name, value in data.items()})
        if missing := profile.missing:
            raise ConfigurationError(f"Missing in {where}: {', '.join(missing)}.")
        return profile

    def load_for_suite(self, name: str, **changes: object) -> T:
        """Loads a profile for the suite that runs: a file's name is relative to it.

        Args:
            name: The name of one that comes with the library, or a file.
            **changes: What is different on this machine.

        Raises:
            ConfigurationError: If there is none, or something in it is wrong.
        """
        source = BuiltIn().get_variable_value("${SUITE_SOURCE}")
        return self.load(name, Path(source).parent if source else Path.cwd(), **changes)

    def in_use(self, variable: str, example: str) -> T:
        """The profile that the suite that runs has in a variable.

        Args:
            variable: The variable: `${FIRMWARE}`.
            example: The name of a profile, for the message.

        Raises:
            ConfigurationError: If it has none.
        """
        profile = BuiltIn().get_variable_value(variable)
        if not isinstance(profile, self.kind):
            raise ConfigurationError(
                f"Say first which {self.what} it is: `Use {self.what.title()} Profile    {example}`. "
                f"There are {', '.join(self.known())}; a file of your own will do, too."
            )
        return profile

    def _read(self, name: str, folder: Path) -> dict[str, Any]:
        path = self.folder / f"{name}.toml" if name in self.known() else folder / name
        try:
            data = tomllib.loads(path.read_text("utf-8-sig"))
        except OSError:
            known = self.known()
            raise ConfigurationError(
                f"There is no {self.what} profile '{name}', neither one of {', '.join(known)} nor the file {path}."
                f"{did_you_mean([name], known)}"
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path} is not a valid TOML file: {error}") from error
        base = data.pop(_BASE, None)
        return data if base is None else self._read(self._base(base, path), path.parent) | data

    def _base(self, base: object, path: Path) -> str:
        # A file that is based on another file could be based on itself.
        if base not in self.known() or path.parent == self.folder:
            raise ConfigurationError(f"{path}: '{_BASE}' must be one of {', '.join(self.known())}, got {base!r}.")
        return str(base)


def _as(kind: object, name: str, value: object, where: str) -> Any:  # noqa: ANN401 - as its field
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise ConfigurationError(f"'{name}' in {where} must be true or false, got {value!r}.")
    if kind is str:
        if isinstance(value, str):
            return value
        raise ConfigurationError(f"'{name}' in {where} must be a text, got {value!r}.")
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ConfigurationError(f"'{name}' in {where} must be a list of texts, got {value!r}.")
