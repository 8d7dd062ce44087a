"""Text that continues in the next row: what a dialog or a help panel has wrapped at its edge, joined again."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from TinyPilotLibrary.text.page import Line, joined
from TinyPilotLibrary.text.search.row_parts import columns

# Rows of one paragraph begin within this share of a row's height of each other, and have no more between them.
_INDENT, _LEADING = 0.5, 0.9

Paragraph = Sequence[Line]


def wrapped(lines: Sequence[Line], between: str) -> Iterator[tuple[Line, Paragraph]]:
    """Paragraphs of more than one row.

    A row of several words continues in the next one if both begin at the same edge and the next one's first word did
    not fit any more. So the entries of a menu, or words in columns, are not joined.

    Args:
        lines: The rows, from top to bottom.
        between: What separates rows in a paragraph's text.

    Yields:
        A paragraph as one line, and its rows.
    """
    for block in _blocks([list(columns(line)) for line in lines]):
        edge = max(map(_right, block))
        paragraph = block[:1]
        for above, below in pairwise(block):
            if " " in above.text and not _has_room(above, below, edge):
                paragraph.append(below)
                continue
            if len(paragraph) > 1:
                yield joined(paragraph, between), paragraph
            paragraph = [below]
        if len(paragraph) > 1:
            yield joined(paragraph, between), paragraph


def _blocks(rows: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Rows closely below each other that begin at the same edge."""
    growing: list[list[Line]] = []
    for row in rows:
        still, growing_before = [], growing
        for piece in row:
            block = next((block for block in growing_before if _goes_on(block[-1], piece)), [])
            block.append(piece)
            still.append(block)
        yield from (block for block in growing_before if not any(block is other for other in still))
        growing = still
    yield from growing


def _goes_on(above: Line, below: Line) -> bool:
    height = min(above.box.height, below.box.height)
    return (
        abs(above.box.left - below.box.left) <= _INDENT * height
        and below.box.top - above.box.top - above.box.height <= _LEADING * height
    )


def _has_room(above: Line, below: Line, edge: float) -> bool:
    """Whether the first word of a row would have had room at the end of the row above it."""
    word = below.text.split(maxsplit=1)[0]
    blank = above.box.width / len(above.text)
    return _right(above) + blank + below.place(0, len(word)).width <= edge


def _right(line: Line) -> float:
    return line.box.left + line.box.width
