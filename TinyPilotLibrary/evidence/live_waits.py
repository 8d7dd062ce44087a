"""A long wait, told on the console while it goes on: what for, for how long, and how near it came."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from TinyPilotLibrary.errors import TinyPilotError
from TinyPilotLibrary.evidence.consoles import Console, console_of_run
from TinyPilotLibrary.evidence.events import (
    DeviceUsed,
    Entry,
    Event,
    FrameSeen,
    Looked,
    ScreenLost,
    WaitBegan,
    WaitEnded,
    WaitGoesOn,
)
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.vision.match import Miss

# What came closest is worked out so seldom that it takes a fiftieth of the time of the wait.
_SELDOM = 50


class LiveWaits:
    """Tells long waits, from the thread that waits, when it looks anyway.

    Args:
        journal: Tells what happens.
        console: Gives where to tell it, and when; None for nowhere.
    """

    def __init__(self, journal: Journal, console: Callable[[], Console | None] = console_of_run) -> None:
        self._journal = journal
        self._console_of = console
        self._wait: _Waiting | None = None
        journal.follow(self._begin, WaitBegan)
        journal.follow(self._learn, Looked, FrameSeen, ScreenLost, WaitGoesOn)
        journal.follow(self._go_on, DeviceUsed)
        journal.follow(self._end, WaitEnded)

    def _begin(self, entry: Entry) -> None:
        if isinstance(entry.event, WaitBegan):
            self._wait = _Waiting(entry.event, entry.at, self._console_of)

    def _learn(self, entry: Entry) -> None:
        if self._wait is not None:
            self._wait.learn(entry.event)
            self._go_on(entry)

    def _go_on(self, entry: Entry) -> None:
        if self._wait is not None and entry.at >= self._wait.due:
            self._wait.tell(self._journal)

    def _end(self, entry: Entry) -> None:
        if self._wait is not None:
            self._wait.end()
            self._wait = None


class _Waiting:
    """A wait that is going on."""

    def __init__(self, wait: WaitBegan, began: float, console_of: Callable[[], Console | None]) -> None:
        self._wait = wait
        self._began = began
        self._console_of = console_of
        self._console: Console | None = None
        self._is_asked = False
        #: When it is to be told of next.
        self.due = began + 1.0
        self._misses: Sequence[Miss] = ()
        self._near, self._near_due = "", 0.0
        # Why the screen cannot be seen, or how the power is: more than what came closest.
        self._instead = ""

    def learn(self, event: Event) -> None:
        if isinstance(event, Looked):
            self._instead = ""
            self._misses = () if event.is_found else event.misses
        elif isinstance(event, ScreenLost):
            self._instead = event.why
        elif isinstance(event, WaitGoesOn):
            self._instead = event.told
        elif isinstance(event, FrameSeen):
            self._instead = ""

    def tell(self, journal: Journal) -> None:
        now = journal.now
        if not self._is_asked:
            # Most waits are over before anybody has to know.
            self._is_asked, self._console = True, self._console_of()
            self.due = self._began + self._console.first if self._console else float("inf")
        if self._console is None or now < self.due:
            return
        limit = f" of {self._wait.timeout:g}" if self._wait.timeout else ""
        told = f"Waiting for {self._wait.awaited}, {now - self._began:.0f}{limit} s"
        closest = self._instead or self._closest(journal)
        line = journal.secrets.hide(f"{told}: {closest}" if closest else told)
        # A console that has gone is no reason for a wait to fail.
        with suppress(OSError, ValueError):
            self._console.show(" ".join(line.split()))
        self.due = now + self._console.every

    def end(self) -> None:
        if self._console is not None:
            with suppress(OSError, ValueError):
                self._console.end()

    def _closest(self, journal: Journal) -> str:
        begun = journal.now
        if begun < self._near_due:
            return self._near
        near = []
        for miss in self._misses:
            with suppress(TinyPilotError):
                near.append(miss.closest)
        best = max(near, key=lambda item: item.score - item.threshold, default=None)
        if best is None:
            self._near = ""
        elif best.wanted is None or best.region is None:
            self._near = best.reason
        else:
            self._near = f"best score {best.score:.3f}, threshold {best.threshold:.3f}"
        now = journal.now
        self._near_due = now + _SELDOM * (now - begun)
        return self._near
