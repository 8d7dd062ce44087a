"""Whether a guest has had time to poll what was sent to it.

QEMU's USB devices queue events until the guest polls them, and merge a move into the event before it if the buttons are
the same (hw/input/hid.c): a queued release then arrives in one report with the next move, away from its press.
The queues are short; further events are lost. QMP does not report that an event was polled. But once every processor
of the guest is idle, or has run for a while, its interrupt handlers have run, for one report. On a busy machine this
may take seconds.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import InputNotDelivered

# Even an emulated processor handles an interrupt in a fraction of this time.
_A_WHILE = 0.005
# USB hosts poll every 8 ms, or more often.
_SOON = 0.01
# The pause between two looks at processors that have not run yet.
_LOOK = 0.005
# How long a host may be too busy to let its guest run that long.
_LONGEST = 60.0
_PROC = Path("/proc")
# Names of QEMU's threads; those of processors differ if QEMU was asked to name them.
_NAMES = ("qemu", "CPU ")


@dataclass(frozen=True)
class Processor:
    """The state of a guest's processor at one moment.

    Args:
        rests: Whether it is idle.
        ran: Its run time so far, in seconds.
    """

    rests: bool
    ran: float


@dataclass(frozen=True)
class Moment:
    """When an event was sent.

    Args:
        at: When QEMU received it, in seconds of `time.monotonic()`.
        taken: How long QEMU took to answer, in seconds.
        processors: The guest's processors at that time, by thread; None if they cannot be observed.
    """

    at: float
    taken: float
    processors: Mapping[Path, Processor] | None


class GuestTime:
    """Determines when a guest has had time to poll what was sent.

    Args:
        session: The QMP session.
    """

    def __init__(self, session: QmpSession) -> None:
        self._session = session
        self._connection = 0
        self._threads: list[Path] = []
        self._taken = 0.0

    def now(self, taken: float) -> Moment:
        """The current moment, after QEMU has received an event.

        Args:
            taken: How long QEMU took to answer, in seconds.
        """
        self._taken = taken
        return Moment(time.monotonic(), taken, self.processors())

    def has_passed(self, moment: Moment) -> bool:
        """Whether the guest has had time to poll a report since a moment.

        Args:
            moment: The moment. If the guest's processors cannot be observed, the guest gets as much time as QEMU took
                then: a machine that answers late polls late.
        """
        least = _SOON if moment.processors else max(_SOON, moment.taken)
        if time.monotonic() < moment.at + least:
            return False
        if not moment.processors:
            return True
        # When QEMU answers, its main loop has run, and with it the controllers that it polls periodically.
        self._session.command("query-status")
        before, now = moment.processors, self.processors() or {}
        return all(
            it.rests or it.ran - before[thread].ran >= _A_WHILE for thread, it in now.items() if thread in before
        )

    def wait(self) -> None:
        """Waits until the guest has had time to poll a report from now on.

        Raises:
            InputNotDelivered: If the guest does not get to run, because its host is too busy.
        """
        moment = self.now(self._taken)
        while not self.has_passed(moment):
            if time.monotonic() > moment.at + _LONGEST:
                raise InputNotDelivered(
                    f"The guest did not get to run for {_LONGEST:g} s, so it may have missed input: its host is too "
                    "busy."
                )
            time.sleep(_LOOK)

    def processors(self) -> dict[Path, Processor] | None:
        """The guest's processors by thread; None if they cannot be observed."""
        if self._connection != self._session.connections:
            self._connection = self._session.connections
            self._threads = self._found()
        try:
            return {thread: _read(thread) for thread in self._threads} or None
        except (OSError, ValueError, IndexError):
            # QEMU may have been replaced by another one, or the kernel does not provide the data.
            self._threads = []
            return None

    def _found(self) -> list[Path]:
        """The threads of the guest's processors, if QEMU runs on this machine and in the same PID namespace."""
        if not self._session.is_local or not _PROC.is_dir():
            return []
        numbers = [int(processor["thread-id"]) for processor in self._session.command("query-cpus-fast")]
        threads = [_PROC / str(number) / "task" / str(number) for number in dict.fromkeys(numbers)]
        return threads if all(_is_qemu(thread) for thread in threads) else []


def _is_qemu(thread: Path) -> bool:
    try:
        return (thread / "comm").read_text().startswith(_NAMES)
    except OSError:
        return False


def _read(thread: Path) -> Processor:
    # The state follows the name, which may contain any characters.
    state = (thread / "stat").read_text().rpartition(") ")[2][0]
    ran = int((thread / "schedstat").read_text().split()[0]) / 1e9
    return Processor(state == "S", ran)
