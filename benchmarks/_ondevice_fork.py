"""A keyboard as TinyPilot's server writes to it: a process, and an open, for each report. Standard library only.

Reads from standard input how often the key `b` is to be pressed, and says when it is done.
"""

import multiprocessing
import sys

_NODE = "/dev/hidg0"
_PRESSED = bytes([0, 0, 5, 0, 0, 0, 0, 0])
_RELEASED = bytes(8)
_TIMEOUT = 0.5


def _write(report: bytes) -> None:
    with open(_NODE, "ab+") as node:  # noqa: PTH123 - as it is done there
        node.write(report)


def _send(report: bytes) -> None:
    process = multiprocessing.get_context("fork").Process(target=_write, args=(report,), daemon=True)
    process.start()
    process.join(_TIMEOUT)


if __name__ == "__main__":
    for line in sys.stdin:
        for report in (_PRESSED, _RELEASED) * int(line):
            _send(report)
        print("done", flush=True)
