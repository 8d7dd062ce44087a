"""Profiles: what differs between the firmware setups of makers, as data.

    based_on = "edk2"              # what is not said here is as there
    setup = "Acme Setup"           # a text on each page
    save_key = "F4"

A profile is a TOML file: one of those beside this module, or the user's own.
"""

import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.errors import ConfigurationError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FOLDER = Path(__file__).parent / "firmware_profiles"
_BASE = "based_on"


@dataclass(frozen=True)
class Profile:
    """What a firmware setup looks like, and which keys it takes. Texts are compared as they stand on the screen.

    Args:
        setup: A text on its first page; empty if there is no setup.
        setup_key: What opens it while the machine starts.
        boot_menu: A text of the boot menu.
        boot_menu_key: What opens the boot menu while the machine starts.
        boot_menu_path: Where the boot menu is in the setup, if no key opens it.
        boot_menu_prompt: A text that offers the boot menu, where a key that is pressed too early does harm.
        boot_menu_numbers: Whether the boot menu's entries are chosen by numbers.
        tabs: Where the titles of pages stand, in one row; empty if there are none.
        tab_key: What goes to the next one.
        menu: Where the entries are, without titles and help: `left,top,width,height` in pixels or fractions.
        change_key: What opens a list of values or a field, or sets the next value.
        fields: Texts that are there while a value is typed.
        clears_field: Whether a field is empty when it opens.
        password: A text that asks for a password.
        defaults_key: What loads the defaults.
        defaults_question: What it asks then.
        defaults_confirm: What confirms that.
        save_key: What saves.
        save_question: What it asks then.
        save_confirm: What confirms that.
        discard_key: What leaves without saving.
        discard_question: What it asks then, if something was changed.
        discard_confirm: What confirms that.
        exit_page: A text on the page that has the entry `exit_entry`.
        exit_entry: What restarts the machine, where saving does not; empty if it does.
    """

    setup: str = ""
    setup_key: str = ""
    boot_menu: str = ""
    boot_menu_key: str = ""
    boot_menu_path: str = ""
    boot_menu_prompt: str = ""
    boot_menu_numbers: bool = False
    tabs: str = ""
    tab_key: str = "Right"
    menu: str = "0.0,0.0,1.0,1.0"
    change_key: str = "Enter"
    fields: tuple[str, ...] = ()
    clears_field: bool = False
    password: str = ""
    defaults_key: str = "F9"
    defaults_question: str = ""
    defaults_confirm: str = "Enter"
    save_key: str = "F10"
    save_question: str = ""
    save_confirm: str = "Enter"
    discard_key: str = "Esc"
    discard_question: str = ""
    discard_confirm: str = "Enter"
    exit_page: str = ""
    exit_entry: str = ""

    @property
    def setup_screens(self) -> list[str]:
        """What is there when the setup opens: the question for its password, if it may ask, and its first page."""
        return [f"text:{text}" for text in (self.password, self.setup) if text]


def known_profiles() -> list[str]:
    """The names of the profiles that come with the library."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def load_profile(name: str, folder: Path, **changes: object) -> Profile:
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
    return _checked(_read(name, folder) | changes, f"the firmware profile '{name}'")


def _read(name: str, folder: Path) -> dict[str, Any]:
    path = _FOLDER / f"{name}.toml" if name in known_profiles() else folder / name
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        known = known_profiles()
        raise ConfigurationError(
            f"There is no firmware profile '{name}', neither one of {', '.join(known)} nor the file {path}."
            f"{did_you_mean([name], known)}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not a valid TOML file: {error}") from error
    base = data.pop(_BASE, None)
    return data if base is None else _read(_profile_name(base, path), path.parent) | data


def _profile_name(base: object, path: Path) -> str:
    # A file that is based on another file could be based on itself.
    if base not in known_profiles() or path.parent == _FOLDER:
        raise ConfigurationError(f"{path}: '{_BASE}' must be one of {', '.join(known_profiles())}, got {base!r}.")
    return str(base)


def _checked(data: dict[str, Any], where: str) -> Profile:
    known = {field.name: field.type for field in fields(Profile)}
    if unknown := sorted(data.keys() - known.keys()):
        listed = ", ".join(f"'{name}'" for name in unknown)
        raise ConfigurationError(f"Unknown in {where}: {listed}.{did_you_mean(unknown, known)}")
    profile = Profile(**{name: _as(known[name], name, value, where) for name, value in data.items()})
    needed = [name for name in ("setup", "boot_menu") if getattr(profile, name)] or ["setup"]
    needed = [name for name in needed if name == "setup" or not profile.boot_menu_path]
    if missing := [name for one in needed for name in (one, f"{one}_key") if not getattr(profile, name)]:
        raise ConfigurationError(f"Missing in {where}: {', '.join(missing)}.")
    return profile


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
