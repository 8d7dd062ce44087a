"""Menus, as a suite steers them: the virtual computer's setup."""

import pytest

from TinyPilotLibrary.devices.virtual.setup import Setup
from utest.keywords.conftest import Target


@pytest.fixture
def advanced(target: Target) -> Target:
    """The page with Virtualization, Wake on LAN, Quiet boot and Secure boot; the first row is selected."""
    target.computer.begin(Setup(target.computer))
    target.passes("Press Keys    Right", "Wait Until Screen Contains    text:Wake on LAN")
    return target


@pytest.mark.parametrize(
    ("entry", "row", "presses"),
    [
        ("Virtualization", "Virtualization", 0),
        ("text:Wake ${SPACE * 2}on LAN", "Wake on LAN", 1),
        ("Quiet boot", "Quiet boot", 2),
        ("re:^Secure\\\\s", "Secure boot", 3),
        # All rows are seen before the beginning of one will do.
        ("Quiet", "Quiet boot", 6),
    ],
)
def test_an_entry_is_selected_by_its_text(advanced: Target, entry: str, row: str, presses: int) -> None:
    advanced.passes(
        f"${{row}} =    Select Entry    {entry}",
        f"Should Start With    ${{row}}    {row}",
        "${selected} =    Get Selected Text",
        "Should Be Equal    ${row}    ${selected}",
    )
    assert len(advanced.pressed) == 1 + presses


def test_an_entry_that_is_not_there_is_known_after_one_round_and_told_with_the_rows(advanced: Target) -> None:
    told = advanced.fails("Select Entry    boot")
    assert advanced.pressed[1:] == ["ArrowDown"] * 4
    lines = told.splitlines()
    assert lines[0].startswith("'boot' is not an entry of the menu. Rows that were selected")
    assert [line.split("  ")[2].strip() for line in lines[1:5]] == [
        "Virtualization",
        "Wake on LAN",
        "Quiet boot",
        "Secure boot",
    ]


def test_a_miss_has_its_picture(advanced: Target) -> None:
    ran = advanced.run("Select Entry    Nothing")
    assert "<img" in (ran.folder / "output.xml").read_text("utf-8").replace("&lt;", "<")


def test_a_beginning_that_several_entries_have_is_refused(target: Target) -> None:
    target.computer.begin(Setup(target.computer))
    target.passes("Press Keys    Right    Right", "Wait Until Screen Contains    text:Boot option #1")
    told = target.fails("Select Entry    Boot option")
    assert told.startswith("3 entries begin with 'Boot option'; name one in full.")


def test_a_picture_and_a_useless_number_are_refused_before_a_key_is_pressed(advanced: Target) -> None:
    assert "An entry is a text" in advanced.fails("Select Entry    image:row.png")
    assert "most must be at least 1" in advanced.fails("Select Entry    Wake on LAN    most=0")
    assert advanced.pressed == ["ArrowRight"]


def test_a_key_is_pressed_step_by_step_until_a_page_is_there(advanced: Target) -> None:
    advanced.passes("Press Key Step By Step    Right    text:Boot option #1")
    advanced.passes("Press Key Step By Step    Right    text:Boot option #1")
    assert advanced.pressed == ["ArrowRight"] * 2
