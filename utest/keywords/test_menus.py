"""Menus, as a suite steers them: the virtual computer's setup."""

import pytest
from PIL import Image

from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, CYAN, GRAY, WHITE
from TinyPilotLibrary.devices.virtual.setup import Setup
from TinyPilotLibrary.devices.virtual.stage import Stage
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from utest.keywords.conftest import Target

pytestmark = pytest.mark.integration


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
    assert lines[0].startswith("'boot' is not an entry of the menu. Rows that were selected, with keys pressed 4 times")
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


class _ValuesAlone(Stage):
    """A page as EDK2 draws it: where an entry has a value, this alone is highlighted; help stands at the right.

    Enter opens the list of the values in front of the labels.
    """

    _ROWS = (
        ("> Device Manager", "", "Settings of drives"),
        ("Boot next", "<None>", "Used once"),
        ("Time-out", "[5]", "In seconds"),
    )

    def enter(self) -> None:
        self._row = 0
        self._values: list[str] = []

    def key(self, press: KeyPress) -> None:
        if press.code == "Enter":
            self._row, self._values = 0, ["Disc", "Network", "Shell", "None"]
        step = {"ArrowDown": 1, "ArrowUp": -1}.get(press.code, 0)
        self._row = (self._row + step) % (len(self._values) or len(self._ROWS))

    def draw(self) -> Image.Image:
        screen = TextScreen()
        screen.clear(GRAY)
        plain, highlighted = (BLACK, GRAY), (GRAY, BLACK)
        for index, (label, value, note) in enumerate(self._ROWS):
            is_selected = index == self._row and not self._values
            screen.write(5 + index, 3, label, *(highlighted if is_selected and not value else plain))
            screen.write(5 + index, 30, value, *(highlighted if is_selected else plain))
            screen.write(5 + index, 57, note, BLUE, GRAY)
        if self._values:
            screen.box(4, 18, 2 + len(self._values), 30, WHITE, BLUE)
            for index, value in enumerate(self._values):
                color, ground = (BLACK, CYAN) if index == self._row else (WHITE, BLUE)
                screen.write(5 + index, 19, f" {value}".ljust(28), color, ground)
        return screen.draw()


def test_an_entry_whose_value_alone_is_highlighted_is_selected_by_its_label(target: Target) -> None:
    target.computer.begin(_ValuesAlone(target.computer))
    target.passes(
        "${row} =    Select Entry    Time-out",
        "Should Match Regexp    ${row}    ^Time-out +\\\\[5\\\\]$",
        "${row} =    Select Entry    Device Manager",
        "Should Contain    ${row}    Device Manager",
        "Should Not Contain    ${row}    Settings",
    )
    assert target.pressed == ["ArrowDown"] * 3
    assert target.fails("Select Entry    Settings of drives").startswith("'Settings of drives' is not an entry")


def test_labels_behind_a_list_of_values_are_not_its_entries(target: Target) -> None:
    target.computer.begin(_ValuesAlone(target.computer))
    target.passes(
        "Press Keys    Enter",
        "${row} =    Select Entry    None",
        "Should Be Equal    ${row}    None",
    )
    assert target.fails("Select Entry    Boot next").startswith("'Boot next' is not an entry of the menu.")


def test_without_a_selected_row_the_entry_and_what_is_there_instead_are_told(target: Target) -> None:
    told = target.fails("Select Entry    Boot next    timeout=1s").splitlines()
    assert told[0].startswith("'Boot next' cannot be selected. No row looks selected.")
    assert told[0].endswith("Text read (cells):")
    assert any("Memory test" in line for line in told[1:])


class _Deaf(_ValuesAlone):
    """Takes no keys."""

    def key(self, press: KeyPress) -> None:
        pass


def test_a_highlight_that_does_not_move_is_told(target: Target) -> None:
    target.computer.begin(_Deaf(target.computer))
    told = target.fails("Select Entry    Time-out    timeout=1s")
    assert target.pressed == ["ArrowDown", "ArrowUp"]
    assert "The highlight did not move within 1 s of a press" in told
