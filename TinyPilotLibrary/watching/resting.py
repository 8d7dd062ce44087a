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
# Where the pointer is, it is that of the pointer, or of what lies under it, until the target has had time to react.
_REACTS = 3.0
# How far a pointer reaches around its place, in pixels.
_POINTER = 40


class Resting(Watch):
    """Watches a screen for changes of any kind. Noise, blinking cursors and clocks do not count."""

    def rests(self, for_: float, region: Region | None, *, after_change: bool = False) -> list[Spot]:
        """Waits until nothing changes any more.

        Args:
            for_: How long nothing must change, in seconds.
            region: Where, in pixels or fractions; None for the whole screen.
            after_change: Whether something must have changed since the last input before.

        Returns:
            The cursors and clocks that were ignored meanwhile.

        Raises:
            InputError: If `for_` is not positive, or longer than the timeout.
            NotOnScreen: If the screen was not still for so long before the timeout, or did not change before.
        """
        checked_pause("for_", for_, zero=False)
        if for_ > self._timeout:
            raise InputError(
                f"The timeout of {self._timeout:g} s is too short to see the screen still for {for_:g} s. "
                "Use a longer timeout= or a shorter for_=."
            )
        activity = self._since_last_input(region) if after_change else ScreenActivity(region)
        began: float | None = None
        reacted = not after_change
        tally = Tally()

        def see(frame: Frame) -> bool | None:
            nonlocal began, reacted
            now = self._clock.now()
            began = now if began is None else began
            activity.see(frame, now)
            # What has been a change may turn out to be a clock.
            reacted = not after_change or any(self._is_reaction(spot, now) for spot in activity.changes)
            # What was not seen may have changed, and have changed back.
            last = max([began, tally.seen_since or began, *(spot.times[-1] for spot in activity.changes)])
            return True if reacted and now - last >= for_ else None

        awaited = f"the screen to be still for {for_:g} s{' after a change' if after_change else ''}"
        if self._watch(awaited, see, tally, min(self._interval, for_ / 2, _OFTEN)) is None:
            now = self._clock.now()
            told = (
                f"The screen did not stay still for {for_:g} s within {self._timeout:g} s."
                f"{_last_change(activity, began, now)}"
                if reacted
                else f"The screen did not change within {self._timeout:g} s after the last input."
            )
            raise NotOnScreen(f"{told}{_ignored(activity)} {tally.summary(now)}")
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
        activity = self._since_last_input(region)
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

    def _since_last_input(self, region: Region | None) -> ScreenActivity:
        """Changes since the frame before the last input, or since the first look if there is none."""
        activity = ScreenActivity(region)
        before = self._screen.before_input
        if before is not None:
            activity.see(before, before.captured_at)
        return activity

    def _is_reaction(self, spot: Spot, now: float) -> bool:
        """Whether a change is the target's answer to an input: no cursor, no clock, nor the pointer that was moved."""
        if spot.is_small and any(spot.region.overlaps(place) for place in self._pointers(spot.screen)):
            return now - spot.times[-1] >= _REACTS
        return _is_sure(spot, now, last_look=False)

    def _pointers(self, screen: Region) -> list[Region]:
        return [
            Region(round(x * screen.width), round(y * screen.height), 1, 1).grown(_POINTER)
            for x, y in self._screen.pointer_places
        ]


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
