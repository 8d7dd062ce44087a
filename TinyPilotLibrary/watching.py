"""What a screen is watched for: things that appear, go, change or come to rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from TinyPilotLibrary.errors import CorruptFrame, DeviceError, InputError, InputNotDelivered, NotOnScreen, NoVideoSignal
from TinyPilotLibrary.finding import Look
from TinyPilotLibrary.screen import Screen
from TinyPilotLibrary.vision.change import changed_regions, is_cursor
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.waiting import Clock, wait_until

T = TypeVar("T")

_BLIND_PAUSE = 0.1
# When the time is over, the line that changed last may still be read.
_LAST_LOOK = 0.3


@dataclass
class _Tally:
    """What was seen during a wait, for its message."""

    looked: int = 0
    different: int = 0
    blind_since: float | None = None
    last: Frame | None = None
    misses: list[Miss] = field(default_factory=list)

    def see(self, frame: Frame) -> None:
        if self.last is not None and self.last.data != frame.data:
            self.different += 1
        self.looked += 1
        self.blind_since = None
        self.last = frame

    def told(self, now: float) -> str:
        """How many frames were seen, and what came nearest."""
        sentence = f"{self.looked} frame{'' if self.looked == 1 else 's'} looked at, {self.different} of them different"
        if self.blind_since is not None:
            return f"{sentence}; no video signal for the last {now - self.blind_since:.1f} s."
        return ".\n".join([sentence, *map(str, self.misses)]) + "."


class Watcher:
    """Watches a screen, for so long and so often.

    Args:
        screen: The screen.
        timeout: For how long, in seconds; 0 looks once.
        interval: The pause between two looks, in seconds, where the device cannot tell when there is a new frame.
        clock: The time.
    """

    def __init__(self, screen: Screen, timeout: float, interval: float, clock: Clock) -> None:
        self._screen = screen
        self._timeout = timeout
        self._interval = interval
        self._clock = clock

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
            gone = there is None and all(miss.is_sure for miss in tally.misses)
            return True if gone else None

        tally = _Tally()
        if self._watch(see, tally) is None:
            still = f"{there} is still there" if there else f"It is not known whether {unwanted} is still there"
            raise NotOnScreen(f"{still} after {self._timeout:g} s. {tally.told(self._clock.now())}")

    def rests(self, for_: float, region: Region | None) -> None:
        """Waits until nothing changes any more; noise and a blinking text cursor are no change.

        Args:
            for_: How long nothing must change, in seconds.
            region: Where, in pixels or fractions; None for the whole screen.

        Raises:
            InputError: If the wait is too short to see it.
            NotOnScreen: If it still changed when the time was over.
        """
        if for_ > self._timeout:
            raise InputError(
                f"Whether the screen keeps still for {for_:g} s cannot be seen within {self._timeout:g} s. "
                "Give a longer timeout=, or a shorter for_=."
            )
        since: tuple[Frame, float] | None = None
        changes: list[Region] = []

        def see(frame: Frame) -> bool | None:
            nonlocal since, changes
            now = self._clock.now()
            moved = _changes(since[0], frame, region) if since else []
            # Compared with the frame at which it came to rest, so that a slow drift adds up.
            if since is None or (moved and not is_cursor(moved)):
                changes = moved or changes
                since = (frame, now)
            return True if now - since[1] >= for_ else None

        tally = _Tally()
        if self._watch(see, tally, min(self._interval, for_ / 2)) is None:
            places = ", ".join(map(str, changes[:3])) or "nowhere"
            raise NotOnScreen(
                f"The screen did not keep still for {for_:g} s within {self._timeout:g} s. "
                f"It last changed at {places}. {tally.told(self._clock.now())}"
            )

    def changes(self, region: Region | None) -> None:
        """Waits until something has changed since the last input.

        Without an input before, or where nothing could be seen then, since the first look.

        Args:
            region: Where, in pixels or fractions; None for the whole screen.

        Raises:
            NotOnScreen: If nothing changed in time.
        """
        before = self._screen.before_input

        def see(frame: Frame) -> bool | None:
            nonlocal before
            if before is None:
                before = frame
            moved = _changes(before, frame, region)
            return True if moved and not is_cursor(moved) else None

        tally = _Tally()
        if self._watch(see, tally) is None:
            raise NotOnScreen(f"The screen did not change within {self._timeout:g} s. {tally.told(self._clock.now())}")

    def shows_video(self) -> Frame:
        """Waits until the target sends a picture.

        Returns:
            The first frame.

        Raises:
            NotOnScreen: If there was none in time.
        """
        tally = _Tally()
        frame = self._watch(lambda frame: frame, tally)
        if frame is None:
            raise NotOnScreen(f"The target sent no video signal within {self._timeout:g} s.")
        return frame

    def loses_video(self) -> None:
        """Waits until the target sends no picture any more.

        Raises:
            NotOnScreen: If it still does when the time is over.
        """

        def look(patience: float) -> bool | None:
            try:
                self._screen.newer(patience)
            except NoVideoSignal:
                return True
            return None

        if self._until(look) is None:
            raise NotOnScreen(f"The target still sends a video signal after {self._timeout:g} s.")

    def device_answers(self) -> None:
        """Waits until the device answers; a target without video is an answer too.

        Raises:
            DeviceError: The last error, if it did not answer in time.
        """
        failure: DeviceError | None = None

        def look(_: float) -> bool | None:
            nonlocal failure
            try:
                self._screen.frame()
            except (NoVideoSignal, CorruptFrame):
                return True
            except DeviceError as error:
                failure = error
                return None
            return True

        answered = wait_until(look, timeout=self._timeout, interval=self._interval, clock=self._clock)
        if answered is None and failure is not None:
            raise failure

    def _appears(
        self,
        wanted: Look,
        forbidden: Look,
        act: Callable[[], None],
        failure: str,
        interval: float | None = None,
    ) -> Match:
        tally = _Tally()
        deadline = self._clock.now() + self._timeout

        def see(frame: Frame) -> Match | None:
            until = self._reading_ends(deadline)
            match, tally.misses = wanted.find(frame, until)
            if match is None:
                obstacle, _ = forbidden.find(frame, until)
                if obstacle is not None:
                    raise NotOnScreen(f"While waiting for {wanted}, {obstacle} appeared, which is forbidden (unless=).")
            return match

        def look(patience: float) -> Match | None:
            match = self._seen(patience, see, tally)
            # After the last look nobody would see what it does.
            if match is None and self._clock.now() < deadline:
                act()
            return match

        match = self._until(look, interval)
        if match is None:
            raise NotOnScreen(f"{failure}. {tally.told(self._clock.now())}")
        return match

    def _reading_ends(self, deadline: float) -> float | None:
        """When reading has to end: with the wait; a single look takes the time that it takes."""
        return max(deadline, self._clock.now() + _LAST_LOOK) if self._timeout else None

    def _watch(self, see: Callable[[Frame], T | None], tally: _Tally, interval: float | None = None) -> T | None:
        return self._until(lambda patience: self._seen(patience, see, tally), interval)

    def _seen(self, patience: float, see: Callable[[Frame], T | None], tally: _Tally) -> T | None:
        try:
            frame = self._screen.newer(patience)
        except (NoVideoSignal, CorruptFrame):
            # It may come back: a machine that restarts has no picture for a while.
            if tally.blind_since is None:
                tally.blind_since = self._clock.now()
            # A device that tells of new frames tells nothing meanwhile, so that nobody else would pause.
            if self._screen.waits_for_frames:
                self._clock.sleep(min(patience, _BLIND_PAUSE))
            return None
        tally.see(frame)
        return see(frame)

    def _until(self, look: Callable[[float], T | None], interval: float | None = None) -> T | None:
        return wait_until(
            look,
            timeout=self._timeout,
            interval=self._interval if interval is None else interval,
            clock=self._clock,
            look_waits=self._screen.waits_for_frames,
        )


def _changes(before: Frame, now: Frame, region: Region | None) -> list[Region]:
    return changed_regions(before, now, region.on(now.size) if region else whole(now.size))
