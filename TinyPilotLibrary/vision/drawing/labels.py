"""Where labels of boxes stand on a picture, so that none hides another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from TinyPilotLibrary.vision.geometry import Region, Size, whole

# So many rows away from its box a label is moved at most.
_FARTHEST = 20


def label_places(boxes: Sequence[Region], labels: Sequence[Size], picture: Size) -> list[Region]:
    """Where the labels of some boxes stand: right of their box, else left of it, above or below, or a few rows away.

    Args:
        boxes: The boxes, in pixels.
        labels: The size of the label of each box, in pixels.
        picture: The size of the picture, in pixels.

    Returns:
        For each label its place on the picture. It hides no other label and, where there is room elsewhere, no other
        box; inside its own box it is only where there is no room around it.
    """
    places: list[Region] = []
    for box, label in zip(boxes, labels, strict=True):
        # A box around this one has room for its label.
        others = [other for other in boxes if box.common(other) != box]
        free = [place for place in _places(box, label, picture) if not _overlaps(place, places)]
        clear = (place for place in free if not _overlaps(place, others))
        places.append(next(chain(clear, free), _inside(Region(box.left, box.top, *label), picture)))
    return places


def _places(box: Region, label: Size, picture: Size) -> Iterator[Region]:
    """The places of a label around a box that are wholly on the picture, the nearest first; then those inside it."""
    right, bottom = box.left + box.width, box.top + box.height
    middle = max(0, min(box.top + (box.height - label.height) // 2, picture.height - label.height))
    along = max(0, min(box.left, picture.width - label.width))
    rows = [row * label.height for row in range(_FARTHEST)]
    corners: list[tuple[float, float]] = []
    for away in rows:
        corners += ((x, y) for x in (right, box.left - label.width) for y in (middle + away, middle - away))
        corners += ((along, y) for y in (box.top - label.height - away, bottom + away))
    screen = whole(picture)
    inner = box.common(screen)
    corners += ((inner.left + inner.width - label.width, inner.top + away) for away in rows)
    for x, y in corners:
        place = Region(x, y, *label)
        if place.common(screen) == place:
            yield place


def _inside(place: Region, picture: Size) -> Region:
    """A place moved so that it is on the picture, as far as it fits."""
    left = max(0, min(place.left, picture.width - place.width))
    return Region(left, max(0, min(place.top, picture.height - place.height)), place.width, place.height)


def _overlaps(place: Region, others: Iterable[Region]) -> bool:
    return any(place.overlaps(other) for other in others)
