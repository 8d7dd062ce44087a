"""What people are shown of one look."""

from collections.abc import Iterator, Sequence

from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.vision.drawing.marks import SEARCHED, Mark, drawn, marks_of, numbered, picture_of
from TinyPilotLibrary.vision.drawing.side_by_side import side_by_side
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels

# So many misses are compared with what came closest.
_MOST_COMPARED = 3


def marked_picture(look: Looked) -> Frame | None:
    """The frame of a look with marks on it.

    Args:
        look: The look.

    Returns:
        The picture; None if there is nothing to mark.
    """
    marks = _marks(look)
    return picture_of(drawn(look.frame, marks), look.frame) if marks else None


def compared_misses(look: Looked) -> Iterator[tuple[Miss, Sequence[Pixels]]]:
    """What was not found, beside what came closest.

    Args:
        look: The look.

    Returns:
        Each miss of a picture with that picture, what is there and the difference; with that picture alone where
        nothing came close.
    """
    for miss in () if look.is_found else look.misses[:_MOST_COMPARED]:
        wanted = miss.closest.wanted
        if wanted is not None:
            yield miss, side_by_side(look.frame, miss) or (wanted,)


def texts_read(look: Looked) -> list[str]:
    """What was read instead of the texts that were missed.

    Args:
        look: The look.

    Returns:
        HTML, one piece for each text.
    """
    return [] if look.is_found else [miss.html for miss in look.misses[:_MOST_COMPARED] if miss.html]


def texts_missed(look: Looked) -> list[str]:
    """The locators of the texts that were missed."""
    return [] if look.is_found else [miss.locator for miss in look.misses if miss.html]


def _marks(look: Looked) -> list[Mark]:
    """Where it is, or the competing places, or what came closest and where it was looked for."""
    if look.match is not None:
        return marks_of([look.match])
    if look.places:
        return numbered(look.places)
    where = [Mark(look.region.on(look.frame.size), "searched region", SEARCHED)] if look.region else []
    return [*where, *marks_of(look.misses)]
