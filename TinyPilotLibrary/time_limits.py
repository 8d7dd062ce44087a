"""Robot Framework's time limits of tests and keywords, which can be suspended."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from robot.running.context import EXECUTION_CONTEXTS


@contextmanager
def time_limits_suspended() -> Iterator[bool]:
    """Suspends the time limits of the running test and its keywords while the block runs.

    Robot Framework has no interface for that. Its limits are an alarm of the process for the running keyword, and
    the time at which each began for all later ones: the alarm is stopped and set again, and the beginnings are moved.

    Yields:
        Whether they are suspended; on systems without such an alarm, such as Windows, they go on.
    """
    if sys.platform == "win32":
        yield False
        return
    begun = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield True
    finally:
        context = EXECUTION_CONTEXTS.current
        for limit in context.timeouts if context else ():
            limit.start_time += time.monotonic() - begun
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)
