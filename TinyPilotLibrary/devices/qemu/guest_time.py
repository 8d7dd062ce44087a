"""How much of what was sent to it a guest has had time to poll.

QEMU's USB devices queue events until the guest polls them, and merge a move into the event before it if the buttons are
the same (hw/input/hid.c): a queued release then arrives in one report with the next move, away from its press.
The queues are short; further events are lost. QMP does not report that an event was polled, but a guest polls again
only after it has handled the report before. So Linux is asked what QEMU's threads do: while all of them sleep, nothing
is left to be handled, and the guest polls at its usual rate. On a busy machine that may take seconds.
"""

import math
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import InputNotDelivered

#: Hosts poll a USB device once in this time, in seconds; every 8 ms, or more often.
INTERVAL = 0.009
# A processor that never idles has handled a report after it ran this long, and its run time was seen to change this
# often: where the host is a virtual machine itself, time that was taken from it may look like run time, all at once.
_A_WHILE = 0.01
_CHANGES = 3
# Which part of the time between two polls a busy processor has to run to handle them.
_HANDLING = 0.3
# The pause between two looks at threads.
_LOOK = 0.005
# How long a host may be too busy to let its guest run.
_LONGEST = 60.0
_PROC = Path("/proc")
# Names of QEMU's threads; those of processors differ if QEMU was asked to name them.
_NAMES = ("qemu", "CPU ")


@dataclass(frozen=True)
class Thread:
    """One of QEMU's threads at one moment.

    Args:
        sleeps: Whether it has nothing to do.
        ran: Its run time so far, in seconds.
        waited: How long it could have run so far, but the host was busy, in seconds.
    """

    sleeps: bool
    ran: float
    waited: float

    def since(self, earlier: "Thread") -> "Thread":
        """The same with the times from an earlier look until this one."""
        return Thread(self.sleeps, self.ran - earlier.ran, self.waited - earlier.waited)


@dataclass(frozen=True)
class Moment:
    """When an event was sent.

    Args:
        at: When QEMU had answered, in seconds of `time.monotonic()`.
        taken: How long QEMU took to answer, in seconds.
        threads: QEMU's threads at that time; None if they cannot be observed.
        stolen: How long this machine's processors have been taken from it so far, in seconds; for a virtual one.
    """

    at: float
    taken: float
    threads: Mapping[Path, Thread] | None
    stolen: float = 0.0


class Polled(NamedTuple):
    """How many reports a guest has had time to poll; a fraction belongs to the next one.

    Args:
        certainly: As many it has polled, if they were there.
        likely: The same, counting also the time in which it was busy with something else.
    """

    certainly: float
    likely: float


class GuestTime:
    """Determines how much a guest has had time to poll.

    Args:
        session: The QMP session.
    """

    def __init__(self, session: QmpSession) -> None:
        self._session = session
        self._connection = 0
        self._processors: list[Path] = []
        self._main: list[Path] = []
        self._taken = 0.0

    @property
    def connection(self) -> int:
        """Counts the connections to QEMU: others may have used the guest in between."""
        return self._session.connections

    def now(self, taken: float) -> Moment:
        """The current moment, after QEMU has received an event.

        Args:
            taken: How long QEMU took to answer, in seconds.
        """
        self._taken = taken
        threads = self.threads()
        stolen = _stolen() if threads else 0.0
        return Moment(time.monotonic(), taken, threads, stolen)

    def polled(self, moment: Moment, until: float | None = None) -> Polled:
        """How many reports the guest has had time to poll since a moment.

        Args:
            moment: The moment. If QEMU's threads cannot be observed, the guest gets as much time for each report as
                QEMU took to answer then: a machine that answers late polls late.
            until: Up to when, in seconds of `time.monotonic()`; up to now if None.
        """
        passed = (time.monotonic() if until is None else until) - moment.at
        before, now = self._looks() if moment.threads else (None, None)
        if not (moment.threads and before and now and moment.threads.keys() == before.keys() == now.keys()):
            reports = passed / max(INTERVAL, moment.taken)
            return Polled(reports, reports)
        passed -= _stolen() - moment.stolen
        since = {thread: it.since(moment.threads[thread]) for thread, it in now.items()}
        busy = [processor for processor in self._processors if not _is_idle(before[processor], now[processor])]
        certainly = 0.0 if busy else passed - sum(it.ran + it.waited for it in since.values())
        free = (it.ran / _HANDLING if thread in busy else passed - it.waited for thread, it in since.items())
        likely = min(passed, *free)
        return Polled(max(0.0, certainly) / INTERVAL, max(0.0, likely) / INTERVAL)

    def wait(self, reports: float = 1.0) -> None:
        """Waits until the guest has had time to poll reports from now on, also if its processors never idle.

        Args:
            reports: How many.

        Raises:
            InputNotDelivered: If the guest does not get to run, because its host is too busy.
        """
        begun = self.now(self._taken)
        if not begun.threads:
            time.sleep(reports * max(INTERVAL, begun.taken))
            return
        for _ in range(math.ceil(reports)):
            if self.polled(begun).certainly >= reports:
                return
            # It polls again after it has handled the report before.
            self._wait_until_handled()
            time.sleep(INTERVAL)
            # QEMU's main loop answers first, and runs the timers of USB controllers after that.
            for _ in range(2):
                self._session.command("query-status")

    def wait_for_time(self, reports: float) -> None:
        """Waits for the time of reports from now on, also if the guest was busy with something else.

        Args:
            reports: How many.

        Raises:
            InputNotDelivered: If the guest does not get to run, because its host is too busy.
        """
        begun = self.now(self._taken)
        while self.polled(begun).likely < reports:
            _refuse_if_too_late(begun.at)
            time.sleep(_LOOK)

    def threads(self) -> dict[Path, Thread] | None:
        """The threads of the guest's processors and of QEMU's main loop; None if they cannot be observed."""
        try:
            if self._connection != self._session.connections:
                self._connection = self._session.connections
                self._processors, self._main = self._found()
            return {thread: _read(thread) for thread in self._processors + self._main} or None
        except (OSError, ValueError, KeyError, IndexError):
            # QEMU may have been replaced by another one, or the kernel does not provide the data.
            self._processors, self._main = [], []
            return None

    def _wait_until_handled(self) -> None:
        """Waits until every processor of the guest has been idle, or has run for a while, from now on."""
        begun = time.monotonic()
        first = self.threads() or {}
        last = {processor: first[processor].ran for processor in self._processors if processor in first}
        changes = dict.fromkeys(last, 0)
        while last:
            _refuse_if_too_late(begun)
            time.sleep(_LOOK)
            before, now = self._looks()
            if not before or not now or before.keys() != now.keys():
                return
            for processor in list(last):
                if processor not in now or _is_idle(before[processor], now[processor]):
                    del last[processor]
                    continue
                ran = now[processor].ran
                changes[processor] += ran != last[processor]
                last[processor] = ran
                if ran - first[processor].ran >= _A_WHILE and changes[processor] >= _CHANGES:
                    del last[processor]

    def _looks(self) -> tuple[dict[Path, Thread] | None, dict[Path, Thread] | None]:
        """QEMU's threads, before and after its main loop has answered."""
        before = self.threads()
        self._session.command("query-status")
        return before, self.threads()

    def _found(self) -> tuple[list[Path], list[Path]]:
        """The threads of the guest's processors and that of QEMU's main loop, if QEMU runs in this PID namespace."""
        if not self._session.is_local or not _PROC.is_dir():
            return [], []
        numbers = [int(processor["thread-id"]) for processor in self._session.command("query-cpus-fast")]
        processors = [_thread(number) for number in dict.fromkeys(numbers)]
        if not all(_is_qemu(thread) for thread in processors):
            return [], []
        return processors, [_main_thread_of(processors[0])]


def _refuse_if_too_late(begun: float) -> None:
    if time.monotonic() > begun + _LONGEST:
        raise InputNotDelivered(
            f"The guest did not get to run for {_LONGEST:g} s, so it may have missed input: its host is too busy."
        )


def _thread(number: int) -> Path:
    return _PROC / str(number) / "task" / str(number)


def _is_qemu(thread: Path) -> bool:
    try:
        return (thread / "comm").read_text().startswith(_NAMES)
    except OSError:
        return False


def _main_thread_of(thread: Path) -> Path:
    status = dict(line.split(":", 1) for line in (thread / "status").read_text().splitlines())
    return _thread(int(status["Tgid"]))


def _read(thread: Path) -> Thread:
    # The state follows the name, which may contain any characters.
    state = (thread / "stat").read_text().rpartition(") ")[2][0]
    ran, waited, _ = (int(number) / 1e9 for number in (thread / "schedstat").read_text().split())
    if not ran:
        raise ValueError("This kernel does not count.")
    return Thread(state == "S", ran, waited)


def _is_idle(before: Thread, now: Thread) -> bool:
    """Whether it has slept from one look to the next. One that waits for QEMU's main loop has woken up in between."""
    return before.sleeps and now == before


def _stolen() -> float:
    """How long this machine's processors have been taken from it so far, in seconds."""
    if sys.platform == "win32":
        return 0.0
    try:
        return int((_PROC / "stat").read_text().split(maxsplit=9)[8]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
