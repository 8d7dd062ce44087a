"""Long transfers: the hash that tells what arrives, and how far one is, told in this module's log."""

import hashlib
import logging
import time
from typing import BinaryIO

#: Where progress is told; what wants to show it listens here.
PROGRESS = logging.getLogger(__name__)
# How often, in seconds.
_EVERY = 5.0
#: So many bytes of a file are read at once.
PIECE = 1 << 20


class Transfer:
    """A file on its way; told now and then, and at its end.

    Args:
        name: The name of the file.
        size: Its length in bytes.
        done: How much of it is there already.
    """

    def __init__(self, name: str, size: int, done: int = 0) -> None:
        self._name = name
        self._size = size
        self._start = done
        self._began = time.monotonic()
        self._told = self._began
        if done:
            PROGRESS.info("Sending '%s' goes on at %s of %s.", name, _length(done), _length(size))

    def now_at(self, done: int) -> None:
        """So much of it has arrived.

        Args:
            done: How much, in bytes.
        """
        now = time.monotonic()
        taken = max(now - self._began, 0.001)
        speed = (done - self._start) / taken
        if done >= self._size:
            PROGRESS.info(
                "Sent '%s': %s in %.1f s, %s/s.", self._name, _length(done - self._start), taken, _length(speed)
            )
        elif now - self._told >= _EVERY:
            self._told = now
            left = (self._size - done) / max(speed, 1)
            share = 100 * done // self._size
            PROGRESS.info(
                "Sending '%s': %d %% of %s, %s/s, %.0f s left.",
                *(self._name, share, _length(self._size), _length(speed), left),
            )


def sha256_of(content: BinaryIO) -> str:
    """The SHA-256 of a file, in hexadecimal digits; it is read to its end.

    Args:
        content: The file, at its beginning.
    """
    digest = hashlib.sha256()
    while piece := content.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _length(size: float) -> str:
    """A number of bytes, in words."""
    for unit, bytes_of_it in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= bytes_of_it:
            return f"{size / bytes_of_it:.1f} {unit}"
    return f"{size:.0f} B"
