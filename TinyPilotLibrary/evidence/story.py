"""What led to where a keyword is now: what it looked for, how near that came, and what was done and seen before."""

from collections.abc import Sequence
from dataclasses import dataclass

from TinyPilotLibrary.evidence.events import (
    Ending,
    Entry,
    FrameSeen,
    InputSent,
    Looked,
    ScreenLost,
    WaitBegan,
    WaitEnded,
)
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.vision.frame import Frame

_INPUTS, _SCREENS = 8, 5
# The best score is worked out for so many looks of a wait: it takes as long as several looks.
_SCORES = 10


@dataclass(frozen=True)
class Wait:
    """A wait.

    Args:
        device: The alias of the device.
        awaited: What is waited for, for people.
        timeout: For how long at most, in seconds.
        began: When it began.
        ended: When it ended.
        ending: How it ended.
    """

    device: str
    awaited: str
    timeout: float
    began: float
    ended: float
    ending: Ending


@dataclass(frozen=True)
class Score:
    """How near it came at one time.

    Args:
        at: When.
        value: The best score, 0.0 to 1.0.
        threshold: What it should have been.
    """

    at: float
    value: float
    threshold: float


@dataclass(frozen=True)
class Story:
    """What led to where the running keyword is now.

    Args:
        now: The time, in seconds of the clock.
        look: The last look of the keyword, with its pixels; None if it has not looked.
        wait: Its last wait; None if it has not waited.
        looks: The looks in that wait, each with its time; a look that gave the same as the one before is left out.
        changes: When the picture changed during that wait.
        inputs: The last inputs of the test, with their times.
        screens: The last different screens of the test, with their times.
        lost: Why the screen cannot be seen, and since when; None if it can.
    """

    now: float
    look: Looked | None
    wait: Wait | None
    looks: Sequence[tuple[float, Looked]]
    changes: Sequence[float]
    inputs: Sequence[tuple[float, InputSent]]
    screens: Sequence[tuple[float, Frame]]
    lost: tuple[float, str] | None

    @classmethod
    def of(cls, journal: Journal, device: str) -> "Story":
        """The story of the running keyword.

        Args:
            journal: What happened.
            device: The alias of the device whose screens are shown.
        """
        lately = list(journal.lately)
        own = [entry for entry in lately if entry.keyword == journal.running]
        wait = _last_wait(own, journal.now)
        within = [entry for entry in own if wait is not None and entry.at >= wait.began]
        inputs = [(entry.at, entry.event) for entry in lately if isinstance(entry.event, InputSent)]
        screens = [
            (entry.at, entry.event.frame)
            for entry in lately
            if isinstance(entry.event, FrameSeen) and entry.event.device == device
        ]
        return cls(
            now=journal.now,
            look=journal.last_look,
            wait=wait,
            looks=[(entry.at, entry.event) for entry in within if isinstance(entry.event, Looked)],
            changes=[entry.at for entry in within if isinstance(entry.event, FrameSeen)][1:],
            inputs=inputs[-_INPUTS:],
            screens=_different(screens)[-_SCREENS:],
            lost=_lost(lately, device),
        )

    def scores(self) -> list[Score]:
        """How the best score went over the wait; empty where there is nothing to compare.

        It is worked out here, from the pictures of then.
        """
        missed = [(at, look) for at, look in self.looks if not look.is_found and look.misses]
        step = max(1.0, len(missed) / _SCORES)
        chosen = [missed[int(index * step)] for index in range(int(len(missed) / step))]
        if missed and chosen[-1] != missed[-1]:
            chosen.append(missed[-1])
        return [_best(at, look) for at, look in chosen]

    @property
    def interruption(self) -> str:
        """What was being waited for when something else ended the wait; empty if nothing was."""
        wait = self.wait
        if wait is None or wait.ending is not Ending.INTERRUPTED or not wait.awaited:
            return ""
        return f"while waiting for {wait.awaited} for {seconds(wait.ended - wait.began)}"


def seconds(value: float) -> str:
    """A time span for people.

    Args:
        value: The seconds.
    """
    return f"{value:.0f} s" if value >= 10 else f"{value:.1f} s"


def _best(at: float, look: Looked) -> Score:
    best = max((miss.closest for miss in look.misses), key=lambda near: near.score - near.threshold)
    return Score(at, best.score, best.threshold)


def _last_wait(entries: Sequence[Entry], now: float) -> Wait | None:
    index = max((at for at, entry in enumerate(entries) if isinstance(entry.event, WaitBegan)), default=None)
    if index is None:
        return None
    began = entries[index]
    assert isinstance(began.event, WaitBegan)  # noqa: S101 - the index is of one
    end = next((entry for entry in entries[index:] if isinstance(entry.event, WaitEnded)), None)
    ending = end.event.ending if end and isinstance(end.event, WaitEnded) else Ending.INTERRUPTED
    event = began.event
    return Wait(event.device, event.awaited, event.timeout, began.at, end.at if end else now, ending)


def _different(screens: Sequence[tuple[float, Frame]]) -> list[tuple[float, Frame]]:
    """The screens of which none comes again later."""
    last = {frame.identity: index for index, (_, frame) in enumerate(screens)}
    return [screens[index] for index in sorted(last.values())]


def _lost(entries: Sequence[Entry], device: str) -> tuple[float, str] | None:
    for entry in reversed(entries):
        if isinstance(entry.event, FrameSeen | ScreenLost) and entry.event.device == device:
            return (entry.at, entry.event.why) if isinstance(entry.event, ScreenLost) else None
    return None
