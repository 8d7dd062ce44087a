"""How much of what was sent to it a guest has had time to poll.

QEMU's USB devices queue events until the guest polls them, and merge a move into the event before it if the buttons are
the same (hw/input/hid.c): a queued release then arrives in one report with the next move, away from its press.
The queues are short; further events are lost. QMP does not report that an event was polled, but a guest polls again
only after it has handled the report before. So Linux is asked what QEMU's threads do: while all of them sleep, nothing
is left to be handled, and the guest polls at its usual rate. On a busy machine that may take seconds.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import InputNotDelivered

# USB hosts poll every 8 ms, or more often.
_INTERVAL = 0.01
# A processor that never idles has handled a report after it ran this long, seen to run this often: where the host is a
# virtual machine itself, time that was taken from it looks like time that its processes ran, but all at once.
_A_WHILE = 0.01
_TIMES = 3
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

    @property
    def awake(self) -> float:
        """How long it had something to do so far, in seconds; without how long it has been waiting now."""
        return self.ran + self.waited


@dataclass(frozen=True)
class Moment:
    """When an event was sent.

    Args:
        at: When QEMU received it, in seconds of `time.monotonic()`.
        taken: How long QEMU took to answer, in seconds.
        threads: QEMU's threads at that time; None if they cannot be observed.
    """

    at: float
    taken: float
    threads: Mapping[Path, Thread] | None


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

    def now(self, taken: float) -> Moment:
        """The current moment, after QEMU has received an event.

        Args:
            taken: How long QEMU took to answer, in seconds.
        """
        self._taken = taken
        return Moment(time.monotonic(), taken, self.threads())

    def polled(self, moment: Moment) -> int:
        """How many reports the guest has certainly had time to poll since a moment.

        Args:
            moment: The moment. If QEMU's threads cannot be observed, the guest gets as much time for each report as
                QEMU took to answer then: a machine that answers late polls late.
        """
        passed = time.monotonic() - moment.at
        before, now = self._looks() if moment.threads else (None, None)
        if not (moment.threads and before and now and now.keys() == moment.threads.keys()):
            return int(passed / max(_INTERVAL, moment.taken))
        if not all(_is_idle(before[processor], now[processor]) for processor in self._processors):
            return 0
        awake = sum(it.awake - moment.threads[thread].awake for thread, it in now.items())
        return int(max(0.0, passed - awake) / _INTERVAL)

    def wait(self) -> None:
        """Waits until the guest has had time to poll a report from now on, also if its processors never idle.

        Raises:
            InputNotDelivered: If the guest does not get to run, because its host is too busy.
        """
        begun = self.now(self._taken)
        if begun.threads:
            # It polls again after it has handled the report before.
            self._wait_until_handled(begun)
        time.sleep(max(_INTERVAL, 0.0 if begun.threads else begun.taken))
        # QEMU's main loop answers first, and polls for the controllers that it cares for after that.
        for _ in range(2):
            self._session.command("query-status")

    def threads(self) -> dict[Path, Thread] | None:
        """The threads of the guest's processors and of QEMU's main loop; None if they cannot be observed."""
        if self._connection != self._session.connections:
            self._connection = self._session.connections
            self._processors, self._main = self._found()
        try:
            return {thread: _read(thread) for thread in self._processors + self._main} or None
        except (OSError, ValueError, IndexError):
            # QEMU may have been replaced by another one, or the kernel does not provide the data.
            self._processors, self._main = [], []
            return None

    def _wait_until_handled(self, begun: Moment) -> None:
        """Waits until every processor of the guest has been idle, or has run for a while, since a moment."""
        ran = {processor: [it.ran] for processor, it in (begun.threads or {}).items() if processor in self._processors}
        while ran:
            if time.monotonic() > begun.at + _LONGEST:
                raise InputNotDelivered(
                    f"The guest did not get to run for {_LONGEST:g} s, so it may have missed input: its host is too "
                    "busy."
                )
            time.sleep(_LOOK)
            before, now = self._looks()
            if not before or not now:
                return
            for processor in ran.keys() & now.keys():
                ran[processor].append(now[processor].ran)
            ran = {
                processor: times
                for processor, times in ran.items()
                if processor in now and not _is_idle(before[processor], now[processor]) and not _have_run(times)
            }

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
    return before.sleeps and now.sleeps and before.awake == now.awake


def _have_run(times: list[float]) -> bool:
    """Whether a processor has run for a while, by its run time at several looks."""
    return times[-1] - times[0] >= _A_WHILE and len(set(times)) > _TIMES
