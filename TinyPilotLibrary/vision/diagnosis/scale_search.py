"""Whether something is on a screen in another size than it was cut at."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.vision.diagnosis.coarse_to_fine import Levels, Near, resized
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Sizes that are tried: 0.46 to 2.16 times as large, in steps of 8 %. A quarter of that beside it still correlates.
_FACTORS = [1.08**power for power in range(-10, 11) if power]
# So wide is the piece that is looked for first, in pixels or heights: in a wide one, a wrong size adds up.
_WIDTH, _HEIGHTS = 96, 2
# So many places of each size are found in a smaller picture, and so many of them all are looked into.
_ROUGHLY, _LOOKED_INTO = 2, 12
# What else is tried there, in half the size; of the best of that in full size, for the piece and, in pixels, for all.
_BESIDE, _CLOSER, _PIXELS = (0.96, 0.98, 1.0, 1.02, 1.04), (0.99, 1.0, 1.01), (-2, -1, 0, 1, 2)
_BEST, _REACH = 3, 4
# How high screens are. One of these sizes is told if it fits nearly as well as the best.
_SCREENS = (350, 400, 480, 576, 600, 640, 720, 768, 800, 864, 900, 960, 1024, 1050, 1080, 1200, 1440, 1600, 1800, 2160)
_ROUGHLY_NEAR, _NEARLY, _AS_WELL = 0.04, 0.015, 0.02


class Resized(NamedTuple):
    """Where something is in another size.

    Args:
        correlation: How well it correlates there.
        factor: How many times as large it is there.
        place: Where, in pixels.
    """

    correlation: float
    factor: float
    place: Region


def in_other_size(frame: Frame, region: Region, gray: Pixels) -> Resized | None:
    """Where something fits best in another size; None if it does nowhere.

    Args:
        frame: The picture of the screen.
        region: Where to look, in pixels.
        gray: The brightness of what to look for.
    """
    return _Search(frame, region, gray).best()


class _Search:
    """One look for one thing in other sizes."""

    def __init__(self, frame: Frame, region: Region, gray: Pixels) -> None:
        self._lines = frame.size.height
        self._levels = Levels(frame, region)
        self._gray = gray
        self._place = _piece(gray)
        self._piece = part(gray, self._place)

    def best(self) -> Resized | None:
        """Where it fits best."""
        piece, roughly = self._piece, self._roughly()
        likely = [closer for found in roughly if (closer := _first(self._tried(piece, found, (1.0,), 2)))]
        refined = [_first(self._tried(piece, found, _BESIDE, 2)) for found in _best_of(likely, _LOOKED_INTO)]
        whole = []
        for found in _best_of(filter(None, refined), _BEST):
            exact = _first(self._tried(piece, found, _CLOSER, 1))
            if exact and (fitted := self._fitted(exact)):
                whole.append(fitted)
        best = _first(whole)
        return best and self._of_a_screen(best)

    def _roughly(self) -> Iterator[Resized]:
        """Where the piece is in each size, in a smaller picture."""
        for factor in _FACTORS:
            wanted = resized(self._piece, factor)
            step = self._levels.coarsest(wanted)
            # What is so small that only the whole picture shows it is like too much, and takes most of the time.
            if step == 1:
                continue
            for near in self._levels.roughly(wanted, step, _ROUGHLY):
                yield _resized(near, factor, wanted.shape)

    def _tried(self, gray: Pixels, place: Resized, factors: Iterable[float], step: int) -> Iterator[Resized]:
        """The best places in sizes like that of another place, around its middle."""
        middle = place.place.center
        for relative in factors:
            factor = place.factor * relative
            wanted = resized(gray, factor / step)
            height, width = (length * step for length in wanted.shape)
            corner = Near(0.0, int(middle.x - width / 2), int(middle.y - height / 2))
            near = self._levels.around(wanted, corner, step, _REACH)
            if near:
                yield _resized(near, factor, (height, width))

    def _fitted(self, found: Resized) -> Resized | None:
        """The whole of it, of which a piece was found."""
        height, width = (length * found.factor for length in self._gray.shape)
        left = found.place.left - self._place.left * found.factor
        around = Resized(0.0, found.factor, Region(left, found.place.top, width, height))
        nearly_one = [1 + pixels / width for pixels in _PIXELS]
        return _first(self._tried(self._gray, around, [*nearly_one, *self._usual(found.factor, _ROUGHLY_NEAR)], 1))

    def _usual(self, factor: float, near: float) -> list[float]:
        """What makes a size that of a usual screen, if that is near."""
        sizes = (self._lines / screen / factor for screen in _SCREENS)
        return [size for size in sizes if abs(size - 1) < near]

    def _of_a_screen(self, best: Resized) -> Resized:
        """The same in the size that it has if it was cut on a usual screen, where that fits as well."""
        usual = _first(self._tried(self._gray, best, self._usual(best.factor, _NEARLY), 1))
        return usual if usual and usual.correlation >= best.correlation - _AS_WELL else best


def _piece(gray: Pixels) -> Region:
    """The piece of a picture that has most in it: as high, and not much wider than high."""
    height, width = gray.shape
    across = min(width, max(_WIDTH, _HEIGHTS * height))
    if across == width:
        return Region(0, 0, width, height)
    columns = gray.astype(np.float32).var(axis=0)[None]
    sums = cv2.blur(columns, (across, 1), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)[0, : width - across + 1]
    return Region(int(sums.argmax()), 0, across, height)


def _best_of(found: Iterable[Resized], count: int) -> list[Resized]:
    return sorted(found, key=lambda one: -one.correlation)[:count]


def _first(found: Iterable[Resized]) -> Resized | None:
    return max(found, key=lambda one: one.correlation, default=None)


def _resized(near: Near, factor: float, shape: tuple[int, ...]) -> Resized:
    height, width = shape
    return Resized(near.correlation, factor, Region(near.x, near.y, width, height))
