"""A log that does not repeat itself: no client may fill the disk with messages that it causes."""

import contextlib
import logging
import time
from collections.abc import Iterator

_PAUSE = 60.0
_MOST = 100
# The loggers with messages about clients and their connections.
_LOGGERS = ("uvicorn.error", "asyncio")


class OnceAMinute(logging.Filter):
    """Lets messages with the same first line pass once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log the message."""
        text = str(record.msg).partition("\n")[0]
        now = time.monotonic()
        if now < self._next.get(text, 0.0):
            return False
        if len(self._next) >= _MOST:
            self._next.clear()
        self._next[text] = now + _PAUSE
        return True


@contextlib.contextmanager
def quiet_log() -> Iterator[None]:
    """Limits messages about clients to one per minute of each kind while the block runs."""
    once = OnceAMinute()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(once)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(once)
