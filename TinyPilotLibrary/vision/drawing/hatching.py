"""Hatching over what does not count in a picture."""

import numpy as np

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Lines that are so far apart and so thick, in pixels; magenta, which few screens have.
_APART, _THICK = 6, 2
_COLOR = (200, 60, 200)


def hatched(pixels: Pixels, mask: Pixels | None) -> Pixels:
    """A picture with oblique lines where it does not count.

    Args:
        pixels: The picture: height x width x 3.
        mask: Which pixels count: height x width, 0 where they do not; None if all do.
    """
    if mask is None:
        return pixels
    drawn = pixels.copy()
    _hatch(drawn, mask)
    return drawn


def hatch_at(pixels: Pixels, place: Region, mask: Pixels) -> None:
    """Draws these lines at a place of a larger picture, as far as it is on it.

    Args:
        pixels: The picture.
        place: Where the mask begins, in pixels.
        mask: Which pixels count.
    """
    height, width = mask.shape[:2]
    left, top = int(place.left), int(place.top)
    shown = Region(left, top, width, height).common(Region(0, 0, pixels.shape[1], pixels.shape[0]))
    if shown.width <= 0 or shown.height <= 0:
        return
    _hatch(part(pixels, shown), part(mask, shown.moved(-left, -top)))


def _hatch(pixels: Pixels, mask: Pixels) -> None:
    rows, columns = np.indices(mask.shape[:2])
    pixels[(mask == 0) & ((rows + columns) % _APART < _THICK)] = _COLOR
