"""In which order lines are read: who looks for something stops when it was found."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.text.lines.line_detection import height_without_margin
from TinyPilotLibrary.vision.geometry import Region

# So many lines are read before it is looked whether they were enough: likely ones few at a time.
_AT_ONCE, _LIKELY_AT_ONCE, _LIKELY = 8, 2, 8
# A character is about so wide, in heights of its line.
_WIDTH = 0.63
# A line that has room for a smaller share of the text does not hold it, but its guessed length may be wrong.
_ROOM = 0.75


@dataclass(frozen=True)
class ReadingOrder:
    """What is read first.

    Args:
        first: Where to read first; None if nobody knows.
        length: The number of characters of what is looked for; None if it may have any.
    """

    first: Region | None = None
    length: int | None = None

    def batches(self, boxes: Sequence[Region]) -> Iterator[Sequence[Region]]:
        """Lines in the order in which they are read, in groups; at least one group.

        Those at the first place come first, then those that are about as long as what is looked for, then the others
        from above to below.

        Args:
            boxes: Where the lines are, in pixels, from above to below.
        """
        near = [box for box in boxes if self.first is not None and box.overlaps(self.first)]
        if near:
            yield near
        rest = [box for box in boxes if box not in near]
        likely = sorted(rest, key=self._unlikeliness)[:_LIKELY] if self.length else []
        for start in range(0, len(likely), _LIKELY_AT_ONCE):
            yield likely[start : start + _LIKELY_AT_ONCE]
        rest = [box for box in rest if box not in likely]
        for start in range(0, len(rest) or (not near and not likely), _AT_ONCE):
            yield rest[start : start + _AT_ONCE]

    def _unlikeliness(self, box: Region) -> tuple[bool, float]:
        height = height_without_margin(int(box.height))
        # As much is beside a line as above it.
        characters = max(1.0, (box.width - box.height + height) / (_WIDTH * height))
        ratio = characters / (self.length or 1)
        return ratio < _ROOM, abs(math.log(ratio))
