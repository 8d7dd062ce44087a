"""Pictures of frames for people."""

from collections.abc import Iterable

import cv2

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.pixels import part


def masked(frame: Frame, regions: Iterable[Region]) -> Frame:
    """A frame with regions blacked out.

    Args:
        frame: The frame.
        regions: The regions, in pixels.

    Returns:
        A frame with the picture as PNG.
    """
    pixels = frame.color.copy()
    for region in regions:
        part(pixels, region)[:] = 0
    return Frame.read(bytes(cv2.imencode(".png", pixels)[1]), frame.captured_at, frame.sequence)


def pixel_color(frame: Frame, point: Point) -> str:
    """The colour of a pixel.

    Args:
        frame: The frame.
        point: Where, in pixels or fractions.

    Returns:
        The colour as `#rrggbb`.

    Raises:
        LocatorError: If the point is not on the screen.
    """
    x, y = point.fractions(frame.size)
    column = min(int(x * frame.size.width), frame.size.width - 1)
    row = min(int(y * frame.size.height), frame.size.height - 1)
    blue, green, red = (int(value) for value in frame.color[row, column])
    return f"#{red:02x}{green:02x}{blue:02x}"
