"""Tells what moves on a screen for itself, a cursor that blinks or a clock that ticks, from what really changes.

Each change is at a *spot*. A spot of the size of a text cursor that goes back and forth between two states is a cursor.
A small spot that changes again and again after the same time, not faster than a second or so and not at every look, is
a clock. A cursor needs two changes to be known, a clock three.
"""

from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.motion.changed_regions import changed_regions, is_cursor
from TinyPilotLibrary.vision.pixels import BLOCK, Pixels, part

# A clock is at most so wide and high: in pixels, or as a share of a large screen.
_CLOCK_SIZE, _CLOCK_SHARE = (160, 40), (0.1, 0.05)
# What changes faster is an animation; what differs more from tick to tick has no period.
_LEAST_PERIOD, _JITTER = 0.6, 0.9
# So much two pictures of one state of a cursor may differ, in levels of a 4x4 block.
_NOISE = 12
# So many changes of a spot are remembered, and so many spots.
_REMEMBERED, _MOST_SPOTS = 8, 100


class Kind(Enum):
    """What a spot is."""

    CHANGE = "change"
    CURSOR = "cursor"
    CLOCK = "clock"


@dataclass(eq=False)
class Spot:
    """A place that changed, once or several times.

    Args:
        region: The place, in pixels.
        states: How bright the screen was before the first change and after each, the last 8 of these: arrays of
            (height // 4) x (width // 4) uint8, 0 to 255, each value the mean of a 4x4 block.
        times: When it changed, in seconds.
        screen: The whole screen.
        middle: The middle of its first change.
        stays: Whether every change was there too; what grows or wanders is elsewhere soon.
    """

    region: Region
    states: list[Pixels]
    times: list[float]
    screen: Region
    middle: Region
    stays: bool = True

    def add(self, region: Region, state: Pixels, time: float) -> None:
        """Another change at the spot, or another part of the same one.

        Args:
            region: Where it is, in pixels; the spot grows around it.
            state: How bright the screen is now, as in `states`.
            time: When it was seen, in seconds; another part of the last change has the same time.
        """
        self.region = self.region.around(region)
        if time == self.times[-1]:
            return
        self.stays = self.stays and _about(region).overlaps(self.middle)
        self.states = [*self.states, state][-_REMEMBERED:]
        self.times = [*self.times, time][-_REMEMBERED:]

    @property
    def kind(self) -> Kind:
        """What it is, as far as is known by now."""
        if self.is_tiny and len(self.times) > 1 and self._alternates:
            return Kind.CURSOR
        if self.is_small and len(self.times) > 2 and self._ticks:
            return Kind.CLOCK
        return Kind.CHANGE

    @property
    def is_tiny(self) -> bool:
        """Whether it is not larger than a text cursor."""
        return is_cursor([self.region])

    @property
    def is_small(self) -> bool:
        """Whether it is not larger than a clock."""
        width, height = (
            max(least, share * side)
            for least, share, side in zip(_CLOCK_SIZE, _CLOCK_SHARE, self.screen[2:], strict=True)
        )
        return self.region.width <= width and self.region.height <= height

    @property
    def _alternates(self) -> bool:
        cells = Region(*(int(value) // BLOCK for value in self.region))
        states = [part(state, cells) for state in self.states]
        return all(
            int(cv2.absdiff(now, before).max()) <= _NOISE for before, now in zip(states, states[2:], strict=False)
        )

    @property
    def _ticks(self) -> bool:
        pauses = np.diff(self.times)
        return bool(self.stays and pauses.min() >= _LEAST_PERIOD and pauses.max() - pauses.min() <= _JITTER)

    def __str__(self) -> str:
        if self.kind is Kind.CLOCK:
            return f"a clock at {self.region} that ticks every {float(np.mean(np.diff(self.times))):.1f} s"
        return f"a {self.kind.value} at {self.region}"


@dataclass(eq=False)
class ScreenActivity:
    """Watches frames for changes.

    Args:
        region: Where, in pixels or fractions; None for the whole screen.
    """

    region: Region | None = None
    spots: list[Spot] = field(default_factory=list)
    _last: Frame | None = None

    def see(self, frame: Frame, time: float) -> None:
        """Looks at the next frame.

        Args:
            frame: The frame.
            time: When it was seen, in seconds.
        """
        before, self._last = self._last, frame
        if before is None:
            return
        screen = whole(frame.size)
        if before.size != frame.size:
            self.spots = [Spot(screen, [frame.pyramid.quarter], [time], screen, _pixel(screen.center))]
            return
        changed = changed_regions(before, frame, self.region.on(frame.size) if self.region else screen)
        if not changed:
            # Compared with the frame of the last change, so that a slow drift adds up.
            self._last = before
        for region in changed:
            self._add(region, before, frame, time)

    @property
    def changes(self) -> list[Spot]:
        """What changed, other than cursors and clocks; the last change first."""
        real = [spot for spot in self.spots if spot.kind is Kind.CHANGE]
        return sorted(real, key=lambda spot: -spot.times[-1])

    @property
    def periodic_changes(self) -> list[Spot]:
        """The cursors and clocks."""
        return [spot for spot in self.spots if spot.kind is not Kind.CHANGE]

    def _add(self, region: Region, before: Frame, now: Frame, time: float) -> None:
        new = Spot(
            region, [before.pyramid.quarter, now.pyramid.quarter], [time], whole(now.size), _pixel(region.center)
        )
        if not new.is_small:
            # What is new there has nothing to do with what was small there before.
            self.spots = [spot for spot in self.spots if not spot.region.overlaps(region)]
            self.spots.append(new)
            return
        near = region.grown(BLOCK)
        known = next((spot for spot in self.spots if spot.is_small and spot.region.overlaps(near)), None)
        if known is not None and new.is_tiny and not known.is_tiny and known.kind is Kind.CHANGE:
            # A cursor that blinks where something was drawn before is no part of that.
            known = next((spot for spot in self.spots if spot.is_tiny and spot.region.overlaps(region)), None)
        if known is None:
            self.spots = [*self.spots, new][-_MOST_SPOTS:]
        else:
            known.add(region, now.pyramid.quarter, time)


def _about(region: Region) -> Region:
    """Where other digits at the same place may differ: above and below rather than beside, where the next dot comes."""
    return Region(region.left - BLOCK, region.top - 3 * BLOCK, region.width + 2 * BLOCK, region.height + 6 * BLOCK)


def _pixel(point: Point) -> Region:
    return Region(point.x, point.y, 1, 1)
