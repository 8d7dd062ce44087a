"""Waiting for things that appear or go."""

from collections.abc import Callable

from TinyPilotLibrary.errors import InputNotDelivered, NotOnScreen, SeveralOnScreen
from TinyPilotLibrary.finding.choice import Choice, in_reading_order
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.vision.drawing.marks import marks_of, numbered
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.watching.watch import Tally, Watch

# When the time is over, the line that changed last may still be read.
_LAST_LOOK = 0.3


class Appearing(Watch):
    """Watches a screen for things that appear or go."""

    def appears(self, wanted: Look, forbidden: Look) -> Match:
        """Waits until something is there.

        Args:
            wanted: What is waited for.
            forbidden: What must not be there; it ends the wait at once.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden did.
        """
        return self._appears(wanted, forbidden, lambda: None, f"{wanted} did not appear within {self._timeout:g} s")

    def shows(self, wanted: Look, choice: Choice) -> Match:
        """Waits until one thing is there, at the place that is meant.

        Args:
            wanted: What is waited for.
            choice: Which of several places is meant.

        Returns:
            Where it is.

        Raises:
            SeveralOnScreen: If it is there several times, and it was not said which is meant.
            NotOnScreen: If it did not appear in time.
        """
        tally = Tally()
        deadline = self._clock.now() + self._timeout
        places: list[Match] = []

        def see(frame: Frame) -> Match | None:
            nonlocal places
            match, tally.misses = wanted.find(frame, self._reading_ends(deadline))
            places = wanted.find_all(frame) if match else []
            try:
                return choice.of(places, frame.size)
            except SeveralOnScreen:
                self._screen.point_out(frame, numbered(in_reading_order(places)))
                raise

        match = self._watch(see, tally)
        if match is None:
            there = f" It was there {len(places)} times." if places else ""
            raise self._missed(wanted, f"{wanted}{choice} did not appear within {self._timeout:g} s.{there}", tally)
        return match

    def appears_after(self, press: Callable[[], None], every: float, wanted: Look, forbidden: Look, key: str) -> Match:
        """Presses a key again and again until something is there; not at all if it is there already.

        Args:
            press: Presses the key.
            every: How long to wait for it after each press, in seconds.
            wanted: What is waited for.
            forbidden: What must not be there; it ends the wait at once.
            key: The key, for the message.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden did.
        """
        presses = 0
        refused: str | None = None
        due = self._clock.now()

        def press_if_due() -> None:
            nonlocal presses, refused, due
            if self._clock.now() < due:
                return
            try:
                press()
                presses += 1
                refused = None
            except InputNotDelivered as error:
                # A target that is just restarting takes no keys yet.
                refused = str(error)
            # Counted from when the key was taken, so that presses never pile up.
            due = self._clock.now() + every

        try:
            failure = f"{wanted} did not appear within {self._timeout:g} s of pressing {key}"
            return self._appears(wanted, forbidden, press_if_due, failure, min(self._interval, every))
        except NotOnScreen as error:
            told = (
                f"The last press was not delivered: {refused}"
                if refused
                else f"{key} was pressed {presses} time{'' if presses == 1 else 's'}."
            )
            raise NotOnScreen(f"{error}\n{told}") from None

    def goes(self, unwanted: Look) -> None:
        """Waits until none of several things is there.

        Args:
            unwanted: What has to go.

        Raises:
            NotOnScreen: If something is still there when the time is over.
        """
        there: Match | None = None
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> bool | None:
            nonlocal there
            there, tally.misses = unwanted.find(frame, self._reading_ends(deadline))
            gone = there is None and all(miss.is_conclusive for miss in tally.misses)
            return True if gone else None

        tally = Tally()
        if self._watch(see, tally) is None:
            if there and tally.last is not None:
                self._screen.point_out(tally.last, marks_of([there]))
            still = f"{there} is still there" if there else f"It is not known whether {unwanted} is still there"
            raise NotOnScreen(f"{still} after {self._timeout:g} s. {tally.told(self._clock.now())}")

    def _appears(
        self,
        wanted: Look,
        forbidden: Look,
        act: Callable[[], None],
        failure: str,
        interval: float | None = None,
    ) -> Match:
        tally = Tally()
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> Match | None:
            until = self._reading_ends(deadline)
            match, tally.misses = wanted.find(frame, until)
            if match is None:
                obstacle, unseen = forbidden.find(frame, until)
                tally.overlook(unseen)
                if obstacle is not None:
                    raise NotOnScreen(f"While waiting for {wanted}, {obstacle} appeared, which is forbidden (unless=).")
            return match

        def look(timeout: float) -> Match | None:
            match = self._seen(timeout, see, tally)
            # After the last look nobody would see what it does.
            if match is None and self._clock.now() < deadline:
                act()
            return match

        match = self._until(look, interval)
        if match is None:
            raise self._missed(wanted, f"{failure}.", tally)
        self.warnings = tally.warnings
        return match

    def _missed(self, wanted: Look, failure: str, tally: Tally) -> NotOnScreen:
        """The error of a wait in vain; what came nearest is shown in the picture of it."""
        told = tally.told(self._clock.now())
        if tally.last is not None and tally.blind_since is None:
            self._screen.point_out(tally.last, wanted.marks_in_vain(tally.misses, tally.last), tally.misses)
        return NotOnScreen(f"{failure} {told}")

    def _reading_ends(self, deadline: float) -> float | None:
        """When reading has to end: with the wait; a single look takes the time that it takes."""
        return max(deadline, self._clock.now() + _LAST_LOOK) if self._timeout else None
