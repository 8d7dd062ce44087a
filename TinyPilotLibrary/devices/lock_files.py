"""Files that processes lock, and the line of those that wait for one."""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from TinyPilotLibrary.errors import DeviceError

if sys.platform == "win32":

    def locked(_: int) -> bool:
        """There are no such locks, nor what they are for."""
        return True

else:
    import fcntl

    def locked(file: int) -> bool:
        """Locks an open file, unless another process has.

        Args:
            file: Its descriptor.

        Returns:
            Whether it is locked now.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def opened(path: Path, name: str) -> int:
    """Opens a lock file, which is made where there is none.

    Args:
        path: The file.
        name: What is locked, for messages.

    Returns:
        The file's descriptor.

    Raises:
        DeviceError: If it cannot be opened.
    """
    flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        # Another user's file may only be opened like this where all may write.
        with suppress(FileNotFoundError):
            return os.open(path, flags)
        file = os.open(path, flags | os.O_CREAT, 0o666)
        with suppress(OSError):
            # Whoever may use the device may lock it.
            path.chmod(0o666)
    except OSError as error:
        raise DeviceError(
            f"Whether another process uses the device '{name}' cannot be told: its lock '{path}' cannot be opened: "
            f"{error.strerror}."
        ) from error
    return file


def content_of(path: Path) -> dict[str, Any]:
    """What a file says; nothing if there is none, or it is being written.

    Args:
        path: The file.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def place_in_line(lock: Path) -> Iterator[Callable[[], bool]]:
    """A place in the line for a lock: a file with the time in its name, locked as long as its process lives.

    Args:
        lock: The lock's file.

    Yields:
        Says whether it is the first.
    """
    own = lock.with_suffix(f".{time.monotonic_ns():020}-{uuid.uuid4()}.waits")
    file = opened(own, str(lock))
    locked(file)
    try:
        yield lambda: next(line(lock), own) == own
    finally:
        own.unlink(missing_ok=True)
        os.close(file)


def line(lock: Path) -> Iterator[Path]:
    """Who waits for a lock, in the order of their coming; who has died leaves the line.

    Args:
        lock: The lock's file.

    Yields:
        The file of each.
    """
    for path in sorted(lock.parent.glob(f"{lock.stem}.*.waits")):
        try:
            file = os.open(path, os.O_RDWR)
        except OSError:
            continue
        try:
            if not locked(file):
                yield path
            else:
                with suppress(OSError):
                    path.unlink()
        finally:
            os.close(file)
