"""Pictures as a screen of another size shows them.

Where a scaled picture begins between two pixels depends on where on its screen it was cut, which a template does not
say; and half a pixel away thin strokes look different. So a template is drawn at several fractions of a pixel,
and found where one of them is. Drawn once, 16 to 33 of 100 crops of installers and desktops were found on their screens
scaled by 0.67 to 1.5 (JPEG of quality 80); drawn at halves of a pixel 63 to 98, at quarters 92 to 100.
"""

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Pixels

# A pixel is divided so.
_FRACTIONS = (0.0, 0.25, 0.5, 0.75)
# A scaler that makes smaller takes neighbouring pixels together: as if blurred by this share of what becomes one.
_BLUR = 0.35

Variant = tuple[Pixels, Pixels | None]


def scaled(color: Pixels, mask: Pixels | None, factor: float) -> Variant:
    """A picture and its mask in another size, beginning at a whole pixel.

    Args:
        color: The picture.
        mask: Which pixels count; None if all do.
        factor: How many times as large.
    """
    rows, columns = color.shape[:2]
    size = max(1, round(columns * factor)), max(1, round(rows * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    drawn = np.asarray(cv2.resize(color, size, interpolation=way), np.uint8)
    if mask is None:
        return drawn, None
    return drawn, np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def between_pixels(color: Pixels, mask: Pixels | None, factor: float) -> Iterator[Variant]:
    """The same, beginning at fractions of a pixel; nothing where every pixel begins at a whole one.

    Args:
        color: The picture.
        mask: Which pixels count; None if all do.
        factor: How many times as large.
    """
    if factor == round(factor):
        return
    rows, columns = color.shape[:2]
    source = color if factor >= 1 else np.asarray(cv2.GaussianBlur(color, (0, 0), _BLUR / factor), np.uint8)
    for right, down in product(_FRACTIONS, _FRACTIONS):
        size = int(columns * factor - right), int(rows * factor - down)
        if min(size) < 1:
            continue
        # Where in the picture the middle of each drawn pixel is.
        places = np.array([[1 / factor, 0, (0.5 + right) / factor - 0.5], [0, 1 / factor, (0.5 + down) / factor - 0.5]])
        drawn = _drawn(source, places, size, cv2.INTER_CUBIC)
        yield drawn, None if mask is None else _drawn(mask, places, size, cv2.INTER_NEAREST)


def _drawn(pixels: Pixels, places: NDArray[np.float64], size: tuple[int, int], way: int) -> Pixels:
    flags = way | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(pixels, places, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)
