"""Device nodes as the kernel's files."""

import errno
import os
import select
import stat
import sys

assert sys.platform == "linux"  # noqa: S101 - tells mypy that nothing below is for other systems


class KernelFiles:
    """The kernel's files."""

    def __init__(self) -> None:
        self._pollers: dict[int, select.poll] = {}

    def open(self, path: str) -> int:
        """Opens a character device; a file of another kind is left alone."""
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        if not stat.S_ISCHR(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.ENOTTY, "Not a character device", path)
        poller = self._pollers[descriptor] = select.poll()
        poller.register(descriptor, select.POLLOUT)
        return descriptor

    def close(self, descriptor: int) -> None:
        """Closes it."""
        del self._pollers[descriptor]
        os.close(descriptor)

    def write(self, descriptor: int, report: bytes) -> int:
        """Writes a report."""
        return os.write(descriptor, report)

    def read(self, descriptor: int) -> bytes:
        """Reads what the host has sent."""
        return os.read(descriptor, 64)

    def poll(self, descriptor: int, seconds: float) -> bool:
        """Waits until a report can be written."""
        return any(events & select.POLLOUT for _, events in self._pollers[descriptor].poll(seconds * 1000))

    def identity(self, path: str) -> tuple[int, ...] | None:
        """Inode, number and time of birth of the node."""
        try:
            status = os.stat(path)  # noqa: PTH116 - the seam speaks of paths as text
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_rdev, status.st_ctime_ns
