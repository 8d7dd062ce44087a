"""Looking at one frame after another until something is seen, and what is reported if it is not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from TinyPilotLibrary.errors import CertificateRefused, CorruptFrame, DeviceUnreachable, NotOnScreen, NoVideoSignal
from TinyPilotLibrary.evidence.events import Ending, Looked, WaitBegan
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.finding.choice import Choice, in_reading_order
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.ranges import checked_interval, checked_timeout
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.watching.pointer_cover import told_of_pointer
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock, wait_until

T = TypeVar("T")

_BLIND_PAUSE = 0.1


@dataclass
class Tally:
    """What was seen during a wait, for its message."""

    looked: int = 0
    different: int = 0
    #: Since when nothing is seen, in seconds of the clock; None if something is.
    blind_since: float | None = None
    #: Why the device could not be reached at the last look; None if it could.
    unreachable: DeviceUnreachable | None = None
    #: When something was seen again after nothing was, in seconds of the clock.
    seen_since: float | None = None
    last: Frame | None = None
    misses: Sequence[Miss] = ()
    places: Sequence[Match] = ()
    overlooked: dict[str, Miss] = field(default_factory=dict)

    def overlook(self, misses: Sequence[Miss]) -> None:
        """Remembers what must not be there but may have been: it could not be looked for, or not everywhere.

        Args:
            misses: What must not be there and was not found.
        """
        self.overlooked |= {miss.locator: miss for miss in misses if not miss.is_conclusive}

    def see_nothing(self, now: float, unreachable: DeviceUnreachable | None = None) -> None:
        """Remembers since when nothing is seen.

        Args:
            now: The time, in seconds of the clock.
            unreachable: Why the device cannot be reached; None if the target sends no picture.
        """
        if self.blind_since is None or (unreachable is None) != (self.unreachable is None):
            self.blind_since = now
        self.unreachable = unreachable

    def see(self, frame: Frame, now: float) -> None:
        """Counts a frame.

        Args:
            frame: The frame.
            now: The time, in seconds of the clock.
        """
        if self.blind_since is not None:
            self.seen_since = now
        if self.last is not None and self.last.identity != frame.identity:
            self.different += 1
        self.looked += 1
        self.blind_since = self.unreachable = None
        self.last = frame

    def summary(self, now: float) -> str:
        """How many frames were checked, and what came closest.

        Args:
            now: The time, in seconds of the clock.

        Returns:
            Sentences for a message.
        """
        if self.blind_since is not None:
            what = "unreachable" if self.unreachable else "no video signal"
            blind = f"{self._checked}; {what} for the last {now - self.blind_since:.1f} s."
            why = [str(self.unreachable)] if self.unreachable else []
            return "\n".join([blind, *why, *self.warnings])
        return "\n".join([f"{self._checked}.", *(miss.sentence for miss in self.misses), *self.warnings])

    @property
    def _checked(self) -> str:
        if self.looked == 0:
            return "No frame was received"
        if self.looked == 1:
            return "Checked 1 frame"
        return f"Checked {self.looked} frames, {self.different or 'none'} changed"

    @property
    def warnings(self) -> list[str]:
        """What must not be there but may have been, one sentence each."""
        return [f"Not ruled out in every frame (unless=): {miss.sentence}" for miss in self.overlooked.values()]


class Watch:
    """Looks at a screen again and again until a timeout.

    Args:
        screen: The screen.
        timeout: For how long, in seconds; 0 looks once.
        interval: The pause between two looks, in seconds, where the device cannot tell when there is a new frame.
        clock: The time.
        journal: Records what was looked for and seen; one that nobody reads if not given.

    Raises:
        ConfigurationError: If the timeout or the interval is out of its range.
    """

    def __init__(
        self, screen: Screen, timeout: float, interval: float, clock: Clock, journal: Journal | None = None
    ) -> None:
        self._screen = screen
        self._timeout = checked_timeout(timeout)
        self._interval = checked_interval(interval)
        self._clock = clock
        self._journal = journal or Journal()
        #: What the last wait should report although it has succeeded.
        self.warnings: list[str] = []

    def _look(self, wanted: Look, frame: Frame, until: float | None = None, choice: Choice | None = None) -> Looked:
        """Looks for something in a frame. Every look that a keyword makes for what locators name is made here.

        Args:
            wanted: What is looked for.
            frame: The frame.
            until: When the wait ends, in seconds of the clock; None for a single look.
            choice: Which of several places to take; None for the best place of the first locator that is there.

        Returns:
            What was found; it is in the journal, too.

        Raises:
            SeveralOnScreen: If one place is wanted, there are several, and none of them was chosen.
        """
        match, misses = wanted.find(frame, until)
        looked = Looked(self._screen.name, frame, wanted.region, match, tuple(misses), pictures=wanted.pictures)
        if match is not None and choice is not None:
            # Which one is meant may not be known: then it is all of them that are there.
            looked = replace(looked, match=None, places=tuple(in_reading_order(wanted.find_all(frame))))
            self._journal.write(looked)
            looked = replace(looked, match=choice.of(looked.places, frame.size))
        self._journal.write(looked)
        return looked

    def _watch(
        self,
        awaited: str,
        see: Callable[[Frame], T | None],
        tally: Tally,
        interval: float | None = None,
        timeout: float | None = None,
    ) -> T | None:
        """Shows one frame after the other to `see` until it gives something; None when the time is over."""
        return self._until(awaited, lambda pause: self._seen(pause, see, tally), interval, timeout=timeout, tally=tally)

    def _seen(self, timeout: float, see: Callable[[Frame], T | None], tally: Tally) -> T | None:
        """Shows the next frame to `see`; without a picture there is nothing to see."""
        try:
            frame = self._screen.newer(timeout)
        except (NoVideoSignal, CorruptFrame):
            # It may come back: a machine that restarts has no picture for a while.
            tally.see_nothing(self._clock.now())
        except DeviceUnreachable as error:
            self._survive(error, tally)
        else:
            tally.see(frame, self._clock.now())
            return see(frame)
        # A device that tells of new frames tells nothing meanwhile, so that nobody else would pause.
        if self._screen.waits_for_frames:
            self._clock.sleep(min(timeout, _BLIND_PAUSE))
        return None

    def _survive(self, error: DeviceUnreachable, tally: Tally) -> None:
        """Lets a wait go on while the device cannot be reached: looking again does no harm.

        Args:
            error: Why it cannot be reached.
            tally: What was seen during the wait.

        Raises:
            DeviceUnreachable: If this is a single look, or another server answers in the place of the device.
        """
        if not self._timeout or isinstance(error, CertificateRefused):
            raise error
        tally.see_nothing(self._clock.now(), error)

    def _frame(self, awaited: str) -> Frame:
        """The screen as it is now, or as soon as the device can be reached.

        Args:
            awaited: What the frame is for, if it has to be waited for.

        Raises:
            NoVideoSignal: If the target sends no picture.
            DeviceUnreachable: If the device cannot be reached in time.
        """
        tally = Tally()

        def look(_: float) -> Frame | None:
            try:
                return self._screen.frame()
            except DeviceUnreachable as error:
                self._survive(error, tally)
                return None

        frame = look(0) or self._until(awaited, look, look_waits=False, tally=tally)
        # Without a frame it was unreachable, which `_until` has told.
        return frame or self._screen.frame()

    def _miss(self, told: str, frame: Frame, misses: Sequence[Miss]) -> NotOnScreen:
        """The error of a look that missed: a sentence, and below it what was seen instead."""
        return NotOnScreen("\n".join([told, *(miss.sentence for miss in misses)]) + self._hidden(frame, misses))

    def _hidden(self, frame: Frame | None, misses: Sequence[Miss]) -> str:
        """What is told if the pointer may hide a text that was missed; it begins on a line of its own."""
        told = told_of_pointer(self._screen.pointer, frame.size, misses) if frame is not None else ""
        return f"\n{told}" if told else ""

    def _until(
        self,
        awaited: str,
        look: Callable[[float], T | None],
        interval: float | None = None,
        *,
        look_waits: bool | None = None,
        timeout: float | None = None,
        tally: Tally | None = None,
    ) -> T | None:
        """Looks until there is something; None when the time is over. Every wait begins and ends here.

        Raises:
            DeviceUnreachable: If the device could not be reached in all that time.
        """
        limit = self._timeout if timeout is None else timeout
        with self._journal.waiting(WaitBegan(self._screen.name, awaited, limit)) as end:
            found = wait_until(
                look,
                timeout=limit,
                interval=self._interval if interval is None else interval,
                clock=self._clock,
                look_waits=self._screen.waits_for_frames if look_waits is None else look_waits,
            )
            end(Ending.TIMEOUT if found is None else Ending.FOUND)
        if found is None and tally is not None and tally.unreachable is not None and not tally.looked:
            told = f"{tally.unreachable} It was tried for {limit:g} s, while waiting for {awaited}."
            raise DeviceUnreachable(told) from tally.unreachable
        return found
