"""Locators and places, as they are written."""

import re

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.match import Match


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("boot/menu.png", "boot/menu.png"),
        ("image:boot/menu.png", "boot/menu.png"),
        (" IMAGE: boot/menu.png ", "boot/menu.png"),
        ("C:\\templates\\menu.png", "C:\\templates\\menu.png"),
        ("Boot Manager", "Boot Manager"),
    ],
)
def test_without_a_known_prefix_it_is_an_image(written: str, value: str) -> None:
    locator = Locator.parse(written)
    assert (locator.kind, locator.value) == (LocatorKind.IMAGE, value)
    assert str(locator) == written.strip()
    assert locator.point is None


@pytest.mark.parametrize(
    ("written", "x", "y"),
    [
        ("point:0.5,0.25", 0.5, 0.25),
        ("point:640,360", 640, 360),
        ("point: 640 , 0.5", 640, 0.5),
        ("Point:1.0,0.0", 1.0, 0.0),
    ],
)
def test_a_point_is_pixels_or_with_a_decimal_point_fractions(written: str, x: float, y: float) -> None:
    point = Locator.parse(written).point
    assert point == (x, y)
    assert point is not None
    assert (type(point.x), type(point.y)) == (type(x), type(y))


def test_a_match_is_the_place_where_it_was_found() -> None:
    locator = Locator.parse(Match("ok.png", Region(10, 20, 30, 40), 0.99, Point(25, 40)))
    assert locator.point == (25, 40)
    assert str(locator) == "ok.png"


@pytest.mark.parametrize("written", ["", "  ", "image:", "point:"])
def test_an_empty_locator_is_refused_with_examples(written: str) -> None:
    with pytest.raises(
        LocatorError, match=r"is empty\. Write for example 'image:ok\.png', 'text:Boot Manager' or 'point:0\.5,0\.5'"
    ):
        Locator.parse(written)


@pytest.mark.parametrize("written", ["point:0.5", "point:a,b", "point:1,2,3", "point:.5,.5", "point:50%,50%"])
def test_a_point_that_is_none_is_told_how_one_is_written(written: str) -> None:
    with pytest.raises(LocatorError, match=re.escape("'0.5,0.5' (fractions) or '640,360' (pixels), got ")):
        Locator.parse(written)


def test_a_text_may_have_colons_and_blanks() -> None:
    locator = Locator.parse("text: Boot device:  disk ")
    assert (locator.kind, locator.value, locator.is_text) == (LocatorKind.TEXT, "Boot device:  disk", True)
    assert Locator.parse(r"re:^Version \d+").kind is LocatorKind.REGEX


@pytest.mark.parametrize(
    ("written", "pixels"),
    [
        ("0,0,640,100", (0, 0, 640, 100)),
        ("0.5,0.0,0.5,1.0", (360, 0, 360, 400)),
        ("10, 0.5, 100, 0.25", (10, 200, 100, 100)),
        ("0.333,0.333,0.667,0.667", (240, 133, 480, 267)),
    ],
)
def test_a_region_is_pixels_or_fractions_of_the_screen(written: str, pixels: tuple[int, int, int, int]) -> None:
    assert Region.parse(written).on(Size(720, 400)) == pixels


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("0,0,100", "Expected a region 'left,top,width,height'"),
        ("here", "for example '0,0,640,100' (pixels) or '0.5,0.0,0.5,1.0' (fractions), got 'here'"),
        ("0,0,0,100", "has no area"),
        ("0,0,100,-5", "has no area"),
    ],
)
def test_what_is_no_region_is_told_how_one_is_written(written: str, told: str) -> None:
    with pytest.raises(LocatorError, match=re.escape(told)):
        Region.parse(written)


@pytest.mark.parametrize(
    "written", ["0,0,721,400", "700,0,30,10", "-1,0,10,10", "0.6,0.0,0.6,1.0", "0.0,0.0,0.0001,1.0"]
)
def test_a_region_that_is_not_on_the_screen_is_refused_with_its_size(written: str) -> None:
    with pytest.raises(LocatorError, match="is not wholly on the screen, which is 720x400 pixels"):
        Region.parse(written).on(Size(720, 400))


def test_a_pixel_means_its_middle() -> None:
    assert Point(0, 399).fractions(Size(720, 400)) == (0.5 / 720, 399.5 / 400)
    assert Point(0.0, 1.0).fractions(Size(720, 400)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("point", "told"),
    [
        (Point(720, 0), "x 720 is not on the screen, which is 720x400 pixels"),
        (Point(0, -1), "y -1 is not on the screen, which is 720x400 pixels"),
        (Point(1.01, 0.5), "x 1.01 is not on the screen, whose fractions go from 0.0 to 1.0"),
        (Point(0.5, -0.1), "y -0.1 is not on the screen, whose fractions go from 0.0 to 1.0"),
    ],
)
def test_a_point_that_is_not_on_the_screen_is_refused_with_what_would_be(point: Point, told: str) -> None:
    with pytest.raises(LocatorError, match=told):
        point.fractions(Size(720, 400))
