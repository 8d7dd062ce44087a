"""Frames that are drawn on a screen."""

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.vision.boxes import find_boxes
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels


def _screen(field: Region, text: str = "", *, page: int = 239, inside: int = 255, border: int = 176) -> Pixels:
    left, top, width, height = map(int, field)
    screen = np.full((200, 400), page, np.uint8)
    screen[top - 1 : top + height + 1, left - 1 : left + width + 1] = border
    screen[top : top + height, left : left + width] = inside
    if text:
        cv2.putText(screen, text, (left + 3, top + height - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1)
    return screen


def _compressed(screen: Pixels) -> Pixels:
    _, data = cv2.imencode(".jpg", screen, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _is_near(found: list[Region], wanted: Region) -> bool:
    return any(max(abs(a - b) for a, b in zip(box, wanted, strict=True)) <= 5 for box in found)


@pytest.mark.parametrize("text", ["", "lab-7", "a value that fills all of its field"])
@pytest.mark.parametrize("colours", [(239, 255, 176), (255, 255, 200), (40, 20, 90)], ids=["light", "flat", "dark"])
def test_a_field_is_found_empty_and_filled_in(text: str, colours: tuple[int, int, int]) -> None:
    field = Region(60, 80, 300, 22)
    page, inside, border = colours
    screen = _screen(field, text, page=page, inside=inside, border=border)
    assert _is_near(find_boxes(screen), field)
    assert _is_near(find_boxes(_compressed(screen)), field)


def test_a_line_and_a_shade_are_no_frames() -> None:
    screen = np.full((200, 400), 239, np.uint8)
    screen[100, 20:380] = 120
    screen[:, 200:] = 220
    assert find_boxes(screen) == []


@pytest.mark.parametrize("colours", [(239, 255, 90, 100), (40, 20, 90, 130)], ids=["light", "dark"])
def test_a_field_whose_text_is_selected_is_found_whole(colours: tuple[int, int, int, int]) -> None:
    page, inside, border, selection = colours
    field = Region(60, 80, 300, 20)
    screen = _screen(field, page=page, inside=inside, border=border)
    screen[81:99, 62:110] = selection
    cv2.putText(screen, "debian", (63, 95), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 255, 1)
    for seen in (screen, _compressed(screen)):
        assert _is_near(find_boxes(seen), field)


def test_a_button_beside_a_field_is_no_part_of_it() -> None:
    screen = _screen(Region(60, 80, 300, 20))
    screen[80:100, 60:110] = 100
    screen[79:101, 110] = 176
    assert _is_near(find_boxes(screen), Region(111, 80, 249, 20))
