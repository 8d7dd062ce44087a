"""Waiting for what was typed to be on the screen."""

from collections.abc import Callable, Sequence

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.text.echo import Echo, echo_of
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.motion.screen_activity import ScreenActivity, Spot
from TinyPilotLibrary.watching.watch import Tally, Watch

_OFTEN = 0.1
# Other text than was typed is waited for no longer once nothing new has come for so long, in seconds.
_SETTLED = 1.0
# A blinking cursor is as it was before within so many seconds.
_BLINK = 0.7


class Echoing(Watch):
    """Watches a screen for the echo of what was typed."""

    def answers(self) -> None:
        """Waits until the screen has changed since the last input by more than a cursor.

        Raises:
            NotOnScreen: If it has not in time.
        """
        activity = ScreenActivity()
        before = self._screen.before_input
        if before is not None:
            activity.see(before, before.captured_at)

        def see(frame: Frame) -> bool | None:
            now = self._clock.now()
            activity.see(frame, now)
            return any(not spot.is_tiny or _stays(spot, now) for spot in activity.changes) or None

        tally = Tally()
        if self._watch("the screen to change", see, tally, min(self._interval, _OFTEN)) is None:
            raise NotOnScreen(
                f"The screen did not change within {self._timeout:g} s. {tally.summary(self._clock.now())}"
            )

    def echo(self, read: Callable[[Frame], Page], before: Page, typed: str, likely: Sequence[str] = ()) -> Echo:
        """Waits until a text that was typed is shown.

        Args:
            read: Reads the screen.
            before: The screen before it was typed.
            typed: What was typed.
            likely: What it may have become.

        Returns:
            What is shown: the text, or what stands there instead for a second, or when the time is over.
        """
        last = Echo()
        # A text and the same with the cursor behind it take turns: both have been seen.
        seen: set[str] = set()
        newest = self._clock.now()
        awaited = "the echo of what was typed"

        def see(frame: Frame) -> Echo | None:
            nonlocal last, newest
            now = self._clock.now()
            page = read(frame)
            echo = echo_of(before, page, [typed])
            if not echo.agrees(typed):
                echo = echo_of(before, page, [typed, *likely])
            last = echo
            if echo.text not in seen:
                seen.add(echo.text)
                newest = now
            is_over = echo.agrees(typed) or echo.is_masked(len(typed))
            return echo if is_over or (echo.differs(typed) and now - newest >= _SETTLED) else None

        return self._watch(awaited, see, Tally(), min(self._interval, _OFTEN)) or last


def _stays(spot: Spot, now: float) -> bool:
    return len(spot.times) == 1 and now - spot.times[0] >= _BLINK
