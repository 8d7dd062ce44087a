"""Pairs of pictures in one picture, so that a person can judge whether they are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels

# Columns, the largest size of a crop, what is between them and its colour; more pairs make the picture too large.
_COLUMNS, _TILE, _GAP, _PAPER, _MOST = 2, Size(420, 160), 8, (245, 245, 245), 200


@dataclass(frozen=True, eq=False)
class Pair:
    """What was wanted and what was seen, of one size.

    Args:
        title: What it is.
        wanted: The pixels that were looked for.
        seen: The pixels of the screen.
    """

    title: str
    wanted: Pixels
    seen: Pixels

    @property
    def difference(self) -> int:
        """How far the pixels that differ most are apart, in levels."""
        return int(cv2.absdiff(self.wanted, self.seen).max())


def save(pairs: Sequence[Pair], file: Path) -> None:
    """Draws pairs side by side, the least alike first, with their titles and differences above.

    Args:
        pairs: The pairs; at least one.
        file: The PNG to write.
    """
    tiles = [_tile(pair) for pair in sorted(pairs, key=lambda pair: -pair.difference)[:_MOST]]
    columns = [tiles[number::_COLUMNS] for number in range(_COLUMNS)]
    height = max(sum(tile.shape[0] for tile in column) for column in columns)
    stacks = [np.vstack(column) for column in columns if column]
    file.parent.mkdir(exist_ok=True)
    sheet = [
        cv2.copyMakeBorder(stack, 0, height - stack.shape[0], 0, _GAP, cv2.BORDER_CONSTANT, value=_PAPER)
        for stack in stacks
    ]
    cv2.imwrite(str(file), np.hstack(sheet))


def _tile(pair: Pair) -> Pixels:
    pictures = []
    for pixels in (pair.wanted, pair.seen):
        height, width = pixels.shape[:2]
        scale = min(1.0, _TILE.width / width, _TILE.height / height)
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        missing = _TILE.width - small.shape[1]
        pictures.append(cv2.copyMakeBorder(small, 0, 0, 0, missing + _GAP, cv2.BORDER_CONSTANT, value=_PAPER))
    tile = cv2.copyMakeBorder(np.hstack(pictures), 3 * _GAP, _GAP, 0, 0, cv2.BORDER_CONSTANT, value=_PAPER)
    title = f"{pair.title}, differs by {pair.difference}"
    cv2.putText(tile, title, (0, 2 * _GAP), cv2.FONT_HERSHEY_PLAIN, 0.8, (0, 0, 0), 1, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)
