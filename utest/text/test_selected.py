"""What is selected where a dialog lies upon a page: its button takes the keys, not the row behind it."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame

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
    data = io.BytesIO()
    picture.save(data, **({"format": "JPEG", "quality": jpeg} if jpeg else {"format": "PNG"}))
    return Frame.read(data.getvalue())


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
