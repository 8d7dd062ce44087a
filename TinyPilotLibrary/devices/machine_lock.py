"""The right to use what one process of a machine can use at a time, such as a gadget or a QMP socket: a locked file.

The kernel ends the lock with its process, however that ends. What the file says is for the others: who has it since
when, and what may be down.
"""

import hashlib
import json
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from TinyPilotLibrary.devices.claims import Claim, Use, in_use, taken_over, who_this_is
from TinyPilotLibrary.devices.lock_files import content_of, line, locked, opened, place_in_line
from TinyPilotLibrary.errors import DeviceError, DeviceInUse

# In memory, for all users, and the same for services that have a /tmp of their own.
_MEMORY = Path("/dev/shm")  # noqa: S108 - any user may use the device, so any may lock it
_POLL = 0.1
# Who only looks at a machine, such as a command, has it for a moment: that is waited for without being told.
_MOMENT = 1.0
# How often the holder looks whether somebody takes over, and how long that may take it, in seconds.
_LOOKS_EVERY = 0.3
_LETS_GO_IN = 15.0
# All devices of a process are one client; a process that was forked is another one.
_held: dict[tuple[int, Path], "_Held"] = {}
_registry = threading.RLock()


class MachineLock:
    """What this process has, or waits for, on this machine.

    Args:
        name: What it is called in messages.
        what: What is locked: a path, or an address.
        claim: How it is claimed.
        waits_a_moment: Whether others may have it for a moment only, so that it is worth while to wait a little.
    """

    def __init__(self, name: str, what: str, claim: Claim, *, waits_a_moment: bool = True) -> None:
        self._least = _MOMENT if waits_a_moment else 0.0
        folder = _MEMORY if _MEMORY.is_dir() else Path(tempfile.gettempdir())
        real = os.path.realpath(what) if "/" in what else what
        self._file = folder / f"tinypilot-{hashlib.sha256(real.encode()).hexdigest()[:16]}.lock"
        self.name = self._name = name
        self._claim = claim
        #: Releases what is down and ends its use, as another process takes over.
        self.let_go: Callable[[], None] = lambda: None
        self._mine: _Held | None = None
        self._lost = ""
        # Two threads must not wait for it both.
        self._taking = threading.Lock()

    @property
    def is_held(self) -> bool:
        """Whether this process has it."""
        return self._mine is not None

    def have(self) -> dict[str, Any]:
        """Takes it, unless it is had already.

        Returns:
            What an earlier process that did not end well has noted; it is told once.

        Raises:
            DeviceInUse: If another process has it, for as long as this one waits; or has taken it over.
        """
        mine = self._mine
        if self._lost and not (mine and mine.is_letting_go()):
            raise DeviceInUse(self._lost)
        if mine is None:
            with self._taking:
                if self._mine is None and (self._others_wait() or not self.try_to_have()):
                    self._wait()
                mine = self._mine
        return mine.told_once() if mine else {}

    def try_to_have(self) -> bool:
        """Takes it, if nobody has it.

        Returns:
            Whether this process has it.
        """
        with _registry:
            held = _held.get((os.getpid(), self._file)) or self._take()
            if held:
                held.users.append(self)
                self._mine = held
            return held is not None

    @property
    def is_held_here(self) -> bool:
        """Whether this process has it, by this or by another device."""
        return (os.getpid(), self._file) in _held

    def use(self) -> Use:
        """Who has it; it is not taken."""
        if self.is_held_here or not self._file.exists():
            return Use(who_this_is() if self.is_held_here else None)
        file = opened(self._file, self._name)
        try:
            return Use(None if locked(file) else self._who(content_of(self._file)))
        finally:
            os.close(file)

    def note(self, **down: object) -> None:
        """Notes what may be down, for who comes after this process if it is killed.

        Args:
            down: What is down.
        """
        if self._mine:
            self._mine.write(down)

    def close(self) -> None:
        """Gives it back, as a part of a device that is closed."""
        self.end()

    def end(self) -> None:
        """Gives it back."""
        with _registry:
            held, self._mine = self._mine, None
            if held:
                held.users.remove(self)
                if not held.users:
                    held.end()

    def lose(self, by: str) -> None:
        """Another process takes it over.

        Args:
            by: Who that is.
        """
        self._lost = taken_over(by)

    def _others_wait(self) -> bool:
        return not self.is_held_here and next(line(self._file), None) is not None

    def _take(self) -> "_Held | None":
        file = opened(self._file, self._name)
        if not locked(file):
            os.close(file)
            return None
        with suppress(OSError):
            if os.fstat(file).st_ino == self._file.stat().st_ino:
                return _Held(self._file, file)
        # It was removed meanwhile by who had it.
        os.close(file)
        return None

    def _wait(self) -> None:
        wait = max(self._claim.wait, self._least, _LETS_GO_IN if self._claim.take_over else 0.0)
        until = time.monotonic() + wait
        with self._asking() if self._claim.take_over else place_in_line(self._file) as is_next:
            while not (is_next() and self.try_to_have()):
                if time.monotonic() >= until:
                    raise DeviceInUse(self._refusal())
                time.sleep(_POLL)
        # Once: whoever takes it over from this process keeps it.
        self._claim = Claim(self._claim.wait)

    @contextmanager
    def _asking(self) -> Iterator[Callable[[], bool]]:
        """Asks the process that has it to let go, and the next one if that was quicker."""
        asking = self._file.with_suffix(".take")
        asked: set[str] = set()

        def ask() -> bool:
            key = content_of(self._file).get("key")
            if key and key not in asked:
                asked.add(key)
                _write_whole(asking, {"of": key, "by": who_this_is()})
            return True

        try:
            yield ask
        except OSError as error:
            raise DeviceInUse(f"{self._refusal()} It cannot be asked for it: {error.strerror}.") from error
        finally:
            with suppress(OSError):
                asking.unlink()

    @staticmethod
    def _who(content: dict[str, Any]) -> str:
        return f"{content.get('who', 'another process')} (process {content.get('process', 'unknown')})"

    def _refusal(self) -> str:
        content = content_of(self._file)
        since = datetime.fromisoformat(content["since"]) if "since" in content else datetime.now().astimezone()
        who = self._who(content)
        stuck = " It did not let go: is it stopped?" if self._claim.take_over else ""
        waiting = sum(1 for _ in line(self._file)) - 1
        return f"The device '{self._name}' {in_use(who, since, 'it closes the device or ends', waiting)}{stuck}"


def _write_whole(path: Path, content: dict[str, str]) -> None:
    draft = path.with_suffix(f".{uuid.uuid4()}")
    try:
        draft.write_text(json.dumps(content))
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class _Held:
    """A lock that this process has."""

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file
        self._key = str(uuid.uuid4())
        self._since = datetime.now().astimezone().isoformat()
        self._letting_go: int | None = None
        self._ended = threading.Event()
        self.users: list[MachineLock] = []
        # What an earlier process noted and did not take back.
        self._left: dict[str, Any] = content_of(path).get("down") or {}
        _held[os.getpid(), path] = self
        self.write(self._left)
        threading.Thread(target=self._listen, name="lock", daemon=True).start()

    def write(self, down: dict[str, Any]) -> None:
        content = {"key": self._key, "who": who_this_is(), "since": self._since, "process": os.getpid(), "down": down}
        data = json.dumps(content).encode()
        # Who reads meanwhile sees the old one or the new one: blanks make up for what was longer.
        with _registry, suppress(OSError):
            size = os.fstat(self._file).st_size
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, data.ljust(size))

    def told_once(self) -> dict[str, Any]:
        left, self._left = self._left, {}
        return left

    def is_letting_go(self) -> bool:
        return self._letting_go == threading.get_ident()

    def end(self) -> None:
        self._ended.set()
        _held.pop((os.getpid(), self._path), None)
        # Another user's file may stay.
        with suppress(OSError):
            os.ftruncate(self._file, 0)
        with suppress(OSError):
            self._path.unlink()
        os.close(self._file)

    def _listen(self) -> None:
        asking = self._path.with_suffix(".take")
        while not self._ended.wait(_LOOKS_EVERY):
            asked = content_of(asking)
            if asked.get("of") == self._key:
                self._lose(str(asked.get("by")))
                return

    def _lose(self, by: str) -> None:
        self._letting_go = threading.get_ident()
        users = list(self.users)
        for user in users:
            user.lose(by)
        for user in users:
            with suppress(DeviceError):
                user.let_go()
        for user in users:
            user.end()
