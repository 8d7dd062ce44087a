"""Templates: looked up in the folders, loaded once, refused with a sentence."""

import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from TinyPilotLibrary.errors import LocatorError, TemplateError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.templates.template import Template


def _picture(file: Path, size: tuple[int, int] = (40, 20)) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", size, "orange")
    ImageDraw.Draw(picture).ellipse((5, 5, 35, 15), fill="purple")
    picture.save(file)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    _picture(tmp_path / "one" / "setup.png")
    _picture(tmp_path / "two" / "setup.png", (44, 22))
    _picture(tmp_path / "two" / "ok.png")
    _picture(tmp_path / "two" / "boot" / "menu.png")
    return [tmp_path / "one", tmp_path / "two"]


def _load(written: str, folders: list[Path], catalog: TemplateCatalog | None = None) -> Template:
    [resolved] = (catalog or TemplateCatalog()).find([Locator.parse(written)], folders)
    [template] = resolved.templates
    return template


def test_the_first_folder_that_has_it_counts(folders: list[Path]) -> None:
    assert _load("setup.png", folders).size == (40, 20)
    assert _load("setup.png", folders[::-1]).size == (44, 22)


def test_a_template_may_be_in_a_folder_below_or_be_an_absolute_path(folders: list[Path], tmp_path: Path) -> None:
    assert _load("image:boot/menu.png", folders).size == (40, 20)
    assert _load(str(tmp_path / "two" / "ok.png"), folders).size == (40, 20)


def test_a_template_is_loaded_once_and_again_when_its_file_changed(folders: list[Path]) -> None:
    catalog = TemplateCatalog()
    first = _load("ok.png", folders, catalog)
    assert _load("ok.png", folders, catalog) is first
    file = folders[1] / "ok.png"
    _picture(file, (50, 25))
    os.utime(file, (0, 0))
    assert _load("ok.png", folders, catalog).size == (50, 25)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("stup.png", "Did you mean 'setup.png'?"),
        ("SETUP.PNG", "Did you mean 'setup.png'?"),
        ("boot/meni.png", f"Did you mean '{Path('boot/menu.png')}'?"),
        ("imag:ok.png", "Did you mean 'image:ok.png'?"),
        ("timout=5s", "If 'timout=' is meant as an option, check its spelling: this keyword has none of that name"),
        ("Boot Manager", "To look for text, write 'text:Boot Manager'"),
    ],
)
def test_a_missing_template_is_told_with_what_may_be_meant(folders: list[Path], written: str, told: str) -> None:
    with pytest.raises(TemplateError) as raised:
        _load(written, folders)
    message = str(raised.value)
    assert f"no template '{written}' in '{folders[0]}', '{folders[1]}'" in message
    assert told in message


def test_a_link_to_nothing_is_told_and_never_meant(folders: list[Path]) -> None:
    (folders[1] / "linked.png").symlink_to("moved.png")
    with pytest.raises(TemplateError, match=r"linked\.png' is a link to 'moved\.png', which does not exist"):
        _load("linked.png", folders)
    with pytest.raises(TemplateError) as raised:
        _load("linkd.png", folders)
    assert "linked" not in str(raised.value)


def test_nothing_is_guessed_where_nothing_is_near(folders: list[Path]) -> None:
    with pytest.raises(TemplateError) as raised:
        _load("login-question-of-the-other-machine.png", folders)
    assert "Did you mean" not in str(raised.value)


def test_a_place_cannot_be_looked_for(folders: list[Path]) -> None:
    with pytest.raises(LocatorError, match=re.escape("'point:0.5,0.5' is a position and cannot be searched for")):
        _load("point:0.5,0.5", folders)


def test_all_are_checked_before_looking_begins(folders: list[Path]) -> None:
    with pytest.raises(TemplateError, match=r"no template 'missing\.png'"):
        TemplateCatalog().find([Locator.parse("ok.png"), Locator.parse("missing.png")], folders)


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("This is no picture.")
    with pytest.raises(TemplateError, match=r"text\.png' is not a picture"):
        _load("text.png", [tmp_path])
