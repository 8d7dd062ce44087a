"""Marks on pictures: boxes, and labels beside them that do not hide each other."""

from itertools import combinations

import numpy as np
import pytest

from TinyPilotLibrary.vision.drawing.labels import label_places
from TinyPilotLibrary.vision.drawing.marks import Mark, drawn
from TinyPilotLibrary.vision.geometry import Region, Size, whole
from utest.vision.screens import frame_of

SCREEN = Size(640, 480)
LABEL = Size(90, 14)
BUTTON = Region(300, 200, 80, 24)


def placed(*boxes: Region, label: Size = LABEL) -> list[Region]:
    return label_places(boxes, [label] * len(boxes), SCREEN)


@pytest.mark.parametrize(
    ("box", "corner"),
    [
        (BUTTON, (380, 205)),
        (Region(560, 200, 80, 24), (470, 205)),
        (Region(20, 200, 610, 24), (20, 186)),
        (Region(20, 2, 610, 24), (20, 26)),
        (Region(300, 470, 80, 8), (380, 466)),
        (Region(0, 0, 640, 480), (550, 0)),
    ],
    ids=["right", "left", "above", "below", "at the bottom", "inside"],
)
def test_a_label_stands_beside_its_box(box: Region, corner: tuple[int, int]) -> None:
    assert placed(box)[0][:2] == corner


@pytest.mark.parametrize(
    "boxes",
    [
        [BUTTON] * 7,
        [BUTTON.moved(3 * number, 2 * number) for number in range(9)],
        [Region(-2, -2, 644, 484)] * 5,
        [Region(20 + 85 * column, 100 + 16 * row, 80, 15) for row in range(6) for column in range(3)],
    ],
    ids=["the same", "nearly the same", "the screen", "a table"],
)
def test_labels_that_share_a_place_do_not_hide_each_other(boxes: list[Region]) -> None:
    places = placed(*boxes)
    assert not any(one.overlaps(other) for one, other in combinations(places, 2))
    assert all(place.common(whole(SCREEN)) == place for place in places)


def test_a_label_hides_no_other_box_where_there_is_room_elsewhere() -> None:
    neighbour = BUTTON.moved(90, 0)
    first, second = placed(BUTTON, neighbour)
    assert not first.overlaps(neighbour)
    assert not second.overlaps(BUTTON)


def test_a_label_without_room_begins_on_the_picture() -> None:
    assert placed(BUTTON, label=Size(900, 14))[0][:2] == (0, 200)


def test_boxes_are_around_what_they_mark_and_labels_beside_them() -> None:
    frame = frame_of(np.full((480, 640, 3), 120, np.uint8))
    pixels = drawn(frame, [Mark(BUTTON, "one 0.9"), Mark(BUTTON, "two 0.8")])
    left, top, width, height = map(int, BUTTON)
    assert (pixels[top : top + height, left : left + width] == 120).all()
    changed = np.argwhere((pixels != 120).any(axis=2))
    assert changed.min(axis=0).tolist() < [top, left]
    # A label on each side.
    assert (pixels[top : top + height, : left - 10] != 120).any()
    assert (pixels[top : top + height, left + width + 10 :] != 120).any()
