"""Profiles of firmware: those that come with the library, and a user's own."""

from pathlib import Path

import pytest

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.flows.profiles import FIRMWARE
from TinyPilotLibrary.hid.chords import WrittenChord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.geometry import Region


@pytest.mark.parametrize("name", FIRMWARE.known())
def test_a_profile_has_keys_and_places_that_there_are(name: str, tmp_path: Path) -> None:
    profile = FIRMWARE.load(name, tmp_path)
    keys = [profile.setup_key, profile.boot_menu_key, profile.change_key, profile.discard_key, profile.save_key]
    for key in [*filter(None, keys), *profile.save_confirm.split(), *profile.discard_confirm.split()]:
        _ = WrittenChord.parse(key).on(US)
    assert Region.parse(profile.menu)
    assert profile.setup or profile.boot_menu
    assert bool(profile.setup) == bool(profile.save_question) == bool(profile.discard_question)


def test_a_file_says_what_is_different_from_another_profile(tmp_path: Path) -> None:
    # Windows' editors mark UTF-8 files by their first three bytes.
    (tmp_path / "acme.toml").write_text('based_on = "edk2"\nsetup = "Acme Setup"\n', "utf-8-sig")
    acme, edk2 = FIRMWARE.load("acme.toml", tmp_path, save_key="F10"), FIRMWARE.load("edk2", tmp_path)
    assert (acme.setup, acme.save_key) == ("Acme Setup", "F10")
    assert (acme.setup_key, acme.menu) == (edk2.setup_key, edk2.menu)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('based_on = "edk2"\nsetup_kee = "F2"', "'setup_kee'. Did you mean 'setup_key'?"),
        ('based_on = "edk2"\nmenu = 3', "'menu' in the firmware profile 'acme.toml' must be a text, got 3."),
        ('based_on = "edk2"\nfields = "typed"', "must be a list of texts"),
        ('based_on = "edk2"\nclears_field = "no"', "must be true or false"),
        ('based_on = "acme.toml"', "'based_on' must be one of"),
        ('setup = "Acme"', "Missing in the firmware profile 'acme.toml': setup_key."),
        ("setup = ", "is not a valid TOML file"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        FIRMWARE.load("acme.toml", tmp_path)
    assert told in str(caught.value)


def test_a_profile_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        FIRMWARE.load("edk", tmp_path)
    assert all(name in str(caught.value) for name in FIRMWARE.known())
    assert str(caught.value).endswith("Did you mean 'edk2'?")
