"""In which order lines are read: who looks for something stops when it was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.text.box_rows import near_groups, rows_of
from TinyPilotLibrary.text.lines.silhouette import TextSilhouette, silhouette_of
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# So many lines are read before it is looked whether they were enough: likely ones few at a time.
_AT_ONCE, _LIKELY_AT_ONCE, _LIKELY = 8, 2, 4
# So many rows of several lines are likely, of so many in which one word may stand.
_LIKELY_ROWS, _COMPARED_ROWS = 3, 12


@dataclass(frozen=True)
class ReadingOrder:
    """What is read first.

    Args:
        first: Where to read first; None if nobody knows.
        text: What is looked for; None if nobody knows how it looks, as with a regular expression.
    """

    first: Region | None = None
    text: str | None = None

    def batches(self, gray: Pixels, boxes: Sequence[Region]) -> Iterator[Sequence[Region]]:
        """Lines in the order in which they are read, in groups; at least one group.

        Those at the first place come first, then those that look most as if the text stood in them, then rows of
        several lines that do, then the others. Where nobody knows how it looks they come from above to below.

        What stands near each other is read together: it may be one number.

        Args:
            gray: The picture's brightness.
            boxes: Where the lines are, in pixels, from above to below.
        """
        if not boxes:
            yield []
        group_of = {box: group for group in near_groups(rows_of(boxes, lambda box: box)) for box in group}
        left = dict.fromkeys(boxes)
        for batch in self._in_order(gray, boxes):
            together = {near: None for box in batch if box in left for near in group_of[box]}
            left = {box: None for box in left if box not in together}
            if together:
                yield list(together)

    def _in_order(self, gray: Pixels, boxes: Sequence[Region]) -> Iterator[Sequence[Region]]:
        yield [box for box in boxes if self.first is not None and box.overlaps(self.first)]
        if self.text:
            yield from _likely(TextSilhouette(self.text), gray, boxes)
        yield from _some(boxes, _AT_ONCE)


def _likely(wanted: TextSilhouette, gray: Pixels, boxes: Sequence[Region]) -> Iterator[Sequence[Region]]:
    seen = {box: silhouette for box in boxes if (silhouette := silhouette_of(part(gray, box))) is not None}
    ranked = sorted(seen, key=lambda box: -wanted.likeness(seen[box]))
    yield from _some(ranked[:_LIKELY], _LIKELY_AT_ONCE)
    if wanted.has_words:
        rows = [row for row in rows_of(seen, lambda box: box) if len(row) > 1]
        rows.sort(key=lambda row: -wanted.likeness_of_row([seen[box] for box in row], words=1))
        rows = rows[:_COMPARED_ROWS]
        rows.sort(key=lambda row: -wanted.likeness_of_row([seen[box] for box in row]))
        yield from rows[:_LIKELY_ROWS]
    yield from _some(ranked[_LIKELY:], _AT_ONCE)


def _some(boxes: Sequence[Region], count: int) -> Iterator[Sequence[Region]]:
    for start in range(0, len(boxes), count):
        yield boxes[start : start + count]
