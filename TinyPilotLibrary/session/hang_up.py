"""A terminal that is closed under a run: it ends as by SIGTERM, with all keys released and its results written."""

import os
import signal
import stat
import threading
from types import FrameType


def end_on_hang_up() -> None:
    """Ends the run on SIGHUP as on SIGTERM, unless something else handles it, or nohup has it ignored."""
    if not hasattr(signal, "SIGHUP") or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _end)


def _end(number: int, frame: FrameType | None) -> None:
    _write_to_nothing()
    end = signal.getsignal(signal.SIGTERM)
    if callable(end):
        end(number, frame)
        return
    # No run is under way that could end.
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


def _write_to_nothing() -> None:
    """What is written to a terminal that is gone would fail, and with it what the run still has to do."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        # One that was closed is no terminal any more.
        if stat.S_ISCHR(os.fstat(stream).st_mode):
            os.dup2(nothing, stream)
    os.close(nothing)
