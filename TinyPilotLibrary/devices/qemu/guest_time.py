"""Whether a guest can have polled what was sent to it.

QEMU's USB devices keep what the guest has not polled yet, and put a move into the event before it if the buttons are
the same (hw/input/hid.c): a release that is still there arrives in one report with the next move, away from its press.
Their queues are short: what does not fit is lost. Nothing in QMP tells that an event was polled. But when every
processor of the guest has come to rest, or has run for a while, its handlers have had their turn, for one report. On a
busy machine that may take seconds.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.errors import InputNotDelivered

# An emulated processor too handles an interrupt in a fraction of this time.
_A_WHILE = 0.005
# USB hosts poll every 8 ms, or more often.
_SOON = 0.01
# Between two looks at processors that have not run yet.
_LOOK = 0.005
# How long a machine may be too busy to give its guest that much.
_LONGEST = 60.0
_PROC = Path("/proc")
# What the threads of QEMU are called; those of processors have names of their own if it was asked to name them.
_NAMES = ("qemu", "CPU ")


@dataclass(frozen=True)
class Processor:
    """A processor of the guest at one moment.

    Args:
        rests: Whether it has nothing to do.
        ran: For how long it has run so far, in seconds.
    """

    rests: bool
    ran: float


@dataclass(frozen=True)
class Moment:
    """When something was sent.

    Args:
        at: When QEMU had it, in seconds of `time.monotonic()`.
        taken: How long QEMU took for it, in seconds.
        processors: What the guest's processors did then, by their threads; None if they cannot be seen from here.
    """

    at: float
    taken: float
    processors: Mapping[Path, Processor] | None


class GuestTime:
    """Tells when a guest can have polled what it was sent.

    Args:
        session: The QMP session.
    """

    def __init__(self, session: QmpSession) -> None:
        self._session = session
        self._connection = 0
        self._threads: list[Path] = []
        self._taken = 0.0

    def now(self, taken: float) -> Moment:
        """This moment, at which QEMU has taken something.

        Args:
            taken: How long QEMU took for it, in seconds.
        """
        self._taken = taken
        return Moment(time.monotonic(), taken, self.processors())

    def has_passed(self, moment: Moment) -> bool:
        """Whether the guest can have polled a report since a moment.

        Args:
            moment: The moment. Where the guest's processors cannot be seen, as much has to pass as QEMU took then: a
                machine that answers late polls late.
        """
        least = _SOON if moment.processors else max(_SOON, moment.taken)
        if time.monotonic() < moment.at + least:
            return False
        if not moment.processors:
            return True
        # QEMU itself has gone on when it answers: controllers that are looked at every so often have been.
        self._session.command("query-status")
        before, now = moment.processors, self.processors() or {}
        return all(
            it.rests or it.ran - before[thread].ran >= _A_WHILE for thread, it in now.items() if thread in before
        )

    def wait(self) -> None:
        """Waits until the guest can have polled a report from now on.

        Raises:
            InputNotDelivered: If it does not get to run, because the machine that it is on is too busy.
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
        """The guest's processors by their threads; None if they cannot be seen from here."""
        if self._connection != self._session.connections:
            self._connection = self._session.connections
            self._threads = self._found()
        try:
            return {thread: _read(thread) for thread in self._threads} or None
        except (OSError, ValueError, IndexError):
            # Another one may be there now, or the kernel tells nothing.
            self._threads = []
            return None

    def _found(self) -> list[Path]:
        """The threads of the guest's processors, if QEMU runs on this machine and its numbers mean the same here."""
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
    # The state stands behind the name, which may have any characters in it.
    state = (thread / "stat").read_text().rpartition(") ")[2][0]
    ran = int((thread / "schedstat").read_text().split()[0]) / 1e9
    return Processor(state == "S", ran)
