"""In which order lines are read: who looks for something stops when it was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.text.lines.silhouette import TextSilhouette, silhouette_of
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# So many lines are read before it is looked whether they were enough: likely ones few at a time.
_AT_ONCE, _LIKELY_AT_ONCE, _LIKELY = 8, 2, 4
# So many rows of several lines are likely.
_LIKELY_ROWS = 3


@dataclass(frozen=True)
class ReadingOrder:
    """What is read first.

    Args:
        first: Where to read first; None if nobody knows.
        text: What is looked for; None if nobody knows how it looks.
    """

    first: Region | None = None
    text: str | None = None

    def batches(self, gray: Pixels, boxes: Sequence[Region]) -> Iterator[Sequence[Region]]:
        """Lines in the order in which they are read, in groups; at least one group.

        Those at the first place come first, then those that look most as if the text stood in them, then rows of
        several lines that do, then the others. Where nobody knows how it looks they come from above to below.

        Args:
            gray: The picture's brightness.
            boxes: Where the lines are, in pixels, from above to below.
        """
        near = [box for box in boxes if self.first is not None and box.overlaps(self.first)]
        if near or not boxes:
            yield near
        left = _without(boxes, near)
        for batch in self._likely(gray, left) if self.text and left else ():
            left = _without(left, batch)
            yield batch
        for start in range(0, len(left), _AT_ONCE):
            yield left[start : start + _AT_ONCE]

    def _likely(self, gray: Pixels, boxes: list[Region]) -> Iterator[list[Region]]:
        wanted = TextSilhouette(self.text or "")
        seen = {box: silhouette for box in boxes if (silhouette := silhouette_of(part(gray, box))) is not None}
        ranked = sorted(seen, key=lambda box: -wanted.likeness(seen[box]))
        likely, others = ranked[:_LIKELY], ranked[_LIKELY:]
        for start in range(0, len(likely), _LIKELY_AT_ONCE):
            yield likely[start : start + _LIKELY_AT_ONCE]
        if wanted.has_words:
            rows = [row for row in _rows(list(seen)) if len(row) > 1]
            rows.sort(key=lambda row: -wanted.likeness_of_row([seen[box] for box in row]))
            for row in rows[:_LIKELY_ROWS]:
                yield _without(row, likely)
                others = _without(others, row)
        for start in range(0, len(others), _AT_ONCE):
            yield others[start : start + _AT_ONCE]


def _rows(boxes: Sequence[Region]) -> list[list[Region]]:
    """Lines that are beside each other; each of them is in one row."""
    rows: list[list[Region]] = []
    for box in sorted(boxes, key=lambda box: box.top + box.height / 2):
        middle = box.top + box.height / 2
        if rows and middle < rows[-1][0].top + rows[-1][0].height:
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _without(boxes: Sequence[Region], others: Sequence[Region]) -> list[Region]:
    return [box for box in boxes if box not in others]
