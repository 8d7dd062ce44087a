"""Which lines were read before: nothing is read twice.

What was read of a line stands where its very pixels are seen again: in the same picture, in one of which something else
changed, or elsewhere in it, as when a list scrolls. Where a pixel differs, be it by noise, it is another line: what is
read of a frame never depends on the frames before it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

T = TypeVar("T")

_REMEMBERED = 2000


class LineCache(Generic[T]):
    """Remembers what was read of which line.

    Args:
        usable: Whether something remembered can still be used.
    """

    def __init__(self, usable: Callable[[T], bool]) -> None:
        self._usable = usable
        self._identity: PictureIdentity | None = None
        self._boxes: tuple[Region, ...] = ()
        self._keys: dict[Region, bytes] = {}
        self._by_pixels: OrderedDict[bytes, T] = OrderedDict()

    def lines(self, frame: Frame) -> tuple[Region, ...]:
        """Where the lines of a frame are, with their margins, from above to below.

        Args:
            frame: The frame.
        """
        if self._identity != frame.identity:
            lines = find_lines(frame.gray)
            self._boxes = tuple(with_margin(frame.gray, box, lines) for box in lines)
            self._keys.clear()
            self._identity = frame.identity
        return self._boxes

    def known(self, frame: Frame, box: Region) -> T | None:
        """What was read of a line before; None if it was not.

        Args:
            frame: The frame that `lines` was asked for last.
            box: The line.
        """
        key = self._key(frame, box)
        entry = self._by_pixels.get(key)
        if entry is None or not self._usable(entry):
            return None
        self._by_pixels.move_to_end(key)
        return entry

    def remember(self, frame: Frame, box: Region, entry: T) -> None:
        """Remembers what was read, or is being read, of a line.

        Args:
            frame: The frame that `lines` was asked for last.
            box: The line.
            entry: What is to be remembered.
        """
        self._by_pixels[self._key(frame, box)] = entry
        while len(self._by_pixels) > _REMEMBERED:
            self._by_pixels.popitem(last=False)

    def _key(self, frame: Frame, box: Region) -> bytes:
        if box not in self._keys:
            self._keys[box] = _digest(part(frame.gray, box))
        return self._keys[box]


def _digest(pixels: Pixels) -> bytes:
    digest = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    digest.update(pixels.tobytes())
    return digest.digest()
