"""The screens that a studio has seen since its page was opened."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from TinyPilotLibrary.vision.frame import PictureIdentity

_MOST, _MOST_BYTES = 1000, 64 << 20


@dataclass(frozen=True)
class SeenScreen:
    """A screen that was seen.

    Args:
        jpeg: Its picture, as it was sent to the page.
        at: When it was seen last, in seconds since 1970.
    """

    jpeg: bytes
    at: float


class SessionFrames:
    """The screens that were seen, each once: the newest, in bounded memory.

    Args:
        most: How many are kept.
        most_bytes: How much memory their pictures may take, in bytes.
        now: Returns the time in seconds since 1970.
    """

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES, now: Callable[[], float] = time.time) -> None:
        self._most, self._most_bytes, self._now = most, most_bytes, now
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, SeenScreen] = OrderedDict()
        self._bytes = 0

    def see(self, jpeg: bytes) -> None:
        """Keeps a picture, or knows that one is there again.

        Args:
            jpeg: The picture.
        """
        key = PictureIdentity(jpeg).digest
        with self._lock:
            known = self._seen.pop(key, None)
            self._seen[key] = SeenScreen(known.jpeg if known else jpeg, self._now())
            self._bytes += 0 if known else len(jpeg)
            while len(self._seen) > self._most or self._bytes > self._most_bytes:
                _, oldest = self._seen.popitem(last=False)
                self._bytes -= len(oldest.jpeg)

    def newest_first(self) -> list[SeenScreen]:
        """All that are kept."""
        with self._lock:
            return list(self._seen.values())[::-1]
