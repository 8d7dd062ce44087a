"""Rows of firmware setups: which value a setting has."""

import pytest

from TinyPilotLibrary.flows.setting_rows import Opened, is_value, label_of, names_tab, steps_of, value_of, what_opened


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("Wake on LAN                 [Disabled]", "Disabled"),
        ("Select Language            <Standard English>", "Standard English"),
        ("Auto Boot Time-out         [7    ]", "7"),
        ("Asset tag                  [R 12]", "R 12"),
        ("Secure boot                [X]", "Checked"),
        ("[ ] Secure boot", "Unchecked"),
        ("Asset tag                  []", ""),
        ("BIOS version               1.0", "1.0"),
        ("iSCSI Initiator Name   iqn.2026-01.org.example:host", "iqn.2026-01.org.example:host"),
        ("► Device Manager", ""),
        ("Quick Boot: Enabled", "Enabled"),
    ],
)
def test_the_value_of_a_row(row: str, value: str) -> None:
    assert value_of(row) == value


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("Wake on LAN                 [Disabled]", "Wake on LAN"),
        ("Select Language            <Standard English>", "Select Language"),
        ("[ ] Secure boot", "Secure boot"),
        ("► Device Manager", "Device Manager"),
        ("> PCIe slots", "PCIe slots"),
        ("Device Manager >", "Device Manager"),
        ("BIOS version               1.0", "BIOS version"),
        ("Asset tag                  []", "Asset tag"),
        ("Storage", "Storage"),
    ],
)
def test_what_a_row_is_called(row: str, label: str) -> None:
    assert label_of(row) == label


def test_a_tab_is_whole_words_of_the_row_of_tabs() -> None:
    tabs = "   Main    Advanced    Boot Options    Save & Exit"
    assert all(names_tab(tab, tabs) for tab in ("Main", "Boot Options", "Save & Exit", "text:Advanced"))
    assert not any(names_tab(step, tabs) for step in ("Adv", "Boot Option", "Exit Save"))


@pytest.mark.parametrize(
    ("row", "wanted", "is_so"),
    [
        ("Fan speed   [50]", "50", True),
        ("Fan speed   [50]", "5", False),
        ("Mode   [Legacy  only]", "Legacy only", True),
        ("Mode   [Enabled]", "enabled", False),
        ("Secure boot   [X]", "Enabled", True),
        ("Secure boot   [X]", "off", False),
        ("Secure boot   [ ]", "Unchecked", True),
        ("Secure boot   [ ]", "nonsense", False),
    ],
)
def test_whether_a_row_has_a_value(row: str, wanted: str, *, is_so: bool) -> None:
    assert is_value(row, wanted) is is_so


def test_what_a_key_has_opened_is_seen() -> None:
    page = "┌──┐\nTime-out [5]"
    assert what_opened(page, page.replace("5", "6"), ("valid inputs",)) is Opened.NOTHING
    assert what_opened(page, page + "\n0-9 are valid inputs", ("valid inputs",)) is Opened.FIELD
    assert what_opened(page, page + "\n┌──┐", ("valid inputs",)) is Opened.LIST
    assert what_opened(page, page + "\n┌──┐ valid inputs", ("valid inputs",)) is Opened.FIELD


def test_a_path_is_entries() -> None:
    assert steps_of(" Device Manager >  I/O > USB ") == ["Device Manager", "I/O", "USB"]
