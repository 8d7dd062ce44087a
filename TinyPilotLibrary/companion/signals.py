"""Signals that end the companion: it closes what it opened first, however it was started."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

# Not every system has each of them: SIGHUP is no signal of Windows, SIGBREAK is one of Windows alone.
_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@contextlib.contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Calls something once when Ctrl+C, SIGTERM or SIGHUP comes, for as long as the block runs.

    Its handlers are its own: where SIGINT was ignored at the start, as it is in background jobs of shells, Python has
    none. Only SIGHUP stays ignored where it was, for that is what nohup is for. Once one came, the program is about to
    end: later ones are ignored, also after the block, for they would only cut that short.

    Args:
        stop: What ends the block soon. It is called between two instructions of the main thread and must not wait.

    Yields:
        The signals that came; filled as they do.

    ```python
    with listening(device, serving) as companion, stopped_by_signals(companion.stop):
        companion.run()
    ```
    """
    came: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        if not came:
            came.append(number)
            stop()

    handled = [number for number in _ENDING if not _is_ignored_on_purpose(number)]
    before = {number: signal.signal(number, end) for number in handled}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if came else handler)


def end_as_by(number: int) -> None:
    """Ends this process as the signal would have done by itself; Ctrl+C is no failure, and nothing happens.

    Who started the program sees that it was the signal, as shells and systemd expect it.

    Args:
        number: The signal.
    """
    if number != signal.SIGINT:
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)


def _is_ignored_on_purpose(number: int) -> bool:
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) is signal.SIG_IGN
