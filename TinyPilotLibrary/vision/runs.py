"""Pixels as runs of the same colour: few for text and windows, and made in a fraction of the time of a JPEG."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.pixels import Pixels

_BYTES_OF_RUN = 8


def runs_of(pixels: Pixels, most: int) -> bytes | None:
    """The pixels of a picture as runs, row after row; a run may go on in the next row.

    Args:
        pixels: Height x width x 3: blue, green and red.
        most: How many bytes they may have.

    Returns:
        How long each run is, then the colour of each: both as unsigned numbers of 32 bits, the least byte first. Of a
        colour the bytes are red, green, blue and 255, as browsers have them. None if that is more.

    ```python
    runs_of(np.zeros((1080, 1920, 3), np.uint8), most=1000)
    ```
    """
    colours = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGBA).reshape(-1).view("<u4")
    ends = np.flatnonzero(colours[1:] != colours[:-1])
    if (len(ends) + 1) * _BYTES_OF_RUN > most:
        return None
    starts = np.concatenate(([0], ends + 1))
    lengths = np.diff(starts, append=len(colours)).astype("<u4")
    return lengths.tobytes() + colours[starts].tobytes()
