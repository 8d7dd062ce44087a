"""Pictures of the screen with numbers, and what of the latest is new to whoever has an earlier one."""

import secrets
import threading
from collections import deque
from dataclasses import dataclass
from functools import cached_property

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.changes import changed_part
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size, whole
from TinyPilotLibrary.vision.pixels import part as part_of
from TinyPilotLibrary.vision.runs import runs_of

_FIRST_NUMBERS = 1_000_000_000
# Of so many pictures it is known what has changed. Who has an older one gets the next as a whole.
_REMEMBERED = 16
# A part that is larger than this share of the screen saves nothing.
_MOST_OF_IT = 0.7
# Runs of pixels are made and drawn sooner than a JPEG. Up to so many bytes, or so many a pixel, they are as small.
_FEW_BYTES, _BYTES_A_PIXEL = 16 << 10, 0.25


@dataclass(frozen=True)
class Picture:
    """A picture with its number.

    Args:
        number: The number.
        frame: The picture.
        quality: JPEG quality, 1 to 100, if it is no JPEG itself.
    """

    number: int
    frame: Frame
    quality: int

    @cached_property
    def jpeg(self) -> bytes:
        """All of it as JPEG."""
        return self.frame.jpeg(self.quality)


@dataclass(frozen=True)
class Update:
    """What of a picture is new to a client.

    Args:
        number: The number of the picture.
        size: The size of all of it.
        part: Where it is new, in pixels.
        data: What is there: a JPEG, or runs of pixels.
        is_jpeg: Which of these.
    """

    number: int
    size: Size
    part: Region
    data: bytes
    is_jpeg: bool


class Pictures:
    """Numbers pictures: one that differs from the previous gets the next number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # A waiting client may have its number from an earlier companion: it must not stand for another picture here.
        self._first = 1 + secrets.randbelow(_FIRST_NUMBERS)
        self._changes: deque[tuple[int, Region]] = deque(maxlen=_REMEMBERED)
        self.latest: Picture | None = None
        # Clients that look together are told the same.
        self._made: Update | None = None

    def seen(self, frame: Frame, quality: int, *, compares: bool = False) -> tuple[Picture, bool]:
        """Numbers a picture.

        Args:
            frame: The picture.
            quality: JPEG quality, 1 to 100, if it is no JPEG itself.
            compares: Whether to find out what in it has changed, for `update`.

        Returns:
            The picture, or the previous one if that shows the same; and whether it is a new one.
        """
        with self._lock:
            before = self.latest
            if before is not None and before.frame.identity == frame.identity:
                return before, False
            self.latest = picture = Picture(before.number + 1 if before else self._first, frame, quality)
            part = _changed(before.frame, frame) if before and compares else None
            if part is None:
                self._changes.clear()
            else:
                self._changes.append((picture.number, part))
            return picture, True

    def update(self, picture: Picture, number: int) -> Update:
        """What of a picture is new to a client; of the latest, where there is a later one by now.

        Args:
            picture: The picture.
            number: The number of the picture that the client has.
        """
        with self._lock:
            picture = self.latest or picture
            parts = [part for later, part in self._changes if later > number]
        screen = part = whole(picture.frame.size)
        if 0 < picture.number - number <= len(parts):
            part = parts[0]
            for other in parts[1:]:
                part = part.around(other)
            if part.width * part.height > _MOST_OF_IT * screen.width * screen.height:
                part = screen
        with self._lock:
            made = self._made
        if (made is None) or (made.number, made.part) != (picture.number, part):
            made = _update(picture, part)
            with self._lock:
                self._made = made
        return made


def _update(picture: Picture, part: Region) -> Update:
    frame = picture.frame
    if frame.format == "JPEG":
        # As it came: nothing of it is lost once more, and no time.
        return Update(picture.number, frame.size, part, picture.jpeg, is_jpeg=True)
    most = max(_FEW_BYTES, int(part.width * part.height * _BYTES_A_PIXEL))
    runs = runs_of(part_of(frame.color, part), most)
    if runs is not None:
        return Update(picture.number, frame.size, part, runs, is_jpeg=False)
    jpeg = picture.jpeg if part == whole(frame.size) else frame.jpeg_of(part, picture.quality)
    return Update(picture.number, frame.size, part, jpeg, is_jpeg=True)


def _changed(before: Frame, now: Frame) -> Region | None:
    """What has changed; None if it is not known: parts of a JPEG would have to be encoded a second time."""
    if "JPEG" in {before.format, now.format} or before.size != now.size:
        return None
    try:
        # If nothing has: other bytes can show the same.
        return changed_part(before.color, now.color) or Region(0, 0, 1, 1)
    except CorruptFrame:
        return None
