"""Which lines of a frame were read before: nothing is read twice.

- The same bytes again, or a change no stronger than noise: everything stands.
- Some of the frame changed: lines that nothing touched stand.
- A line's very pixels were seen before, elsewhere or earlier: what was read of them stands, as when a list scrolls.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import cv2
import numpy as np

from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import BLOCK, Pixels, part

T = TypeVar("T")

_REMEMBERED = 2000
# Noise moves the edges of a line's box by a pixel or two.
_MOVED = 2
# The same line captured twice differs by at most 10 levels in a block of 4x4 pixels; the least that changes by 21.
_NOISE = 12


@dataclass(frozen=True, eq=False)
class _Seen:
    """The frame that was looked at last.

    Args:
        identity: Which picture it shows.
        quarter: How each part of it looked, at a quarter of the size, when its line was read.
        boxes: Where its lines are.
    """

    identity: PictureIdentity
    quarter: Pixels
    boxes: tuple[Region, ...]


class LineCache(Generic[T]):
    """Remembers what was read of which line.

    Args:
        usable: Whether something remembered can still be used.
    """

    def __init__(self, usable: Callable[[T], bool]) -> None:
        self._usable = usable
        self._seen: _Seen | None = None
        self._by_place: dict[Region, T] = {}
        self._by_pixels: OrderedDict[bytes, T] = OrderedDict()

    def lines(self, frame: Frame) -> tuple[Region, ...]:
        """Where the lines of a frame are, with their margins, from above to below.

        Args:
            frame: The frame.
        """
        seen = self._seen
        if seen is not None and seen.identity == frame.identity:
            return seen.boxes
        quarter = frame.pyramid.quarter
        changed = _changed(seen.quarter, frame) if seen else None
        if seen is not None and changed is not None and not changed.any():
            return seen.boxes
        boxes = tuple(with_margin(frame.gray, box) for box in find_lines(frame.gray))
        self._by_place = self._kept(boxes, changed) if changed is not None else {}
        if seen is not None and self._by_place:
            quarter = quarter.copy()
            for box in self._by_place:
                # Lines are compared with how they looked when they were read, so that a slow drift adds up.
                part(quarter, _cells(box))[:] = part(seen.quarter, _cells(box))
        self._seen = _Seen(frame.identity, quarter, boxes)
        return boxes

    def known(self, frame: Frame, box: Region) -> T | None:
        """What was read of a line before; None if it was not.

        Args:
            frame: The frame that `lines` was asked for last.
            box: The line.
        """
        entry = self._by_place.get(box)
        if entry is None:
            entry = self._by_pixels.get(_key(part(frame.gray, box)))
            if entry is not None:
                self._by_place[box] = entry
        return entry if entry is not None and self._usable(entry) else None

    def remember(self, frame: Frame, box: Region, entry: T) -> None:
        """Remembers what was read, or is being read, of a line.

        Args:
            frame: The frame.
            box: The line.
            entry: What is to be remembered.
        """
        self._by_place[box] = entry
        self._by_pixels[_key(part(frame.gray, box))] = entry
        while len(self._by_pixels) > _REMEMBERED:
            self._by_pixels.popitem(last=False)

    def _kept(self, boxes: tuple[Region, ...], changed: Pixels) -> dict[Region, T]:
        kept = {}
        for box in boxes:
            if part(changed, _cells(box)).any():
                continue
            entry = self._by_place.get(box) or next(
                (entry for known, entry in self._by_place.items() if _is_same(known, box)), None
            )
            if entry is not None:
                kept[box] = entry
        return kept


def _changed(before: Pixels, frame: Frame) -> Pixels | None:
    """Which 4x4 blocks of a frame have changed; None if it has another size."""
    now = frame.pyramid.quarter
    if before.shape != now.shape:
        return None
    limit = _NOISE if frame.format == "JPEG" else 0
    return np.asarray(cv2.threshold(cv2.absdiff(before, now), limit, 1, cv2.THRESH_BINARY)[1], np.uint8)


def _cells(box: Region) -> Region:
    """The blocks that a line is in."""
    left, top = int(box.left) // BLOCK, int(box.top) // BLOCK
    right, bottom = -(-int(box.left + box.width) // BLOCK), -(-int(box.top + box.height) // BLOCK)
    return Region(left, top, right - left, bottom - top)


def _key(pixels: Pixels) -> bytes:
    digest = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    digest.update(pixels.tobytes())
    return digest.digest()


def _is_same(first: Region, second: Region) -> bool:
    return all(
        abs(one - other) <= _MOVED
        for one, other in (
            (first.left, second.left),
            (first.top, second.top),
            (first.left + first.width, second.left + second.width),
            (first.top + first.height, second.top + second.height),
        )
    )
