"""Frames that stay as they are while somebody works on them."""

import threading
from collections import OrderedDict

from TinyPilotLibrary.companion.responses import Refusal
from TinyPilotLibrary.vision.frame import Frame

_MOST = 8


class FrozenFrames:
    """The last frames that were frozen, by number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: OrderedDict[int, Frame] = OrderedDict()
        self._count = 0

    def keep(self, frame: Frame) -> int:
        """Keeps a frame, and returns its number."""
        with self._lock:
            known = next((number for number, other in self._frames.items() if other.identity == frame.identity), None)
            if known is not None:
                self._frames.move_to_end(known)
                return known
            self._count += 1
            self._frames[self._count] = frame
            while len(self._frames) > _MOST:
                self._frames.popitem(last=False)
            return self._count

    def of(self, number: int) -> Frame:
        """The frame of a number.

        Raises:
            Refusal: If it is not kept any more.
        """
        with self._lock:
            if number in self._frames:
                return self._frames[number]
        raise Refusal(404, "This frozen frame is not kept any more. Freeze the screen again.")
