"""Waiting for things to appear or to disappear."""

from collections.abc import Callable

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.finding.choice import Choice, times
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.ranges import checked_pause
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.watching.repeated_press import RepeatedPress
from TinyPilotLibrary.watching.watch import Tally, Watch

# Seconds that the last look may take after the timeout, so that a line that has just changed is still read.
_LAST_LOOK = 0.3


class Appearing(Watch):
    """Watches a screen for things to appear or to disappear."""

    def appears(self, wanted: Look, forbidden: Look | None = None) -> Match:
        """Waits until something appears.

        Args:
            wanted: What is waited for.
            forbidden: What must not appear: it ends the wait at once, even if the wanted thing is on the same frame.

        Returns:
            Where it is.

        Raises:
            NotOnScreen: If it did not appear in time, or something forbidden appeared.
        """
        return self._appears(wanted, f"{wanted} did not appear within {self._timeout:g} s", forbidden=forbidden)

    def shows(self, wanted: Look, choice: Choice) -> Match:
        """Waits until something appears, at one place or at the chosen one of several.

        Args:
            wanted: What is waited for.
            choice: Which one to take if it is found at several places.

        Returns:
            Where it is.

        Raises:
            SeveralOnScreen: If it was found at several places and none of them was chosen.
            NotOnScreen: If it did not appear in time.
        """
        return self._appears(wanted, f"{wanted}{choice} did not appear within {self._timeout:g} s", choice=choice)

    def appears_after(self, press: Callable[[], None], every: float, wanted: Look, forbidden: Look, key: str) -> Match:
        """Presses a key again and again until something appears; not at all if it is on the screen already.

        Args:
            press: Presses the key.
            every: How long to wait for it after each press, in seconds.
            wanted: What is waited for.
            forbidden: What must not appear: it ends the wait at once, even if the wanted thing is on the same frame.
            key: The key, for the message.

        Returns:
            Where it is.

        Raises:
            InputError: If `every` is not longer than zero; no key was pressed.
            NotOnScreen: If it did not appear in time, or something forbidden appeared.
        """
        checked_pause("interval", every, zero=False)
        presses = RepeatedPress(press, every, self._clock)
        try:
            failure = f"{wanted} did not appear within {self._timeout:g} s of pressing {key}"
            return self._appears(
                wanted, failure, forbidden=forbidden, act=presses.press_if_due, interval=min(self._interval, every)
            )
        except NotOnScreen as error:
            raise NotOnScreen(f"{error}\n{presses.told(key)}") from None

    def goes(self, unwanted: Look) -> None:
        """Waits until none of several things is on the screen.

        Args:
            unwanted: What has to disappear.

        Raises:
            NotOnScreen: If one of them is still there after the timeout, or could not be looked for in time.
        """
        there: Match | None = None
        tally = Tally()
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> bool | None:
            nonlocal there
            looked = self._look(unwanted, frame, self._reading_ends(deadline))
            there, tally.misses = looked.match, looked.misses
            gone = there is None and all(miss.is_conclusive for miss in looked.misses)
            return True if gone else None

        if self._watch(f"{unwanted} to disappear", see, tally) is None:
            there = None if tally.unreachable else there
            still = f"{there} is still there" if there else f"Could not tell whether {unwanted} is still there"
            raise NotOnScreen(f"{still} after {self._timeout:g} s. {tally.summary(self._clock.now())}")

    def _appears(
        self,
        wanted: Look,
        failure: str,
        *,
        choice: Choice | None = None,
        forbidden: Look | None = None,
        act: Callable[[], None] | None = None,
        interval: float | None = None,
    ) -> Match:
        """Waits until something appears at the place that is meant, and acts after each look that did not find it."""
        tally = Tally()
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> Match | None:
            until = self._reading_ends(deadline)
            if forbidden is not None:
                self._make_sure(wanted, forbidden, frame, until, tally)
            looked = self._look(wanted, frame, until, choice)
            tally.misses, tally.places = looked.misses, looked.places
            if looked.match is not None and forbidden is not None and until is not None:
                # The wait is about to pass: unlike the looks before, this one may use nothing of an earlier frame.
                self._make_sure(wanted, forbidden, frame, frame.captured_at, tally)
            return looked.match

        def look(timeout: float) -> Match | None:
            match = self._seen(timeout, see, tally)
            # No look follows the last one to see the effect, and none succeeds while the device cannot be reached.
            if match is None and act is not None and tally.unreachable is None and self._clock.now() < deadline:
                act()
            return match

        match = self._until(f"{wanted}{choice or ''}", look, interval, tally=tally)
        if match is None:
            found = f" It was found {times(len(tally.places))}." if tally.places else ""
            hidden = self._hidden(tally.last, tally.misses)
            raise NotOnScreen(f"{failure}.{found} {tally.summary(self._clock.now())}{hidden}")
        self.warnings = tally.warnings
        return match

    def _make_sure(self, wanted: Look, forbidden: Look, frame: Frame, until: float | None, tally: Tally) -> None:
        """Looks for the forbidden thing first: an error message above a prompt ends the wait for the prompt."""
        obstacle, unseen = forbidden.find(frame, until)
        tally.overlook(unseen)
        if obstacle is not None:
            self._journal.write(Looked(self._screen.name, frame, forbidden.region, obstacle))
            raise NotOnScreen(f"While waiting for {wanted}, {obstacle} appeared, which is forbidden (unless=).")

    def _reading_ends(self, deadline: float) -> float | None:
        """When reading has to end: with the wait. A single look (timeout 0) has no limit."""
        return max(deadline, self._clock.now() + _LAST_LOOK) if self._timeout else None
