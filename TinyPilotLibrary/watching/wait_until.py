"""Waiting: the only polling loop of the library, with a clock that tests inject."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# A time limit of Robot Framework stops a sleeping thread only between two sleeps on some systems.
_LONGEST_SLEEP = 0.5


def _sleep(seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (remaining := deadline - time.monotonic()) > 0:
        time.sleep(min(remaining, _LONGEST_SLEEP))


@dataclass(frozen=True)
class Clock:
    """What time is it, and how to let it pass.

    Args:
        now: Gives the time in seconds; it never goes back.
        sleep: Lets so many seconds pass.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = _sleep


def wait_until(
    look: Callable[[float], T | None],
    *,
    timeout: float,
    interval: float,
    clock: Clock,
    look_waits: bool = False,
) -> T | None:
    """Looks until something is found: at least once, and once more after the timeout.

    Args:
        look: Looks once and returns what it found, or None. Its argument says how long it may wait for news, in
            seconds: not at all at the first and at the last look.
        timeout: How long to look, in seconds; 0 looks once.
        interval: The pause between two looks, in seconds.
        clock: The time.
        look_waits: Whether `look` waits for news itself; then there is no pause between two looks.

    Returns:
        What was found, or None when the time is over.

    ```python
    wait_until(lambda timeout: find(frame()), timeout=10, interval=0.5, clock=Clock())
    ```
    """
    deadline = clock.now() + timeout
    timeout = 0.0
    while True:
        begun = clock.now()
        found = look(timeout)
        if found is not None:
            return found
        if begun >= deadline:
            return None
        pause = min(begun + interval, deadline) - clock.now()
        timeout = max(0.0, min(interval, deadline - clock.now()))
        if not look_waits and pause > 0:
            clock.sleep(pause)
