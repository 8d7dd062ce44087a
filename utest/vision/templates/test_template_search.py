"""Looking for templates: what is found is what comparing every place finds."""

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import match_of, matches_of, outcome_of
from utest.vision.screens import captured, cut, featured_regions, frame_of, screens
from utest.vision.templates.exhaustive import best_place, brightness_difference, correlation_of

SIZES = [(100, 40), (60, 20), (20, 12), (8, 8), (4, 30), (300, 100)]


def assert_same_as_exhaustive(frame: Frame, template: Template, threshold: float = 0.8) -> None:
    match = match_of(frame, template, threshold=threshold)
    wanted = best_place(frame, template, threshold)
    if wanted is None:
        assert match is None
    else:
        assert match, f"{wanted} was not found"
        assert (match.region.left, match.region.top) == (wanted.x, wanted.y)
        assert match.score == pytest.approx(wanted.score, abs=1e-4)


# Each size on every second screen, each screen with every second size.
PAIRS = [(name, size) for row, name in enumerate(screens()) for column, size in enumerate(SIZES) if (row + column) % 2]


@pytest.mark.parametrize(("name", "size"), PAIRS, ids=str)
def test_what_is_found_is_what_comparing_every_place_finds(name: str, size: tuple[int, int]) -> None:
    clean = screens()[name]
    other = captured(screens()["setup" if name == "setup-row" else "setup-row"])
    for quality, region in zip((95, 60), featured_regions(clean, *size, count=2, seed=7), strict=True):
        template = cut(clean, region)
        assert_same_as_exhaustive(captured(clean, quality), template)
        assert_same_as_exhaustive(other, template)


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.9, 0.97])
def test_a_threshold_is_kept_as_exactly(threshold: float) -> None:
    clean = screens()["desktop"]
    for region in featured_regions(clean, 60, 30, count=2, seed=3):
        assert_same_as_exhaustive(captured(clean, 70), cut(clean, region), threshold)
        assert_same_as_exhaustive(captured(screens()["terminal"], 70), cut(clean, region), threshold)


def test_all_places_are_found_and_of_overlapping_ones_the_best() -> None:
    pixels = np.full((200, 300, 3), 90, np.uint8)
    mark = cut(screens()["desktop"], featured_regions(screens()["desktop"], 30, 20, count=1, seed=5)[0])
    for x, y in ((10, 10), (200, 20), (100, 150)):
        pixels[y : y + 20, x : x + 30] = mark.color
    frame = captured(frame_of(pixels), 90)
    assert sorted((match.region.left, match.region.top) for match in matches_of(frame, mark)) == [
        (10, 10),
        (100, 150),
        (200, 20),
    ]


def test_what_is_outside_the_region_is_not_found() -> None:
    frame = screens()["setup"]
    region = featured_regions(frame, 40, 30, count=1, seed=2)[0]
    template = cut(frame, region)
    exact, beside, halves = (
        match_of(frame, template, area)
        for area in (region, Region(0, 0, region.left + 39, frame.size.height), Region(0.0, 0.0, 1.0, 1.0))
    )
    assert exact
    assert exact.region == region
    assert halves
    assert not beside or beside.region != region
    with pytest.raises(LocatorError, match="not wholly on the screen"):
        match_of(frame, template, Region(0, 0, 5000, 10))


def test_a_template_larger_than_the_screen_is_missed_with_a_sentence() -> None:
    frame = screens()["setup"]
    outcome = outcome_of(frame, cut(screens()["desktop"], Region(0, 0, 1024, 768)))
    assert isinstance(outcome, Miss)
    assert "1024x768 pixels is larger than the screen of 720x400" in str(outcome)


def test_a_twin_of_another_colour_does_not_hide_the_right_one() -> None:
    # Both have the same brightness, and the one of the wrong colour correlates better.
    color = np.full((40, 80, 3), (120, 128, 90), np.uint8)
    cv2.putText(color, "GO", (10, 32), cv2.FONT_HERSHEY_SIMPLEX, 1, (150, 100, 160), 3)
    template = Template("go", color)
    twin = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
    twin[:, :, 1] = 256 - twin[:, :, 1].astype(int)
    pixels = np.full((120, 300, 3), 128, np.uint8)
    pixels[30:70, 210:290] = cv2.cvtColor(twin, cv2.COLOR_YCrCb2BGR)
    pixels[30:70, 10:90] = color + (np.arange(80)[None, :, None] // 12).astype(np.uint8)
    frame = frame_of(pixels)
    wrong = np.s_[30:70, 210:290]
    assert brightness_difference(frame.gray[wrong], template) <= 1
    assert correlation_of(frame.gray[wrong], template) > correlation_of(frame.gray[30:70, 10:90], template)
    assert_same_as_exhaustive(frame, template)


def _pattern(kind: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A frame that is alike nearly everywhere."""
    rows, columns = np.mgrid[0:64, 0:96]
    gray = {
        "stripes": 60 + 120 * (columns // 5 % 2),
        "checker": 40 + 150 * ((columns // 3 + rows // 3) % 2),
        "gradient": columns * 255 // 96,
        "edge": np.where(rows < 40, 30, 200),
        "dots": np.where((rows % 12 < 3) & (columns % 12 < 3), 210, 80),
        "faint": 100 + 6 * (columns // 20 % 2),
    }[kind]
    return np.repeat(gray.astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("kind", ["stripes", "checker", "gradient", "edge", "dots", "faint"])
@pytest.mark.parametrize("size", [(40, 20), (9, 7)], ids=str)
def test_where_most_of_the_screen_is_alike_the_place_is_the_same_too(kind: str, size: tuple[int, int]) -> None:
    pixels = _pattern(kind)
    template = cut(frame_of(pixels), Region(36, 36, *size))
    assert_same_as_exhaustive(captured(frame_of(pixels), 75), template)
    dimmed = frame_of(np.asarray(pixels * 0.7, np.uint8))
    assert_same_as_exhaustive(dimmed, template)


def test_what_is_masked_does_not_count() -> None:
    clean = frame_of(screens()["desktop"].color[620:, :240])
    region = featured_regions(clean, 80, 40, count=1, seed=11)[0]
    mask = np.full((40, 80), 255, np.uint8)
    mask[10:30, 20:60] = 0
    template = Template("masked", cut(clean, region).color, mask)
    pixels = clean.color.copy()
    left, top = int(region.left), int(region.top)
    pixels[top + 10 : top + 30, left + 20 : left + 60] = (0, 0, 255)
    frame = captured(frame_of(pixels), 85)
    match = match_of(frame, template)
    assert match
    assert match.region == region
    assert_same_as_exhaustive(frame, template)
    assert match_of(frame, cut(clean, region)) is None
