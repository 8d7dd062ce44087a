"""What does not count is hatched: in the screen, in what was wanted, and in the difference."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.diagnosis.needle_diagnosis import near_miss_of_needle
from TinyPilotLibrary.vision.diagnosis.template_diagnosis import near_miss_of
from TinyPilotLibrary.vision.drawing.marks import drawn, marks_of
from TinyPilotLibrary.vision.drawing.side_by_side import side_by_side
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Miss, NearMiss
from TinyPilotLibrary.vision.needles.needle_file import read_needle
from TinyPilotLibrary.vision.needles.needle_places import seen_in
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.screens import frame_of

_PLACE = Region(200, 100, 60, 40)
_HATCHING = (200, 60, 200)


def _screen() -> Pixels:
    return np.random.default_rng(1).integers(0, 120, (300, 400, 3), np.uint8)


def _is_hatched(pixels: Pixels) -> bool:
    return bool((pixels == _HATCHING).all(axis=2).any())


def _closest() -> NearMiss:
    """A template whose right half does not count, with another row in its left half."""
    color = part(_screen(), _PLACE).copy()
    color[10:20, :30] = 255
    color[:, 30:] = 9
    mask = np.full((40, 60), 255, np.uint8)
    mask[:, 30:] = 0
    screen = frame_of(_screen())
    return near_miss_of(screen, Template("masked", color, mask), whole(screen.size), 0.8)


def test_what_does_not_count_is_hatched_in_the_screen_and_beside_it() -> None:
    near = _closest()
    assert near.region == _PLACE
    miss = Miss("masked.png", lambda: near)
    screen = frame_of(_screen())
    marked = part(drawn(screen, marks_of([miss])), _PLACE)
    assert _is_hatched(marked[:, 30:])
    assert not _is_hatched(marked[:, :30])
    compared = side_by_side(screen, miss)
    assert compared is not None
    for picture in (compared.wanted, compared.difference):
        assert _is_hatched(picture[:, 30:])
        assert not _is_hatched(picture[:, :30])
    assert not _is_hatched(compared.seen)
    # Beside the lines nothing differs there: it does not count.
    ignored = compared.difference[:, 30:]
    assert (ignored[(ignored != _HATCHING).any(axis=2)] == 0).all()


@pytest.mark.parametrize("left", [-30, 380], ids=["left", "right"])
def test_what_reaches_beyond_the_screen_is_hatched_as_far_as_it_is_on_it(left: int) -> None:
    near = NearMiss(Region(left, 100, 60, 40), 0.5, "partly covered", 0.8, mask=np.zeros((40, 60), np.uint8))
    marked = drawn(frame_of(_screen()), marks_of([Miss("x.png", lambda: near)]))
    assert _is_hatched(marked[100:140, max(0, left) : left + 60])


def test_of_a_needle_its_excluded_areas_do_not_count() -> None:
    areas: list[dict[str, object]] = [dict(zip(("xpos", "ypos", "width", "height"), _PLACE, strict=True))]
    areas.append({"xpos": 230, "ypos": 90, "width": 100, "height": 30, "type": "exclude"})
    changed = _screen()
    part(changed, _PLACE)[20:] = 0
    needle = read_needle("hole", {"area": areas, "tags": ["hole"]}, frame_of(_screen()).data)
    screen, area = frame_of(changed), Region(0, 0, 400, 300)
    near = near_miss_of_needle(screen, seen_in(screen, needle, area, far=False), area)
    assert near.mask is not None
    assert (near.mask[:20, 30:] == 0).all()
    assert (near.mask[20:] > 0).all()
    assert (near.mask[:, :30] > 0).all()
