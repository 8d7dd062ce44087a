"""Which row of a menu a text means."""

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.entries import Entry, Likeness
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.text.page import Line
from TinyPilotLibrary.vision.geometry import Region


def row(text: str, *, exact: bool = True) -> Line:
    def place(start: int, end: int) -> Region:
        return Region(8 * start, 0, 8 * (end - start), 16)

    return Line(text, place(0, len(text)), exact, place)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("Quiet boot", "Quiet boot                  [Enabled]"),
        ("Quiet  boot", " Quiet boot"),
        ("text:Quiet boot", "Quiet boot [Disabled]"),
        ("Debian GNU/Linux", "*Debian GNU/Linux"),
        ("*Debian GNU/Linux", "*Debian GNU/Linux"),
        ("Device Manager", "> Device Manager"),
        ("iSCSI Configuration", "► iSCSI Configuration            │ Configure iSCSI"),
        ("Device Manager", "Device Manager >"),
        ("SSH server", "[*] SSH server"),
        ("SSH server", "[ ] SSH server"),
        ("English", "English              -  English"),
        ("English  -  English", "English              -  English"),
        ("Boot option #1", "Boot option #1   [Disk]"),
        ("Memory size", "Memory size   <512 MB>"),
        ("German (Austria)", "German (Austria)"),
        ("re:^Boot option #\\d", "Boot option #1   [Disk]"),
        ("Yes", "<Yes>"),
    ],
)
def test_an_entry_names_its_row(entry: str, text: str) -> None:
    assert Entry.parse(entry, ReadOptions()).names(row(text)) is Likeness.SAME


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("Advanced options", "*Advanced options for Debian GNU/Linux"),
        ("German", "German (Austria)"),
        ("Boot option", "Boot option #1   [Disk]"),
    ],
)
def test_the_beginning_of_a_row_is_less(entry: str, text: str) -> None:
    assert Entry.parse(entry, ReadOptions()).names(row(text)) is Likeness.BEGINS


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("boot", "Quiet boot                  [Enabled]"),
        ("Boot", "Bootable"),
        ("boot", "Boot Manager"),
        ("Enabled", "Quiet boot                  [Enabled]"),
        ("Configure", "iSCSI Configuration            │ Configure iSCSI"),
        ("Boot option #1", "Boot option #10"),
        ("re:^Boot$", "Boot Manager"),
    ],
)
def test_another_row_is_not_named(entry: str, text: str) -> None:
    assert Entry.parse(entry, ReadOptions()).names(row(text)) is Likeness.OTHER


def test_case_is_ignored_where_it_is_said() -> None:
    assert Entry.parse("boot manager", ReadOptions(ignore_case=True)).names(row("Boot Manager")) is Likeness.SAME


@pytest.mark.parametrize("entry", ["image:row.png", "tag:row", "text:", "re:(open", "point:1,1"])
def test_what_is_no_text_is_refused(entry: str) -> None:
    with pytest.raises(LocatorError):
        Entry.parse(entry, ReadOptions())
