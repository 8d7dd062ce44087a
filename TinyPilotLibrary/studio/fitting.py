"""An area that was drawn by hand, fitted to what is in it."""

from TinyPilotLibrary.text.page import around
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.content import content_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import part


def fitted(reader: ScreenReader, frame: Frame, region: Region) -> Region:
    """The smallest area around what differs from the ground of another one; whole cells on a screen that has such.

    Args:
        reader: Knows the cells.
        frame: The frame.
        region: The area, in pixels.

    Returns:
        The area, in pixels; the same one if nothing is in it.
    """
    content = content_of(part(frame.color, region))
    if content is None:
        return region
    box = Region(region.left + content.left, region.top + content.top, content.width, content.height)
    page = reader.read(frame)
    if not page.columns:
        return box
    places = [
        line.place(index, index + 1)
        for line in page.lines
        if line.box.overlaps(box)
        for index, character in enumerate(line.text)
        if not character.isspace()
    ]
    return around([box, *(place for place in places if place.overlaps(box))])
