"""Which of several places is meant, and regions beside a place."""

import numpy as np
import pytest

from TinyPilotLibrary.errors import LocatorError, SeveralOnScreen
from TinyPilotLibrary.finding.choice import THE_ONLY, Choice
from TinyPilotLibrary.finding.relative_regions import Side, beside
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import matches_of
from utest.vision.screens import frame_of

SCREEN = Size(800, 600)


def at(left: int, top: int, score: float = 0.9) -> Match:
    region = Region(left, top, 40, 20)
    return Match("box.png", region, score, region.center)


# Two rows that are not quite straight.
PLACES = [at(500, 102, 0.99), at(100, 300), at(100, 104), at(300, 98), at(500, 298)]


@pytest.mark.parametrize(
    ("nth", "place"), [(1, (100, 104)), (2, (300, 98)), (3, (500, 102)), (4, (100, 300)), (5, (500, 298))]
)
def test_places_are_counted_as_one_reads(nth: int, place: tuple[int, int]) -> None:
    chosen = Choice(nth=nth).of(PLACES, SCREEN)
    assert chosen is not None
    assert chosen.region[:2] == place


@pytest.mark.parametrize(
    ("point", "place"), [(Point(90, 290), (100, 300)), (Point(0.99, 0.99), (500, 298)), (Point(0.4, 0.0), (300, 98))]
)
def test_the_nearest_to_a_point_is_chosen(point: Point, place: tuple[int, int]) -> None:
    chosen = Choice(nearest_to=point).of(PLACES, SCREEN)
    assert chosen is not None
    assert chosen.region[:2] == place


def test_where_nothing_is_said_there_must_be_only_one() -> None:
    assert THE_ONLY.of(PLACES[:1], SCREEN) is PLACES[0]
    with pytest.raises(SeveralOnScreen) as raised:
        THE_ONLY.of(PLACES, SCREEN)
    message = str(raised.value)
    assert message.startswith("'box.png' is on the screen 5 times, and only one place is wanted: 1: 100,104,40,20")
    assert "nth=1, nearest_to=x,y" in message


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 5000, "9" * 400 + ".0", "1e5", "nan", "inf", "1_0", "\N{ARABIC-INDIC DIGIT THREE}"]
)
def test_a_number_that_no_screen_has_is_told_in_words(number: str) -> None:
    with pytest.raises(LocatorError, match="Expected a point") as refused:
        Point.parse(f"1,{number}")
    assert len(str(refused.value)) < 300
    with pytest.raises(LocatorError, match="Expected a region"):
        Region.parse(f"0,0,{number},1")


@pytest.mark.parametrize("choice", [THE_ONLY, Choice(nth=6), Choice(nearest_to=Point(1, 1))])
def test_where_there_are_too_few_there_is_none(choice: Choice) -> None:
    assert choice.of([] if choice.nth is None else PLACES, SCREEN) is None


FOUND = Region(200, 100, 40, 20)


@pytest.mark.parametrize(
    ("where", "extent", "region"),
    [
        (Side.RIGHT_OF, None, (240, 100, 560, 20)),
        (Side.RIGHT_OF, 100, (240, 100, 100, 20)),
        (Side.LEFT_OF, None, (0, 100, 200, 20)),
        (Side.LEFT_OF, 0.1, (120, 100, 80, 20)),
        (Side.ABOVE, None, (200, 0, 40, 100)),
        (Side.BELOW, 0.5, (200, 120, 40, 300)),
        (Side.AROUND, None, (150, 50, 140, 120)),
        (Side.AROUND, 1000, (0, 0, 800, 600)),
        (Region(10, -5, 100, 30), None, (210, 95, 100, 30)),
        (Region(1.0, 0.0, 2.0, 1.0), None, (240, 100, 80, 20)),
        (Region(-1.0, 0, 0.5, 10), None, (160, 100, 20, 10)),
    ],
)
def test_a_region_may_be_beside_a_place(
    where: Side | Region, extent: float | None, region: tuple[int, int, int, int]
) -> None:
    assert beside(FOUND, where, SCREEN, extent) == region


def test_a_region_beyond_the_screen_is_refused() -> None:
    with pytest.raises(LocatorError, match=r"The region right of 760,0,40,20 is outside the screen of 800x600 pixels"):
        beside(Region(760, 0, 40, 20), Side.RIGHT_OF, SCREEN)


@pytest.mark.parametrize(
    ("right", "down", "merged"), [(0, 0, True), (13, 0, True), (14, 0, False), (4, 4, True), (10, 10, False)]
)
def test_places_that_are_nearly_the_same_are_one(right: int, down: int, *, merged: bool) -> None:
    assert FOUND.is_about(FOUND.moved(right, down)) == merged
    assert FOUND.moved(right, down).is_about(FOUND) == merged


def test_a_pattern_that_repeats_is_found_at_each_place() -> None:
    # Stripes of which a window of 30x20 shows one and a half: those beside each other share a third.
    columns = np.arange(200) // 10 % 2 * 200
    pixels = np.zeros((20, 200, 3), np.uint8) + columns[None, :, None].astype(np.uint8)
    stripes = Template("stripes", pixels[:, :30].copy())
    places = [match.region.left for match in matches_of(frame_of(pixels), stripes)]
    assert sorted(places) == list(range(0, 171, 20))
