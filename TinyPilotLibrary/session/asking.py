"""Asking a person at the console of the run: a lab's last resort."""

import os
import select
import sys
from contextlib import ExitStack

from TinyPilotLibrary.errors import DeviceError, NotSupported
from TinyPilotLibrary.watching.wait_until import Clock, wait_until

_POLL = 0.2


def ask_person(request: str, timeout: float, clock: Clock) -> None:
    """Asks for something on the console, and waits until somebody presses Enter.

    Args:
        request: What is to be done, as a sentence.
        timeout: How long to wait, in seconds.
        clock: The time.

    Raises:
        NotSupported: If the run has no console.
        DeviceError: If nobody pressed Enter in time.
    """
    if sys.platform == "win32":
        raise NotSupported("Nobody can be asked: that needs the terminal of a Unix system.")
    with ExitStack() as at_end:
        try:
            # Standard input and output may be Robot Framework's, a log's or nobody's.
            terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        except OSError as error:
            raise NotSupported(
                f"Nobody can be asked: the run has no terminal ({error.strerror}). It was: {request}"
            ) from error
        at_end.callback(os.close, terminal)
        os.write(terminal, f"\n{request} Then press Enter here ({timeout:g} s). ".encode())

        def look(_: float) -> bool | None:
            ready = select.select([terminal], [], [], 0)[0]
            return True if ready and os.read(terminal, 1024) else None

        if wait_until(look, timeout=timeout, interval=_POLL, clock=clock) is None:
            raise DeviceError(f"Nobody pressed Enter on the console within {timeout:g} s. It was asked: {request}")
