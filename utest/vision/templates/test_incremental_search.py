"""Frames one after the other: the outcomes are those of looking anew, and nothing is searched twice."""

import gc
import tracemalloc
from functools import cache

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.finding.picture_finder import PictureFinder
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import match_of, matches_of
from utest.vision.screens import captured, cut, featured_regions, frame_of, screens


def told(matches: list[Match | None]) -> list[tuple[Region, float] | None]:
    return [(item.region, round(item.score, 6)) if item else None for item in matches]


@cache
def templates() -> list[Template]:
    return [cut(screens()[name], region) for name in ("desktop", "terminal", "setup") for region in regions_of(name)]


def regions_of(name: str) -> list[Region]:
    return featured_regions(screens()[name], 70, 24, count=5, seed=31)


def sequence() -> list[Pixels]:
    """A desktop on which one thing after the other changes, by little and by much."""
    desktop, terminal = screens()["desktop"].color, screens()["terminal"].color
    steps = [desktop]
    for region in regions_of("desktop")[:2]:
        # What is found there goes, and then comes back beside.
        changed = steps[-1].copy()
        left, top, width, height = (int(value) for value in region)
        changed[top : top + height, left : left + width] = changed[top, left]
        steps.append(changed)
        moved = changed.copy()
        moved[500 : 500 + height, 300 : 300 + width] = desktop[top : top + height, left : left + width]
        steps.append(moved)
    written = steps[-1].copy()
    cv2.putText(written, "one more line of text", (40, 620), cv2.FONT_HERSHEY_PLAIN, 1, (20, 20, 20))
    return [*steps, written, terminal, desktop]


@pytest.mark.parametrize("quality", [0, 75])
def test_the_outcomes_are_those_of_looking_anew(quality: int) -> None:
    search = IncrementalSearch(templates())
    for pixels in sequence():
        frame = captured(frame_of(pixels), quality) if quality else frame_of(pixels)
        assert told(search.look(frame)) == told([match_of(frame, template) for template in templates()])


def test_in_the_noise_of_a_capture_the_outcomes_are_those_of_looking_anew() -> None:
    random = np.random.default_rng(4)
    clean = screens()["desktop"]
    only_once = [template for template in templates() if len(matches_of(clean, template)) == 1]
    search = IncrementalSearch(only_once)
    wanted = [match.region for match in search.look(clean) if match]
    assert wanted
    for _ in range(4):
        noisy = np.clip(clean.color + random.normal(0, 2, clean.color.shape), 0, 255).astype(np.uint8)
        frame = captured(frame_of(noisy), 80)
        matches = search.look(frame)
        assert [match.region for match in matches if match] == wanted
        assert told(matches) == told([match_of(frame, template) for template in only_once])
    # A change is seen through the noise.
    left, top, width, height = (int(value) for value in wanted[0])
    noisy[top : top + height, left : left + width] = 200
    matches = search.look(captured(frame_of(noisy), 80))
    assert wanted[0] not in [match.region for match in matches if match]


def test_a_lamp_that_turns_green_is_seen() -> None:
    def lamp(color: tuple[int, int, int]) -> Frame:
        pixels = np.full((300, 400, 3), 235, np.uint8)
        cv2.circle(pixels, (200, 150), 9, color, -1)
        cv2.rectangle(pixels, (150, 120), (250, 180), (90, 90, 90))
        return captured(frame_of(pixels))

    red, green = (0, 0, 255), (0, 128, 0)
    search = IncrementalSearch([cut(lamp(green), Region(180, 130, 40, 40))])
    assert search.look(lamp(red))[0] is None
    assert search.look(lamp(green))[0]
    assert search.look(lamp(red))[0] is None


RED, GREEN = (0, 0, 255), (0, 130, 0)


def bright_lamp(color: tuple[int, int, int], number: int = 0) -> Frame:
    """A lamp whose colours are equally bright, beside a number."""
    pixels = np.full((300, 400, 3), 235, np.uint8)
    cv2.circle(pixels, (200, 150), 9, color, -1)
    cv2.rectangle(pixels, (150, 120), (250, 180), (90, 90, 90))
    cv2.putText(pixels, str(number), (10, 280), cv2.FONT_HERSHEY_PLAIN, 2, (20, 20, 20))
    return frame_of(pixels)


def lamp_search() -> IncrementalSearch:
    return IncrementalSearch([cut(bright_lamp(GREEN), Region(180, 130, 40, 40))])


@pytest.mark.parametrize("ticks", [False, True])
def test_a_colour_of_the_same_brightness_is_seen(ticks: bool) -> None:  # noqa: FBT001
    assert np.array_equal(bright_lamp(RED).gray, bright_lamp(GREEN).gray)
    search = lamp_search()
    assert search.look(bright_lamp(RED))[0] is None
    greens = (bright_lamp(GREEN, number * ticks) for number in range(1, 6))
    assert any(search.look(frame)[0] for frame in greens)
    reds = (bright_lamp(RED, number * ticks) for number in range(6, 11))
    assert any(search.look(frame)[0] is None for frame in reds)


def test_no_last_look_rests_on_colours_of_an_earlier_frame() -> None:
    search = lamp_search()
    for number, (color, found) in enumerate([(RED, False), (GREEN, True), (RED, False), (GREEN, True)]):
        # Something else changes too.
        (match,) = search.matches(bright_lamp(color, number), last=True)
        assert (match is not None) == found, number


def test_a_colour_that_changed_beside_something_else_is_seen_when_the_picture_comes_again() -> None:
    search = lamp_search()
    search.look(bright_lamp(RED, 1))
    search.look(bright_lamp(GREEN, 2))
    assert search.look(bright_lamp(GREEN, 2))[0]
    search.look(bright_lamp(RED, 3))
    assert search.look(bright_lamp(RED, 3))[0] is None


@pytest.mark.parametrize("left", [None, 0.2])
def test_the_last_look_of_a_wait_sees_colours(left: float | None) -> None:
    template = cut(bright_lamp(GREEN), Region(180, 130, 40, 40))
    finder = PictureFinder(ResolvedLocator(Locator.parse("lamp.png"), [template]), None, 0.8)
    for number, (color, kind) in enumerate([(RED, Miss), (GREEN, Match), (RED, Miss)]):
        frame = bright_lamp(color, number)
        assert isinstance(finder.find(frame, left and frame.captured_at + left), kind), number


def test_the_same_picture_is_not_decoded_again() -> None:
    frame = captured(screens()["desktop"])
    search = IncrementalSearch(templates())
    before = search.look(frame)
    again = Frame.read(frame.data)
    assert search.look(again) == before
    assert not {"gray", "color", "pyramid"} & vars(again).keys()


def test_who_stops_at_the_first_match_pays_for_no_more() -> None:
    frame = captured(screens()["desktop"])
    here = cut(screens()["desktop"], regions_of("desktop")[0])
    search = IncrementalSearch([here, here])
    assert next(search.matches(frame))


def test_a_screen_of_another_size_is_searched_anew() -> None:
    search = IncrementalSearch(templates())
    for name in ("desktop", "setup", "desktop"):
        frame = captured(screens()[name])
        assert told(search.look(frame)) == told([match_of(frame, template) for template in templates()])


def test_memory_does_not_grow_with_the_frames() -> None:
    screen = screens()["setup"].color[:200, :300]
    shots = [captured(frame_of(np.roll(screen, 16 * number, axis=0))).data for number in range(8)]
    search = IncrementalSearch(
        [cut(frame_of(screen), region) for region in featured_regions(frame_of(screen), 60, 30, 2, 1)]
    )

    def look(times: int) -> int:
        for number in range(times):
            search.look(Frame.read(bytes(bytearray(shots[number % len(shots)]))))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = look(16)
        assert look(48) - before < 2**19
    finally:
        tracemalloc.stop()
