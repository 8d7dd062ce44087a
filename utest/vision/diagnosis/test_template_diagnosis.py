"""Why something was missed, told as what it looks like."""

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import outcome_of
from utest.vision.screens import captured, cut, featured_regions, frame_of, screens

PLACE = Region(300, 200, 150, 48)


def button() -> Pixels:
    color = np.full((48, 150, 3), (150, 90, 40), np.uint8)
    cv2.rectangle(color, (2, 2), (147, 45), (220, 200, 190), 1)
    cv2.putText(color, "Install", (14, 34), cv2.FONT_HERSHEY_SIMPLEX, 1, (240, 240, 240), 2)
    return color


def screen(shown: Pixels | None) -> Frame:
    color = screens()["desktop"].color.copy()
    if shown is not None:
        part(color, Region(300, 200, shown.shape[1], shown.shape[0]))[:] = shown
    return captured(frame_of(color), 85)


def missed(frame: Frame, region: Region | None = None) -> Miss:
    outcome = outcome_of(frame, Template("install.png", button()), region)
    assert isinstance(outcome, Miss)
    return outcome


def mirrored(color: Pixels) -> Pixels:
    """In the opposite colours of the same brightness."""
    ycc = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
    ycc[:, :, 1:] = 256 - ycc[:, :, 1:].astype(int)
    return np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2BGR), np.uint8)


def tinted(color: Pixels) -> Pixels:
    """As if seen through red glass."""
    return np.asarray(color * np.array([0.5, 0.5, 1.0]), np.uint8)


def spotted(color: Pixels) -> Pixels:
    color[12:24, 20:30] = 0
    return color


def covered(color: Pixels) -> Pixels:
    color[:, 70:] = screens()["desktop"].color[600:648, 600:680]
    return color


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda color: np.asarray(color * 0.6, np.uint8), "darker: contrast x0.6"),
        (lambda color: np.clip(color * 0.8 + 60, 0, 255).astype(np.uint8), "brighter"),
        (mirrored, "colour differs"),
        (tinted, "colour differs"),
        (lambda color: np.asarray(color * 0.6 + np.array([0, 0, 100]), np.uint8), "colour differs"),
        (lambda color: np.asarray(cv2.GaussianBlur(color, (0, 0), 1.4), np.uint8), "blurred"),
        (spotted, "a part differs"),
        (covered, "partly covered"),
        (
            lambda color: np.asarray(cv2.resize(color, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA), np.uint8),
            "matches at 0.75 of its size: cut on a screen 1024 pixels high",
        ),
    ],
    ids=["darker", "brighter", "colour", "tinted", "redder", "blurred", "part", "covered", "scaled"],
)
def test_the_reason_is_told(change: Callable[[Pixels], Pixels], reason: str) -> None:
    miss = missed(screen(change(button())))
    assert reason in miss.reason
    assert miss.score < miss.threshold
    assert miss.reason in str(miss)


def test_what_is_beside_the_region_is_shifted() -> None:
    miss = missed(screen(button()), Region(0, 0, 400, 768))
    assert "outside the region" in miss.reason
    assert miss.region == PLACE


def test_what_is_not_there_at_all_is_named_so() -> None:
    miss = missed(captured(frame_of(np.full((300, 400, 3), 70, np.uint8))))
    assert (miss.region, miss.score) == (None, 0.0)
    assert miss.reason == "no similar area found"


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_what_is_seen_of_something_covered_says_where_it_is_and_where_it_is_not(side: str) -> None:
    color = button()
    hidden = {
        "left": Region(0, 0, 80, 48),
        "right": Region(70, 0, 80, 48),
        "top": Region(0, 0, 150, 26),
        "bottom": Region(0, 22, 150, 26),
    }[side]
    part(color, hidden)[:] = part(screens()["terminal"].color[200:248, 300:450], hidden)
    miss = missed(screen(color))
    assert miss.region == PLACE
    assert "partly covered" in miss.reason
    left, top, width, height = (int(value) for value in miss.reason.split(" visible, ")[1].split(" of ")[0].split(","))
    told = Region(left, top, width, height)
    # What covers it may look the same here and there: most of what is hidden is told, and nothing that is seen.
    common = told.common(hidden)
    assert common.width * common.height > 0.5 * hidden.width * hidden.height
    assert common.width * common.height > 0.9 * told.width * told.height


def test_the_place_of_what_has_another_size_is_where_it_is_in_that_size() -> None:
    smaller = np.asarray(cv2.resize(button(), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA), np.uint8)
    miss = missed(screen(smaller))
    assert miss.region is not None
    assert miss.region.is_about(Region(300, 200, 112, 36))


def test_things_of_other_screens_are_not_taken_for_something_else() -> None:
    frames = {name: captured(screens()[name]) for name in ("setup", "shell", "desktop")}
    told = []
    for name, other in (("setup", "desktop"), ("desktop", "shell"), ("desktop", "setup")):
        for region in featured_regions(screens()[name], 100, 40, count=3, seed=1):
            outcome = outcome_of(frames[other], cut(screens()[name], region))
            assert isinstance(outcome, Miss)
            told.append(outcome.reason)
    assert told == ["no similar area found"] * len(told)


def test_what_a_mask_leaves_out_may_be_anything() -> None:
    mask = np.full((48, 150), 255, np.uint8)
    mask[:, 100:] = 0
    shown = button()
    shown[:, 100:] = screens()["terminal"].color[200:248, 300:350]
    darker = np.asarray(shown * 0.6, np.uint8)
    for color, reason in ((darker, "darker"), (mirrored(shown), "colour differs")):
        outcome = outcome_of(screen(color), Template("install.png", button(), mask))
        assert isinstance(outcome, Miss)
        assert reason in outcome.reason
        assert outcome.region == PLACE


def turned(color: Pixels, by: float) -> Pixels:
    """In other hues, up to the opposite ones at 90."""
    hsv = cv2.cvtColor(color, cv2.COLOR_BGR2HSV)
    hsv[:, :, 0] = (hsv[:, :, 0].astype(int) + int(by)) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


def blurred(color: Pixels, by: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(color, (0, 0), by), np.uint8)


def wiped(color: Pixels, width: float) -> Pixels:
    color[:, 150 - int(width) :] = 90
    return color


@pytest.mark.parametrize(
    ("change", "amounts"),
    [
        (lambda color, by: np.asarray(color * by, np.uint8), (0.97, 0.9, 0.85, 0.8, 0.7, 0.5, 0.3)),
        (turned, (2, 6, 10, 16, 32, 64, 90)),
        (blurred, (0.4, 0.7, 0.9, 1.2, 1.6, 2.5)),
        (wiped, (0, 10, 40, 60, 80, 100)),
    ],
    ids=["dimmed", "hue", "blur", "covered"],
)
@pytest.mark.parametrize("threshold", [0.7, 0.8, 0.97])
def test_the_more_differs_the_lower_is_the_score(
    change: Callable[[Pixels, float], Pixels], amounts: tuple[float, ...], threshold: float
) -> None:
    template = Template("install.png", button())
    outcomes = [outcome_of(screen(change(button(), amount)), template, threshold=threshold) for amount in amounts]
    scores = [outcome.score for outcome in outcomes]
    assert scores == sorted(scores, reverse=True)
    assert all((outcome.score >= threshold) == isinstance(outcome, Match) for outcome in outcomes)
    # More than rounding, and still something where most is gone.
    assert all(one - other > 0.005 for one, other in pairwise(scores))
    assert scores[-1] > 0.05


def test_a_row_of_which_one_word_differs_is_nearer_than_one_of_which_two_do() -> None:
    def row(*words: str) -> Pixels:
        color = np.full((24, 400, 3), (90, 60, 30), np.uint8)
        for number, word in enumerate(words):
            cv2.putText(color, word, (6 + 80 * number, 17), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (240, 240, 240), 1)
        return color

    template = Template("row.png", row("Start", "system", "from", "local", "disk"))
    one, two = (
        outcome_of(screen(row(*words)), template)
        for words in (("Start", "system", "from", "local", "tape"), ("Start", "system", "over", "quick", "tape"))
    )
    assert isinstance(one, Miss)
    assert 0.8 > one.score > two.score + 0.02 > 0.3


def test_what_only_a_stricter_threshold_refuses_is_told_so() -> None:
    outcome = outcome_of(screen(button()), Template("install.png", button()), threshold=0.99)
    assert isinstance(outcome, Miss)
    assert outcome.reason == "looks the same, and would be found with a threshold of 0.80"
    assert 0.8 < outcome.score < 0.99


def test_nobody_pays_for_a_reason_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "matchTemplate", lambda *_: pytest.fail("the reason was looked for"))
    missed(screen(None))
