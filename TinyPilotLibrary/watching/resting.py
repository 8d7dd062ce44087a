"""Waiting until the screen is still, or has changed."""

from TinyPilotLibrary.errors import InputError, NotOnScreen
from TinyPilotLibrary.ranges import checked_pause
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.motion.screen_activity import ScreenActivity, Spot
from TinyPilotLibrary.watching.watch import Tally, Watch

# To see a clock tick, one looks more often than it does.
_OFTEN = 0.4
# A small change is that of a cursor or a clock until it has stayed for so long, in seconds.
_STAYS = 1.7


class Resting(Watch):
    """Watches a screen for changes of any kind. Noise, blinking cursors and clocks do not count."""

    def rests(self, for_: float, region: Region | None) -> list[Spot]:
        """Waits until nothing changes any more.

        Args:
            for_: How long nothing must change, in seconds.
            region: Where, in pixels or fractions; None for the whole screen.

        Returns:
            The cursors and clocks that were ignored meanwhile.

        Raises:
            InputError: If `for_` is not positive, or longer than the timeout.
            NotOnScreen: If the screen was not still for so long before the timeout.
        """
        checked_pause("for_", for_, zero=False)
        if for_ > self._timeout:
            raise InputError(
                f"The timeout of {self._timeout:g} s is too short to see the screen still for {for_:g} s. "
                "Use a longer timeout= or a shorter for_=."
            )
        activity = ScreenActivity(region)
        began: float | None = None

        def see(frame: Frame) -> bool | None:
            nonlocal began
            now = self._clock.now()
            began = now if began is None else began
            activity.see(frame, now)
            last = max((spot.times[-1] for spot in activity.changes), default=began)
            return True if now - last >= for_ else None

        tally = Tally()
        awaited = f"the screen to be still for {for_:g} s"
        if self._watch(awaited, see, tally, min(self._interval, for_ / 2, _OFTEN)) is None:
            raise NotOnScreen(
                f"The screen did not stay still for {for_:g} s within {self._timeout:g} s."
                f"{_last_change(activity, began, self._clock.now())}{_ignored(activity)} "
                f"{tally.summary(self._clock.now())}"
            )
        return activity.periodic_changes

    def changes(self, region: Region | None) -> list[Spot]:
        """Waits until something has changed since the last input.

        Without an input before, or where nothing could be seen then, since the first look.

        Args:
            region: Where, in pixels or fractions; None for the whole screen.

        Returns:
            What changed.

        Raises:
            NotOnScreen: If nothing changed in time.
        """
        activity = ScreenActivity(region)
        before = self._screen.before_input
        if before is not None:
            activity.see(before, before.captured_at)
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> list[Spot] | None:
            now = self._clock.now()
            activity.see(frame, now)
            return [spot for spot in activity.changes if _is_sure(spot, now, last_look=now >= deadline)] or None

        tally = Tally()
        changed = self._watch("the screen to change", see, tally, min(self._interval, _OFTEN))
        if changed is None:
            raise NotOnScreen(
                f"The screen did not change within {self._timeout:g} s.{_ignored(activity)} "
                f"{tally.summary(self._clock.now())}"
            )
        return changed


def _is_sure(spot: Spot, now: float, *, last_look: bool) -> bool:
    """Whether what changed is neither a cursor nor a clock: a small spot has to stay as it is to be known."""
    if not spot.is_small:
        return True
    stayed = now - spot.times[-1] >= _STAYS
    return stayed or (last_look and not spot.is_tiny and len(spot.times) == 1)


def _last_change(activity: ScreenActivity, began: float | None, now: float) -> str:
    if began is None:
        return ""
    if not activity.changes:
        return f" The first frame arrived only {now - began:.1f} s before the end."
    return f" It last changed at {', '.join(str(spot.region) for spot in activity.changes[:3])}."


def _ignored(activity: ScreenActivity) -> str:
    return f" Ignored: {', '.join(map(str, activity.periodic_changes))}." if activity.periodic_changes else ""
