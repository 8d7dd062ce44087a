"""What pictures are held in, and what all of this is built on: the mean of small blocks, the contrast around them."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region

#: The side of the blocks whose means are compared.
BLOCK = 4
#: What a picture is held in: rows, columns and, for colour, blue, green and red; bytes.
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Floats = NDArray[np.float32]
Integers = NDArray[np.intp]
# In how many pixels contrast is taken, across and down.
_CONTRAST_SIDE = 17


def part(pixels: Pixels, region: Region) -> Pixels:
    """The pixels of a region, not copied.

    Args:
        pixels: A picture.
        region: Which part of it, in pixels.
    """
    left, top, width, height = map(int, region)
    return pixels[top : top + height, left : left + width]


def sliding_means(values: NDArray[Any], side: int) -> Floats:
    """The mean of every `side` x `side` block that lies wholly inside, at the block's top left corner.

    Args:
        values: A picture of any type of numbers: height x width, or height x width x channels.
        side: The side of a block, in pixels; at most the picture's height and width.

    Returns:
        (height - side + 1) x (width - side + 1) means, float32, and channels if there were any.
    """
    means = cv2.blur(values.astype(np.float32, copy=False), (side, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    rows, columns = values.shape[:2]
    return np.asarray(means[: rows - side + 1, : columns - side + 1], np.float32)


def deviation(values: Floats, side: int = _CONTRAST_SIDE) -> Floats:
    """The standard deviation around each pixel.

    Args:
        values: A picture: height x width.
        side: In how many pixels it is taken, across and down.

    Returns:
        As many values.
    """
    mean, square = (
        cv2.blur(some, (side, side), borderType=cv2.BORDER_REFLECT_101) for some in (values, values * values)
    )
    return np.sqrt(np.maximum(square - mean * mean, 0))


def around_blocks(contrast: Floats, side: int) -> Floats:
    """For each sliding `side` x `side` block the contrast around its middle.

    Args:
        contrast: The contrast around each pixel, as `deviation` gives it: height x width.
        side: The side of a block, in pixels; at most the picture's height and width.

    Returns:
        (height - side + 1) x (width - side + 1) values, as `sliding_means` has its blocks; not copied.
    """
    rows, columns = contrast.shape
    middle = side // 2
    return contrast[middle : rows - side + 1 + middle, middle : columns - side + 1 + middle]
