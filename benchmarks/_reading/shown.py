"""Pictures as captures show them: encoded, stretched, or fitted between bars."""

from pathlib import Path

import cv2
import numpy as np

from TinyPilotLibrary.vision.pixels import Pixels

FULL_HD, ULTRA_HD = (1920, 1080), (3840, 2160)


def pixels(path: Path) -> Pixels:
    """The pixels of a picture file."""
    return np.asarray(cv2.imread(str(path)), np.uint8)


def jpeg(color: Pixels, quality: int) -> bytes:
    return bytes(cv2.imencode(".jpg", color, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def png(color: Pixels) -> bytes:
    return bytes(cv2.imencode(".png", color, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1])


def ppm(color: Pixels) -> bytes:
    """Without loss, and encoded soonest."""
    return bytes(cv2.imencode(".ppm", color)[1])


def stretched(color: Pixels, interpolation: int, size: tuple[int, int] = FULL_HD) -> Pixels:
    return np.asarray(cv2.resize(color, size, interpolation=interpolation), np.uint8)


def fitted(color: Pixels, interpolation: int) -> Pixels:
    """Between black bars; a text mode of 720x400 as monitors show it, 4:3."""
    height, width = color.shape[:2]
    shape = 4 / 3 if (width, height) == (720, 400) else width / height
    size = round(FULL_HD[1] * shape), FULL_HD[1]
    screen = np.zeros((FULL_HD[1], FULL_HD[0], 3), np.uint8)
    left = (FULL_HD[0] - size[0]) // 2
    screen[:, left : left + size[0]] = cv2.resize(color, size, interpolation=interpolation)
    return screen


def warm_up() -> bytes:
    """A picture of two words: what makes a reader load its model."""
    page = np.full((40, 200, 3), 255, np.uint8)
    cv2.putText(page, "warm up", (8, 28), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1, cv2.LINE_AA)
    return png(page)
