"""What people are shown of one look."""

from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.vision.drawing.comparison import comparison
from TinyPilotLibrary.vision.drawing.marks import SEARCHED, Mark, marks_of, numbered
from TinyPilotLibrary.vision.drawing.sheet import Sheet
from TinyPilotLibrary.vision.frame import Frame

# So many misses are compared with what came closest.
_MOST_COMPARED = 3


def marked_picture(look: Looked) -> Frame | None:
    """The frame of a look with marks on it, and below it each miss next to what came closest.

    Args:
        look: The look.

    Returns:
        The picture; None if there is nothing to mark.
    """
    marks = _marks(look)
    if not marks:
        return None
    missed = () if look.is_found else look.misses[:_MOST_COMPARED]
    compared = [picture for miss in missed if (picture := comparison(look.frame, miss))]
    sheet = Sheet(1 + len(compared))
    sheet.add(look.frame, marks)
    for picture in compared:
        sheet.add(picture)
    return sheet.picture()


def texts_read(look: Looked) -> list[str]:
    """What was read instead of the texts that were missed.

    Args:
        look: The look.

    Returns:
        HTML, one piece for each text.
    """
    return [] if look.is_found else [miss.html for miss in look.misses[:_MOST_COMPARED] if miss.html]


def _marks(look: Looked) -> list[Mark]:
    """Where it is, or the competing places, or what came closest and where it was looked for."""
    if look.match is not None:
        return marks_of([look.match])
    if look.places:
        return numbered(look.places)
    where = [Mark(look.region.on(look.frame.size), "searched region", SEARCHED)] if look.region else []
    return [*where, *marks_of(look.misses)]
