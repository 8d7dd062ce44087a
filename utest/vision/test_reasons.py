"""Why something was missed, told as what it looks like."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.matcher import locate
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.template import Template
from utest.vision.screens import captured, frame_of, screens

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
    (outcome,) = locate(frame, [Template("install.png", button())], region)
    assert isinstance(outcome, Miss)
    return outcome


def mirrored(color: Pixels) -> Pixels:
    """In the opposite colours of the same brightness."""
    ycc = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
    ycc[:, :, 1:] = 256 - ycc[:, :, 1:].astype(int)
    return np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2BGR), np.uint8)


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
        (mirrored, "another colour"),
        (lambda color: np.asarray(cv2.GaussianBlur(color, (0, 0), 1.4), np.uint8), "blurred"),
        (spotted, "a part differs"),
        (covered, "partly covered"),
        (
            lambda color: np.asarray(cv2.resize(color, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA), np.uint8),
            "matches at 0.75 of its size: the screen was 1024 lines high when it was cut",
        ),
    ],
    ids=["darker", "brighter", "colour", "blurred", "part", "covered", "scaled"],
)
def test_the_reason_is_told(change: Callable[[Pixels], Pixels], reason: str) -> None:
    miss = missed(screen(change(button())))
    assert reason in miss.reason
    assert miss.score < miss.threshold
    assert miss.reason in str(miss)


def test_what_is_beside_the_region_is_shifted() -> None:
    miss = missed(screen(button()), Region(0, 0, 400, 768))
    assert "shifted" in miss.reason
    assert miss.region == PLACE


def test_what_is_not_there_at_all_is_named_so() -> None:
    miss = missed(captured(frame_of(np.full((300, 400, 3), 70, np.uint8))))
    assert (miss.region, miss.score) == (None, 0.0)
    assert "nothing" in miss.reason


def test_nobody_pays_for_a_reason_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "matchTemplate", lambda *_: pytest.fail("the reason was looked for"))
    assert missed(screen(None)).threshold == 0.8
