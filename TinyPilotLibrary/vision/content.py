"""What is in a piece of a picture, and how it would look in another light."""

import numpy as np

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

# Less is noise of a capture.
_DIFFERS = 32


def content_of(pixels: Pixels) -> Region | None:
    """The smallest region of a piece that holds all that differs from its ground; None if nothing does.

    Args:
        pixels: The piece: height x width x 3. Its ground is the colour that most of its edge has.
    """
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(edge, axis=0)
    differs = (np.abs(pixels.astype(np.int16) - ground) > _DIFFERS).any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return None
    left, top = int(columns[0]), int(rows[0])
    return Region(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


def in_light(pixels: Pixels, shares: tuple[float, float, float]) -> Pixels:
    """A piece of a picture with less light.

    Args:
        pixels: The piece: height x width x 3.
        shares: How much of blue, green and red is left, each 0.0 to 1.0.
    """
    return (pixels * np.array(shares, np.float32)).astype(np.uint8)
