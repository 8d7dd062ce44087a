"""What is selected where a dialog lies upon a page: its button takes the keys, not the row behind it."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.devices.virtual.picture import BLACK, BLUE, CYAN, GRAY
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from utest.machine import frame_of_picture
from utest.text.installer_page import ADWAITA_DARK, BREEZE, InstallerPage, Theme

_SIZE = (1024, 768)
_ROWS = ["Boot Manager", "Device Manager", "Secure Boot", "Reset This System", "Language", "Continue"]
_LIGHT = {"ground": "#f6f5f4", "ink": "#202020", "bar": "#3584e4", "dialog": "#ffffff", "button": "#e0dedb"}
_DARK = {"ground": "#1e1e1e", "ink": "#eeeeee", "bar": "#15539e", "dialog": "#303030", "button": "#484848"}


def _page(theme: dict[str, str], *, dialog: bool, focus: str | None, jpeg: int | None) -> Frame:
    """A list with a selected row, and a dialog in the middle of it."""
    picture = Image.new("RGB", _SIZE, theme["ground"])
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(20)
    for number, row in enumerate(_ROWS):
        top = 60 + 100 * number
        if number == 1:
            draw.rectangle((40, top - 6, 984, top + 32), fill=theme["bar"])
        draw.text((60, top), row, font=font, fill="#ffffff" if number == 1 else theme["ink"])
    if dialog:
        draw.rectangle((262, 284, 762, 484), fill=theme["dialog"], outline="#808080", width=2)
        draw.text((300, 310), "Save changes and restart?", font=font, fill=theme["ink"])
        for left, name in ((320, "Yes"), (560, "Cancel")):
            ground = theme["bar"] if name == focus else theme["button"]
            draw.rectangle((left, 410, left + 130, 450), fill=ground)
            draw.text((left + 30, 418), name, font=font, fill="#ffffff" if name == focus else theme["ink"])
    return frame_of_picture(picture, jpeg)


@pytest.mark.parametrize("theme", [_LIGHT, _DARK], ids=["light", "dark"])
@pytest.mark.parametrize("jpeg", [None, 80], ids=["png", "jpeg"])
@pytest.mark.parametrize(
    ("dialog", "focus", "expected"),
    [(False, None, "Device Manager"), (True, "Yes", "Yes"), (True, "Cancel", "Cancel")],
)
def test_the_focused_button_of_a_dialog_is_selected_and_not_the_row_behind_it(
    theme: dict[str, str], jpeg: int | None, *, dialog: bool, focus: str | None, expected: str
) -> None:
    selected = ScreenReader().read(_page(theme, dialog=dialog, focus=focus, jpeg=jpeg)).find_selected()
    assert selected is not None
    assert selected.text == expected


@pytest.mark.parametrize("theme", [_LIGHT, _DARK], ids=["light", "dark"])
def test_where_no_button_of_the_dialog_has_the_focus_nothing_is_selected(theme: dict[str, str]) -> None:
    assert ScreenReader().read(_page(theme, dialog=True, focus=None, jpeg=None)).find_selected() is None


_LIST = ["French", "Ghana", "German", "Greek"]
_LEFT, _TOP, _PITCH = 180, 210, 27


def _list(theme: Theme, selected: str | None) -> InstallerPage:
    """A list with a field of its own around it."""
    page = InstallerPage(theme, 16, 600, 400)
    page.write(30, 30, "Select your keyboard")
    page.draw.rectangle((_LEFT - 1, _TOP - 1, _LEFT + 271, _TOP + 175), fill=theme.field, outline=theme.border)
    for number, row in enumerate(_LIST):
        top = _TOP + _PITCH * number
        if row == selected:
            page.draw.rectangle((_LEFT, top, _LEFT + 270, top + _PITCH - 1), fill=theme.accent)
        page.write(_LEFT + 7, top + 4, row, ink=theme.on_accent if row == selected else None)
    return page


def _selected(page: InstallerPage, region: Region | None = None, jpeg: int | None = None) -> str | None:
    line = ScreenReader().read(page.frame(jpeg), region).find_selected()
    return line.text if line else None


@pytest.mark.parametrize("theme", [BREEZE, ADWAITA_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("x", "y", "scale"), [(22, -8, 1.5), (6, 14, 1.0)], ids=["from above", "to below"])
def test_the_pointer_does_not_join_the_selected_row_with_the_next_one(
    theme: Theme, x: int, y: int, scale: float
) -> None:
    page = _list(theme, "German")
    page.pointer(_LEFT + x, _TOP + 2 * _PITCH + y, scale)
    line = ScreenReader().read(page.frame()).find_selected()
    assert line is not None
    # Some letters lie under the pointer.
    assert line.text.endswith("an")
    assert "h" not in line.text
    assert line.box.height < 2 * _PITCH


@pytest.mark.parametrize("jpeg", [None, 70], ids=["png", "jpeg"])
def test_a_row_that_is_looked_at_alone_is_selected_if_it_has_a_bar(jpeg: int | None) -> None:
    region = Region(_LEFT - 5, _TOP + 2 * _PITCH - 2, 285, _PITCH + 4)
    assert _selected(_list(BREEZE, "German"), region, jpeg) == "German"
    assert _selected(_list(BREEZE, None), region, jpeg) is None


@pytest.mark.parametrize("jpeg", [None, 70], ids=["png", "jpeg"])
def test_a_drawing_of_a_keyboard_is_no_selection(jpeg: int | None) -> None:
    page = _list(BREEZE, None)
    for number, letter in enumerate("QWERTZUIOP"):
        left = 280 + 29 * number
        page.draw.rounded_rectangle((left, 340, left + 26, 366), 3, fill="#4d5156")
        page.write(left + 6, 344, letter, ink="#ffffff")
    assert _selected(page, jpeg=jpeg) is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("*Debian GNU/Linux", " Advanced options"), "*Debian GNU/Linux"),
        ((" Debian GNU/Linux", "*Advanced options"), "*Advanced options"),
        # Bullets, text beside them, and what is hidden.
        (("*Debian GNU/Linux", "*Advanced options"), None),
        (("*Required", "Name"), None),
        (("****", "    "), None),
        (("* one", "  two"), None),
    ],
)
def test_where_colours_tell_nothing_the_star_of_a_menu_does(rows: tuple[str, ...], expected: str | None) -> None:
    screen = TextScreen()
    screen.write(1, 20, "GNU GRUB  version 2.06")
    screen.fill(3, 1, 8, 78, BLUE)
    screen.box(3, 1, 8, 78, CYAN, BLUE)
    for number, row in enumerate(rows):
        screen.write(4 + number, 2, row, CYAN, BLUE)
    selected = ScreenReader().read(frame_of_picture(screen.draw())).find_selected()
    assert (selected and selected.text) == expected


@pytest.mark.parametrize("cursor", [None, 0, 3, 13])
@pytest.mark.parametrize(("column", "beside"), [(6, ""), (0, ""), (6, "│")])
@pytest.mark.parametrize("jpeg", [None, 80], ids=["png", "jpeg"])
def test_a_block_cursor_hides_no_character_of_a_field(
    jpeg: int | None, column: int, beside: str, cursor: int | None
) -> None:
    text = "quiet console=tty0"
    screen = TextScreen()
    for row, entry in enumerate(("Lab Linux 1", "Lab Linux 2")):
        screen.write(6 + row, 30, entry)
    screen.write(10, column, text.ljust(60), BLACK, GRAY)
    screen.write(10, column - len(beside), beside)
    if cursor is not None:
        screen.write(10, column + cursor, text[cursor], GRAY, BLACK)
    selected = ScreenReader().read(frame_of_picture(screen.draw(), jpeg)).find_selected()
    assert selected is not None
    assert selected.text == text


@pytest.mark.parametrize("jpeg", [None, 80], ids=["png", "jpeg"])
def test_a_letter_before_a_bar_is_not_of_it(jpeg: int | None) -> None:
    screen = TextScreen()
    screen.write(8, 10, "Select an entry")
    screen.write(10, 10, "a")
    screen.write(10, 11, " Start ", BLACK, GRAY)
    screen.write(10, 18, "b")
    selected = ScreenReader().read(frame_of_picture(screen.draw(), jpeg)).find_selected()
    assert selected is not None
    assert selected.text == "Start"


@pytest.mark.parametrize("jpeg", [None, 80], ids=["png", "jpeg"])
@pytest.mark.parametrize("number", [4, 8])
def test_what_is_above_and_below_a_row_of_a_long_list_is_no_dialog(jpeg: int | None, number: int) -> None:
    picture = Image.new("RGB", (1280, 800), "#edeae4")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    draw.text((18, 90), "Configure the keyboard", font=font, fill="#000000")
    draw.rectangle((18, 150, 1260, 738), fill="#ffffff", outline="#a0a0a0")
    draw.rectangle((1243, 151, 1259, 737), fill="#d0ccc6")
    rows = [f"Keymap {number}" for number in range(101, 126)]
    for index, row in enumerate(rows):
        top = 153 + 23 * index
        if index == number:
            draw.rectangle((19, top, 1242, top + 22), fill="#2e8b8b")
        draw.text((26, top + 3), row, font=font, fill="#ffffff" if index == number else "#000000")
    # A capture blurs the sides, not everywhere as much.
    draw.line((1242, 153 + 23 * number + 23, 1242, 737), fill="#d0ccc6")
    selected = ScreenReader().read(frame_of_picture(picture, jpeg)).find_selected()
    assert selected is not None
    assert selected.text == rows[number]
