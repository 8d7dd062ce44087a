"""Releases all keys when the process ends: at exit, and on signals that would otherwise end it at once."""

import atexit
import os
import signal
import threading
import weakref
from types import FrameType
from typing import Protocol

# Ctrl+C becomes KeyboardInterrupt, which unwinds; these end a process at once.
_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Closes(Protocol):
    """An object that releases everything when it is closed."""

    def close(self) -> None:
        """Releases everything."""
        ...


_guarded: "weakref.WeakSet[Closes]" = weakref.WeakSet()


def guard(device: Closes) -> None:
    """Closes a device when the process ends, unless it is closed already.

    Programs that handle the signals themselves, as Robot Framework and the companion do, are left alone.

    Args:
        device: The device.
    """
    _guarded.add(device)
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


@atexit.register
def _close_all() -> None:
    for device in list(_guarded):
        device.close()


def _end(number: int, _: FrameType | None) -> None:
    _close_all()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
