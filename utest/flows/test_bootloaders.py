"""Boot loaders: profiles, and what the editors of entries show."""

from pathlib import Path

import pytest

from TinyPilotLibrary.errors import ConfigurationError, InputError
from TinyPilotLibrary.flows.bootloaders import BOOT_LOADERS, changed_line, editor_lines
from TinyPilotLibrary.hid.chords import WrittenChord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.geometry import Region


@pytest.mark.parametrize("name", BOOT_LOADERS.known())
def test_a_profile_has_keys_and_places_that_there_are(name: str, tmp_path: Path) -> None:
    loader = BOOT_LOADERS.load(name, tmp_path)
    for key in [loader.stop_key, loader.edit_key, loader.boot_edited_key, *loader.clear_keys.split()]:
        _ = WrittenChord.parse(key or "Enter").on(US)
    assert Region.parse(loader.entries)
    # What can be edited can be emptied, and the line is found.
    assert bool(loader.edit_key) == bool(loader.clear_keys) == bool(loader.kernel_line or loader.edits_one_line)


def test_a_boot_loader_of_ones_own_is_based_on_one_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text('based_on = "grub"\nmenu = "Acme Boot"\n', "utf-8")
    acme, grub = BOOT_LOADERS.load("acme.toml", tmp_path, stop_key="Down"), BOOT_LOADERS.load("grub", tmp_path)
    assert (acme.menu, acme.stop_key, acme.edit_key) == ("Acme Boot", "Down", grub.edit_key)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("grup", "There is no boot loader profile 'grup'"),
        ("bad.toml", "Unknown in the boot loader profile 'bad.toml': 'menue'. Did you mean 'menu'?"),
        ("empty.toml", "Missing in the boot loader profile 'empty.toml': menu."),
    ],
)
def test_what_is_wrong_with_a_profile_is_told(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('menue = "Acme"\n', "utf-8")
    (tmp_path / "empty.toml").write_text("", "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        BOOT_LOADERS.load(name, tmp_path)
    assert told in str(caught.value)


def test_a_row_that_goes_on_is_a_part_of_a_line() -> None:
    rows = ["setparams 'Linux'", "", "linux /vmlinuz quiet \\", "splash", "initrd /initrd"]
    assert editor_lines(rows, "\\") == ["setparams 'Linux'", "", "linux /vmlinuz quiet splash", "initrd /initrd"]
    assert editor_lines(["a \\", "b"], "") == ["a \\", "b"]


@pytest.mark.parametrize(
    ("add", "remove", "line"),
    [
        (["single"], ["quiet"], "linux /vmlinuz console=tty0 root=/dev/sda1 single"),
        ([], ["console"], "linux /vmlinuz quiet root=/dev/sda1"),
        (["quiet"], [], "linux /vmlinuz quiet console=tty0 root=/dev/sda1"),
        (["root=/dev/sdb1"], ["root=/dev/sda1"], "linux /vmlinuz quiet console=tty0 root=/dev/sdb1"),
    ],
)
def test_options_are_added_and_removed(add: list[str], remove: list[str], line: str) -> None:
    assert changed_line("  linux /vmlinuz  quiet console=tty0 root=/dev/sda1", add, remove) == line


@pytest.mark.parametrize("option", ["splash", "consol", "console=ttyS0"])
def test_an_option_that_is_not_there_is_not_removed_in_silence(option: str) -> None:
    with pytest.raises(InputError, match=f"'{option}' is not in the kernel line: linux /vmlinuz"):
        changed_line("linux /vmlinuz quiet console=tty0", [], [option])
