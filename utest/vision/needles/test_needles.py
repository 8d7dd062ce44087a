"""openQA needles: found, scored and clicked as os-autoinst does."""

from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_file import read_description, read_needle
from TinyPilotLibrary.vision.needles.needle_places import seen_in
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.needles.similarity import Place
from TinyPilotLibrary.vision.pixels import Pixels, part
from utest.vision.looking import outcome_of
from utest.vision.needles import os_autoinst
from utest.vision.screens import captured, featured_regions, frame_of, screens


def area(region: Region, **more: object) -> dict[str, Any]:
    names = ("xpos", "ypos", "width", "height")
    return {"type": "match", **dict(zip(names, map(int, region), strict=True)), **more}


def needle(frame: Frame, *areas: Mapping[str, Any], name: str = "needle", **more: object) -> Needle:
    return read_needle(name, {"area": list(areas), "tags": [], **more}, frame.png())


def shifted(pixels: Pixels, right: int, down: int) -> Pixels:
    return np.roll(pixels, (down, right), axis=(0, 1))


def looked(wanted: Needle, frame: Frame, *, far: bool = False, region: Region | None = None) -> Match | None:
    return NeedleSearch([wanted], region).look(frame, far=far)


def place_of(wanted: Needle, frame: Frame) -> Place:
    """Where the area that fits least is, near its place, and how well it fits; whether it is found or not."""
    _, place = seen_in(frame, wanted, whole(frame.size), far=False).weakest
    assert place
    return place


DESKTOP = screens()["desktop"]
SPOT = featured_regions(DESKTOP, 60, 24, count=1, seed=8)[0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("spoilt", ["q80", "q50", "noise", "shift", "dimmed", "other"])
def test_the_similarity_is_that_of_an_independent_implementation_of_the_rule(spoilt: str, seed: int) -> None:
    pixels = screens()["setup"].color[60:240, 0:300]
    clean = frame_of(pixels)
    region = featured_regions(clean, 46, 18, count=1, seed=seed)[0]
    noise = np.random.default_rng(seed).normal(0, 9, pixels.shape)
    frame = {
        "q80": lambda: captured(clean, 80),
        "q50": lambda: captured(clean, 50),
        "noise": lambda: frame_of(np.clip(pixels + noise, 0, 255).astype(np.uint8)),
        "shift": lambda: captured(frame_of(shifted(pixels, 7, -5)), 80),
        "dimmed": lambda: frame_of(np.asarray(pixels * 0.95, np.uint8)),
        "other": lambda: frame_of(screens()["setup-row"].color[60:240, 300:600]),
    }[spoilt]()
    # A margin of 1 pixel is one of 21 when it is near, as 50 is one of 69.
    similarity, x, y = os_autoinst.similarity(pixels, frame.color, box(region), margin=21)
    place = place_of(needle(clean, area(region, margin=1)), frame)
    assert place.similarity == pytest.approx(similarity, abs=0.005)
    # In noise, or where nothing is alike, rounding decides between places that are nearly as good.
    if similarity > 0.98 and spoilt != "noise":
        assert place.region[:2] == (x, y)


def box(region: Region) -> tuple[int, int, int, int]:
    left, top, width, height = (int(value) for value in region)
    return left, top, width, height


def test_the_scale_is_that_of_its_users() -> None:
    # 96 percent is a mean squared error of 17.2.
    gray = np.repeat(np.clip(DESKTOP.gray, 10, 245)[:, :, None], 3, axis=2)
    wanted = needle(frame_of(gray), area(SPOT))
    for shift, found in ((4, True), (5, False)):
        frame = frame_of(np.asarray(gray + shift, np.uint8))
        assert (looked(wanted, frame) is not None) == found
        assert place_of(wanted, frame).similarity == pytest.approx(0.9 + (40 - shift * shift) / 380, abs=0.001)


@pytest.mark.parametrize(
    ("gain", "level", "lossless", "found"),
    [(0.96, 96, False, True), (0.96, 99, False, False), (0.96, 96, True, False), (0.8, 60, False, False)],
)
def test_what_a_capture_shows_so_is_there_though_it_is_less_similar_than_without_loss(
    gain: float, level: int, *, lossless: bool, found: bool
) -> None:
    # A capture with a little less contrast; a needle that wants more than the default means it.
    bright = np.asarray(255 - screens()["setup"].color // 4, np.uint8)
    region = featured_regions(frame_of(bright), 60, 24, count=1, seed=2)[0]
    seen = frame_of(np.asarray(bright * gain + 3, np.uint8))
    hole = area(Region(region.left + 2, region.top + 2, 8, 8)) | {"type": "exclude"}
    wanted = needle(frame_of(bright), area(region, match=level), hole)
    frame = seen if lossless else captured(seen)
    assert (looked(wanted, frame) is not None) == found
    assert place_of(wanted, frame).similarity < level / 100


@pytest.mark.parametrize("quality", [95, 80, 65])
def test_a_nearly_flat_area_is_not_where_a_capture_shows_another_ground(quality: int) -> None:
    # A light field with two dark corners, and only the corners, less dark.
    field, corners = (np.full((400, 600, 3), 250, np.uint8) for _ in range(2))
    field[200:215, 300:312] = 255
    field[214, [300, 311]], corners[214, [300, 311]] = 170, 190
    wanted = needle(frame_of(field), area(Region(300, 200, 12, 15)))
    assert looked(wanted, captured(frame_of(field), quality))
    assert looked(wanted, captured(frame_of(corners), quality)) is None


def test_every_area_has_to_fit_and_the_weakest_one_is_told() -> None:
    other = Region(0, 740, 120, 28)
    left, top, width, height = box(other)
    pixels = DESKTOP.color.copy()
    pixels[top : top + height, left : left + width] //= 2
    wanted = needle(DESKTOP, area(SPOT), area(other))
    assert looked(wanted, DESKTOP)
    outcome = outcome_of(frame_of(pixels), wanted)
    assert isinstance(outcome, Miss)
    assert "1 of its 2 areas match" in str(outcome)
    assert looked(needle(DESKTOP, area(other), area(SPOT)), frame_of(pixels)) is None


def test_of_the_areas_that_do_not_fit_the_one_that_fits_least_is_told() -> None:
    places = [Region(0, 740, 120, 28), SPOT, Region(24, 20, 72, 72)]
    pixels = DESKTOP.color.copy()
    for place, by in zip(places, (0.9, 0.4, 0.9), strict=True):
        part(pixels, place)[:] = np.asarray(part(pixels, place) * by, np.uint8)
    outcome = outcome_of(frame_of(pixels), needle(DESKTOP, *(area(place) for place in places)))
    assert isinstance(outcome, Miss)
    assert outcome.region == SPOT


def test_a_match_is_around_all_areas_and_scores_as_the_weakest() -> None:
    outcome = looked(needle(DESKTOP, area(Region(10, 20, 50, 30)), area(Region(100, 5, 20, 10))), DESKTOP)
    assert outcome
    assert outcome.region == (10, 5, 110, 45)
    assert outcome.score == 1.0


@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("quality", [0, 95, 85, 75, 60])
def test_of_twins_the_one_nearest_to_its_place_is_found_whatever_the_noise_says(quality: int, *, far: bool) -> None:
    pixels = np.full((480, 640, 3), 250, np.uint8)
    for index, y in enumerate((150, 244, 338)):
        cv2.circle(pixels, (294, y), 10, (150, 150, 150), 1, cv2.LINE_AA)
        pixels[y - 6 : y + 6, 320 : 400 + 30 * index] //= 3
    frame = captured(frame_of(pixels), quality) if quality else frame_of(pixels)
    for y in (150, 244, 338):
        found = looked(needle(frame_of(pixels), area(Region(287, y - 6, 15, 13))), frame, far=far)
        assert found
        assert found.region == (287, y - 6, 15, 13)


def test_a_large_area_that_fits_exactly_at_its_place_is_there_and_not_beside_it() -> None:
    # A sum over so many bright pixels is not exact in single precision.
    pixels = np.full((400, 600, 3), 250, np.uint8)
    pixels[200, 300], pixels[201, 301] = 249, 251
    wanted = needle(frame_of(pixels), area(Region(60, 100, 449, 249)))
    found = looked(wanted, frame_of(pixels), far=True)
    assert found
    assert found.region == (60, 100, 449, 249)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_what_comparing_every_place_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    screen = screens()[("setup", "desktop", "login")[seed % 3]]
    region = featured_regions(screen, int(random.integers(6, 120)), int(random.integers(6, 60)), count=1, seed=seed)[0]
    wanted = needle(screen, area(region, match=int(random.integers(80, 99))))
    for dx, dy in ((0, 0), (31, -7), (150, 90)):
        noise = random.normal(0, 3, screen.color.shape)
        moved = np.clip(shifted(screen.color, dx, dy) + noise, 0, 255).astype(np.uint8)
        for far in (False, True):
            frame = frame_of(moved)
            every = seen_in(frame, wanted, whole(frame.size), far=far)
            found = looked(wanted, frame, far=far)
            assert (found is not None) == every.found
            if found:
                assert found.region == every.match(frame).region


@pytest.mark.parametrize(("margin", "found_near"), [(50, True), (0, True), (5, False)])
def test_an_area_is_looked_for_near_its_place_and_farther_away_when_asked(margin: int, *, found_near: bool) -> None:
    # No margin is the default one, 50.
    wanted = needle(DESKTOP, area(SPOT, margin=margin))
    moved = frame_of(shifted(DESKTOP.color, 45, 0))
    assert (looked(wanted, moved) is not None) == found_near
    assert looked(wanted, moved, far=True)
    _, _, width, height = box(SPOT)
    pixels = np.full_like(DESKTOP.color, 90)
    # With the pixels around it: they count, by blurring.
    part(pixels, Region(800, 600, width, height).grown(1))[:] = part(DESKTOP.color, SPOT.grown(1))
    elsewhere = frame_of(pixels)
    assert looked(wanted, elsewhere) is None
    found = looked(wanted, elsewhere, far=True)
    assert found
    assert found.region == (800, 600, width, height)
    assert looked(wanted, elsewhere, far=True, region=Region(0.0, 0.0, 0.5, 0.5)) is None


def test_what_is_excluded_does_not_count() -> None:
    left, top, _, _ = box(SPOT)
    pixels = DESKTOP.color.copy()
    pixels[top + 4 : top + 14, left + 10 : left + 30] = (200, 30, 90)
    excluded = area(Region(left + 10, top + 4, 20, 10)) | {"type": "exclude"}
    assert looked(needle(DESKTOP, area(SPOT)), frame_of(pixels)) is None
    outcome = looked(needle(DESKTOP, area(SPOT), excluded), frame_of(pixels))
    similarity, _, _ = os_autoinst.similarity(
        os_autoinst.painted(DESKTOP.color, box(Region(left + 10, top + 4, 20, 10))),
        os_autoinst.painted(pixels, box(Region(left + 10, top + 4, 20, 10))),
        box(SPOT),
        margin=3,
    )
    assert outcome
    assert outcome.score == pytest.approx(similarity, abs=0.005)


def test_what_is_excluded_stays_where_it_is_though_the_rest_moved() -> None:
    left, top, _, _ = box(SPOT)
    hole = Region(left + 10, top + 8, 3, 2)
    moved = shifted(DESKTOP.color, 1, 0)
    place = place_of(needle(DESKTOP, area(SPOT, margin=1), area(hole) | {"type": "exclude"}), frame_of(moved))
    similarity, x, y = os_autoinst.similarity(
        os_autoinst.painted(DESKTOP.color, box(hole)), os_autoinst.painted(moved, box(hole)), box(SPOT), margin=21
    )
    assert 0 < similarity < 1
    assert place.similarity == pytest.approx(similarity, abs=0.005)
    assert place.region[:2] == (x, y)


def test_a_screen_of_another_size_moves_the_expected_place_not_the_size() -> None:
    wide = cv2.copyMakeBorder(DESKTOP.color, 0, 384, 0, 512, cv2.BORDER_CONSTANT)
    left, top, width, height = box(SPOT)
    place = Region(left * 3 // 2, top * 3 // 2, width, height)
    part(np.asarray(wide, np.uint8), place.grown(1))[:] = part(DESKTOP.color, SPOT.grown(1))
    outcome = looked(needle(DESKTOP, area(SPOT, margin=1)), frame_of(np.asarray(wide, np.uint8)))
    assert outcome
    assert outcome.region == place


@pytest.mark.parametrize(
    ("clicks", "point", "named"),
    [
        ([None, None], (110, 10), {}),
        (["center", None], (35, 35), {}),
        ([{"xpos": 3.5, "ypos": 4.9}, None], (13, 24), {}),
        (
            [{"xpos": 1, "ypos": 2, "id": "yes"}, {"xpos": 3, "ypos": 4, "id": "no"}],
            (103, 9),
            {"yes": (11, 22), "no": (103, 9)},
        ),
    ],
)
def test_a_click_goes_where_the_needle_says(clicks: list[object], point: Point, named: dict[str, Point]) -> None:
    places = Region(10, 20, 50, 30), Region(100, 5, 20, 10)
    areas = [
        area(place) | ({"click_point": click} if click else {}) for place, click in zip(places, clicks, strict=True)
    ]
    outcome = looked(needle(DESKTOP, *areas), DESKTOP)
    assert outcome
    assert (outcome.click_point, dict(outcome.click_points)) == (point, named)


@pytest.mark.parametrize(
    ("name", "properties", "defect"),
    [
        ("login-bsc1234567-20190522", ["workaround"], "bsc#1234567"),
        ("login-20190522", ["workaround"], "workaround"),
        ("login", [{"name": "workaround", "value": "poo#42"}], "poo#42"),
        ("login-bsc1234567-20190522", ["glossy"], None),
    ],
)
def test_a_workaround_is_a_known_defect(name: str, properties: list[object], defect: str | None) -> None:
    outcome = looked(needle(DESKTOP, area(SPOT), name=name, properties=properties), DESKTOP)
    assert outcome
    assert outcome.workaround == defect
    assert ("known defect" in str(outcome)) == (defect is not None)


def test_of_several_needles_the_most_similar_counts_and_of_equal_ones_a_workaround() -> None:
    spoilt = frame_of(np.asarray(DESKTOP.color // 8 * 8, np.uint8))
    plain, better = needle(spoilt, area(SPOT, match=80), name="a"), needle(DESKTOP, area(SPOT), name="b")
    known = needle(DESKTOP, area(SPOT), name="c", properties=["workaround"])
    found = NeedleSearch([plain, better]).look(DESKTOP)
    assert found
    assert found.locator == "b"
    found = NeedleSearch([plain, better, known]).look(DESKTOP)
    assert found
    assert found.locator == "c"


def test_areas_for_text_do_not_decide() -> None:
    text = area(Region(0, 0, 10, 10)) | {"type": "ocr"}
    outcome = looked(needle(DESKTOP, area(SPOT), text), DESKTOP)
    assert outcome
    assert list(outcome.texts) == [(0, 0, 10, 10)]
    with pytest.raises(TemplateError, match="has no area of type 'match'"):
        needle(DESKTOP, text)


def test_the_same_picture_is_looked_at_once_but_farther_when_asked() -> None:
    search = NeedleSearch([needle(DESKTOP, area(SPOT, margin=1))])
    moved = frame_of(shifted(DESKTOP.color, 200, 0))
    assert search.look(moved, far=False) is None
    again = Frame.read(moved.data)
    assert search.look(again, far=False) is None
    assert "gray" not in vars(again)
    assert search.look(again, far=True)


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ({"area": [area(Region(1000, 0, 100, 20))]}, "not in its picture of 1024x768 pixels: 1000,0,100,20"),
        ({"area": [{"type": "match"}]}, "not in its picture"),
        ({"area": [{"type": "click"}]}, "type 'click'. Known: match, exclude, ocr"),
        ({"area": [area(SPOT, match="much")]}, "something else than numbers"),
        ({"area": ["here"]}, "is not a JSON object: 'here'"),
        ({"area": True}, "The areas of the needle 'boot' are not a list: True"),
        ({"area": [area(SPOT, xpos=float("inf"))]}, "something else than numbers"),
        ({"area": [area(SPOT, margin=10**400)]}, "numbers out of range"),
        ({"area": [area(SPOT, match=-1)]}, "numbers out of range"),
        ({"area": [area(SPOT, match=float("nan"))]}, "numbers out of range"),
        ({"area": [area(SPOT, click_point={"xpos": 1, "ypos": float("nan")})]}, "is not understood: {'xpos': 1,"),
        ({"area": [area(SPOT)] * 5000}, "has 5000 areas"),
        ({"area": [area(Region(0, 0, 1024, 768))] * 9}, "which cover 7077888 pixels of a picture of 1024x768"),
        ({"area": [area(SPOT, click_point="left")]}, "is not understood: 'left'"),
        ({"area": [area(SPOT, click_point="center"), area(SPOT, click_point="center")]}, "needs an 'id' of its own"),
    ],
)
def test_a_needle_that_cannot_be_used_is_refused_with_a_sentence(description: dict[str, Any], told: str) -> None:
    with pytest.raises(TemplateError) as raised:
        read_needle("boot", description, DESKTOP.png())
    assert told in str(raised.value)
    assert "'boot'" in str(raised.value)


@pytest.mark.parametrize(
    "description", [{"type": ""}, {"type": None}, {"xpos": float(SPOT.left) + 0.7}, {"match": "96"}]
)
def test_what_os_autoinst_takes_for_a_default_or_a_number_is_taken_too(description: dict[str, Any]) -> None:
    outcome = looked(needle(DESKTOP, area(SPOT) | description, properties={"note": "none"}), DESKTOP)
    assert outcome
    assert outcome.region == SPOT


@pytest.mark.parametrize("text", ["{", "[]", '"needle"'])
def test_what_describes_no_needle_is_refused(text: str) -> None:
    with pytest.raises(TemplateError, match=r"boot\.json"):
        read_description(text, "boot.json")


def test_a_miss_says_what_differs() -> None:
    changed, gone = DESKTOP.color.copy(), np.full_like(DESKTOP.color, 90)
    left, top, _, _ = box(SPOT)
    changed[top + 2 : top + 20, left + 4 : left + 18] = (200, 30, 90)
    outcome = outcome_of(frame_of(changed), needle(DESKTOP, area(SPOT)))
    assert isinstance(outcome, Miss)
    assert "requires this area with 96% similarity: matches, but a part differs" in outcome.reason
    outcome = outcome_of(frame_of(gone), needle(DESKTOP, area(SPOT)))
    assert isinstance(outcome, Miss)
    assert "no similar area found" in outcome.reason


def test_what_a_needle_accepts_though_it_does_not_look_the_same_is_doubted() -> None:
    # One digit of a date in a wide area differs.
    pixels = np.full((100, 600, 3), 240, np.uint8)
    cv2.putText(
        pixels, "2026-01-28 the license agreement was accepted", (12, 60), 0, 0.6, (110, 110, 110), 1, cv2.LINE_AA
    )
    other = pixels.copy()
    other[40:66, 78:92] = 240
    cv2.putText(other, "7", (78, 60), 0, 0.6, (110, 110, 110), 1, cv2.LINE_AA)
    place = Region(4, 30, 560, 50)
    found = looked(needle(frame_of(pixels), area(place)), frame_of(other))
    assert found
    assert "does not look the same" in found.doubt
    assert not looked(needle(frame_of(pixels), area(place)), frame_of(pixels)).doubt  # type: ignore[union-attr]
    tolerant = looked(needle(frame_of(pixels), area(place, match=90)), frame_of(other))
    assert tolerant
    assert not tolerant.doubt
