"""`python -m atest.ondevice._inside.record FOLDER [shared]`: writes the gadget's input events to files, until SIGTERM.

evdev keeps 64 events for a reader and drops what comes then: so this is a process of its own, and before all others.
"""

import fcntl
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

from atest.ondevice._inside.events import EVIOCGRAB, input_devices

_CHUNK = 64 * 24


def main() -> None:
    """Records until it is told to end; what has come until then is all there."""
    folder = Path(sys.argv[1])
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    outputs: dict[int, int] = {}
    for interface, path in input_devices():
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        if "shared" not in sys.argv:
            # So that the machine's own console does not get the keys.
            fcntl.ioctl(descriptor, EVIOCGRAB, 1)
        file = folder / f"events-{interface}"
        outputs[descriptor] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    (folder / "ready").touch()
    while not ended:
        ready, _, _ = select.select(list(outputs), [], [], 0.05)
        for descriptor in ready:
            _empty(descriptor, outputs[descriptor])
    for descriptor, output in outputs.items():
        _empty(descriptor, output)


def _empty(descriptor: int, output: int) -> None:
    with suppress(BlockingIOError):
        while data := os.read(descriptor, _CHUNK):
            os.write(output, data)


if __name__ == "__main__":
    main()
