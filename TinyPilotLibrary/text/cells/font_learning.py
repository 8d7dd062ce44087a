"""Learns a console font from a picture and the text that stands on it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.vision.pixels import Pixels

# Which of two colours is the ink: the one with fewer pixels, but for these pictures, and the bright one in blocks.
_MOSTLY_INK = frozenset("◘◙")
_FIRST_BLOCK, _LAST_BLOCK = "▀", "▟"


def learn_font(
    screens: Sequence[tuple[Pixels, Sequence[str]]], cell: tuple[int, int], offset: tuple[int, int] = (0, 0)
) -> Font:
    """Learns a font from pictures, unscaled and without loss, and their text.

    Args:
        screens: Of each screen its brightness and its rows of characters.
        cell: Width and height of a cell in pixels.
        offset: Left and top of the first cell in pixels.

    Returns:
        The font. A character that was drawn in several ways has the one seen most often; one that was never seen, or
        only as a cell of one colour, has none.

    Raises:
        ValueError: If no character could be learned.

    ```python
    font = learn_font([(frame.gray, text.splitlines())], cell=(8, 16))
    reader = CellReader(fonts=[font])
    ```
    """
    width, height = cell
    seen: dict[str, Counter[bytes]] = defaultdict(Counter)
    for gray, rows in screens:
        for row, text in enumerate(rows):
            top = offset[1] + row * height
            for column, character in enumerate(text):
                left = offset[0] + column * width
                glyph = _glyph(gray[top : top + height, left : left + width], character)
                if glyph and not character.isspace():
                    seen[character][glyph] += 1
    if not seen:
        raise ValueError("There is nothing to learn: no cell of these screens has a character in two colours.")
    index: dict[str, int] = {}
    glyphs: dict[bytes, int] = {}
    for character in sorted(seen):
        index[character] = glyphs.setdefault(seen[character].most_common(1)[0][0], len(glyphs))
    return Font(height, tuple(glyphs), index, width)


def _glyph(pixels: Pixels, character: str) -> bytes:
    """The rows of a glyph, or nothing if the cell is not in two colours."""
    low, high = int(pixels.min(initial=255)), int(pixels.max(initial=0))
    if low >= high or np.count_nonzero((pixels != low) & (pixels != high)):
        return b""
    ink = pixels == high
    if not _FIRST_BLOCK <= character <= _LAST_BLOCK and (np.count_nonzero(ink) * 2 > ink.size) != (
        character in _MOSTLY_INK
    ):
        ink = ~ink
    return np.packbits(ink, axis=1).tobytes()
