"""Signals that end the companion: it first closes what it opened, however it was started."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

# Not every system has each of them: Windows has no SIGHUP, and only Windows has SIGBREAK.
_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@contextlib.contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Calls a function once if Ctrl+C, SIGTERM or SIGHUP arrives while the block runs.

    It installs its own handlers: Python has none if SIGINT was ignored at the start, as in background jobs of shells.
    Only SIGHUP stays ignored if it was, since that is what nohup is for. Once a signal has arrived, the program is
    about to end: later ones are ignored, even after the block, since they would only interrupt that.

    Args:
        stop: Makes the block end soon. It is called between two instructions of the main thread and must not wait.

    Yields:
        The signals that have arrived so far.

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
    """Ends this process as the signal itself would have done; does nothing for Ctrl+C, which is not a failure.

    The parent process sees that it was the signal, as shells and systemd expect.

    Args:
        number: The signal.
    """
    if number != signal.SIGINT:
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)


def _is_ignored_on_purpose(number: int) -> bool:
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) is signal.SIG_IGN
