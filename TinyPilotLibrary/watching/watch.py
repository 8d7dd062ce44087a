"""Looking at one frame after the other until something is seen, and what is told of them when it was not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from TinyPilotLibrary.errors import CorruptFrame, NoVideoSignal
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock, wait_until

T = TypeVar("T")

_BLIND_PAUSE = 0.1


@dataclass
class Tally:
    """What was seen during a wait, for its message."""

    looked: int = 0
    different: int = 0
    blind_since: float | None = None
    last: Frame | None = None
    misses: list[Miss] = field(default_factory=list)
    overlooked: dict[str, Miss] = field(default_factory=dict)

    def overlook(self, misses: Sequence[Miss]) -> None:
        """Remembers what must not be there but could not be looked for."""
        self.overlooked |= {miss.locator: miss for miss in misses if miss.error}

    def see(self, frame: Frame) -> None:
        """Counts a frame."""
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
        return "\n".join([f"{sentence}.", *(miss.sentence for miss in self.misses), *self.warnings])

    @property
    def warnings(self) -> list[str]:
        """That something that must not be there could not be looked for, in every frame."""
        return [f"Not looked for in every frame (unless=): {miss.sentence}" for miss in self.overlooked.values()]


class Watch:
    """Looks at a screen, for so long and so often.

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
        #: What the last wait should tell though it has succeeded.
        self.warnings: list[str] = []

    def _watch(self, see: Callable[[Frame], T | None], tally: Tally, interval: float | None = None) -> T | None:
        """Shows one frame after the other to `see` until it gives something; None when the time is over."""
        return self._until(lambda timeout: self._seen(timeout, see, tally), interval)

    def _seen(self, timeout: float, see: Callable[[Frame], T | None], tally: Tally) -> T | None:
        """Shows the next frame to `see`; without a picture there is nothing to see."""
        try:
            frame = self._screen.newer(timeout)
        except (NoVideoSignal, CorruptFrame):
            # It may come back: a machine that restarts has no picture for a while.
            if tally.blind_since is None:
                tally.blind_since = self._clock.now()
            # A device that tells of new frames tells nothing meanwhile, so that nobody else would pause.
            if self._screen.waits_for_frames:
                self._clock.sleep(min(timeout, _BLIND_PAUSE))
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
