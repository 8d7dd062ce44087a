"""How others look for a picture: correlation over the whole frame, in colour or in gray, at every look."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.template import Template

# What others take for found.
ACCEPTED = 0.95

Place = tuple[int, int, float]


def full_color(data: bytes, template: Template) -> Place:
    """The place that correlates best in colour, as YARF and RPA Framework look for it: x, y, correlation."""
    return _best(data, cv2.IMREAD_COLOR, template.color)


def full_gray(data: bytes, template: Template) -> Place:
    """The place that correlates best in gray: x, y, correlation."""
    return _best(data, cv2.IMREAD_GRAYSCALE, template.gray)


def _best(data: bytes, mode: int, wanted: Pixels) -> Place:
    frame = cv2.imdecode(np.frombuffer(data, np.uint8), mode)
    assert frame is not None
    _, best, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(frame, wanted, cv2.TM_CCOEFF_NORMED))
    return int(x), int(y), float(best)
