"""Where an area of a needle is on the screen: every place that is similar enough.

What is found is what comparing every place would find. Most places are ruled out without comparing them: where an area
fits with a mean squared error of at most E, its mean brightness differs by at most the root of E, and that of a tile
with one n-th of its pixels by at most the root of n times E.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.needles.brightness import Brightness, Tiles
from TinyPilotLibrary.vision.needles.needle import DEFAULT_LEVEL, Area
from TinyPilotLibrary.vision.needles.similarity import AS_GOOD, Place, error_of, similarity_of
from TinyPilotLibrary.vision.pixels import Integers, Pixels

# An area that is at least twice as large is divided into tiles of the first of these sizes; others are one tile.
_LARGE_TILES, _SMALL_TILES = (16, 8), (4,)
# Looking into a place by tiles takes as long as comparing so many pixels all at once.
_AS_MUCH_WORK = 12
# So many places are compared one by one; more of them all at once.
_FEW_PLACES = 400
# So few places are looked into by themselves, no longer with the whole window.
_FEW_LEFT = 1000
# So many more tiles rule places out before the mean of the whole area does.
_SHARED_FIRST = 2
# Mean squared errors that differ by no more, as much as an area may by default, differ by noise.
_NOISE = error_of(DEFAULT_LEVEL)
# A window with fewer places has means of its own; those of a larger one are worked out once for the whole screen.
_SMALL_WINDOW = 40_000


class _Places(NamedTuple):
    """Places on the screen, in pixels, and the sum of squared errors at each."""

    xs: Integers
    ys: Integers
    errors: NDArray[np.float64]

    def where(self, kept: NDArray[np.bool_]) -> "_Places":
        """Some of them."""
        return _Places(self.xs[kept], self.ys[kept], self.errors[kept])


class AreaSearch:
    """An area of a needle with all that is prepared for searching it.

    Args:
        area: The area.
        error: The largest mean squared error at which it may be there.
    """

    def __init__(self, area: Area, error: float) -> None:
        self._wanted = area.pixels
        self._height, self._width = area.pixels.shape
        self._most = error * area.pixels.size
        self._whole, self._large, self._small = (
            Tiles(area.pixels, _tile_side(self._width, sides), _tile_side(self._height, sides))
            for sides in ((), _LARGE_TILES, _SMALL_TILES)
        )

    def exactly_at(self, screen: Brightness, region: Region) -> Place | None:
        """A place, if it is the same there.

        Args:
            screen: The brightness of the screen, at least in the region.
            region: The place, in pixels.
        """
        x, y = int(region.left), int(region.top)
        error = screen.error(self._wanted, x, y)
        return self._place(x, y, error) if error <= AS_GOOD else None

    def places(self, screen: Brightness, window: Region, expected: Point) -> Iterator[Place]:
        """The places where it may be: of those that overlap much, the best.

        Where it is several times, noise makes one a little better than the other; its own place tells which is meant.

        Args:
            screen: The brightness of the screen, at least in the window.
            window: Where to look, in pixels.
            expected: Where its top left corner is expected, in pixels.

        Yields:
            The places, the best first; of those that only noise tells apart, the nearest to the expected one.
        """
        right, bottom = window.left + window.width - self._width, window.top + window.height - self._height
        if right < window.left or bottom < window.top:
            return
        places = self._near_enough(screen, window)
        while places.xs.size:
            x, y, error = self._best_around(places, expected)
            yield self._place(x, y, error)
            places = places.where(~self._around(places, x, y))

    def may_be_in(self, screen: Brightness, window: Region) -> bool:
        """Whether it may be somewhere in a window.

        Args:
            screen: The brightness of the screen, at least in the window.
            window: Where to look, in pixels.
        """
        has_room = window.width >= self._width and window.height >= self._height
        return has_room and self._near_enough(screen, window).xs.size > 0

    def _place(self, x: int, y: int, error: float) -> Place:
        return Place(Region(x, y, self._width, self._height), similarity_of(error / self._wanted.size))

    def _best_around(self, places: _Places, expected: Point) -> tuple[int, int, float]:
        """Of the places that are as good as the best but for noise the nearest to the expected one, at its best."""
        distances = (places.xs - expected.x) ** 2 + (places.ys - expected.y) ** 2
        good = np.flatnonzero(places.errors <= places.errors.min() + _NOISE * self._wanted.size)
        at = int(good[np.argmin(distances[good])])
        while True:
            # It may be on the slope of a better one.
            x, y, error = int(places.xs[at]), int(places.ys[at]), float(places.errors[at])
            around = np.flatnonzero(self._around(places, x, y))
            least = places.errors[around].min() + AS_GOOD
            if error <= least:
                return x, y, error
            good = around[places.errors[around] <= least]
            at = int(good[np.argmin(distances[good])])

    def _around(self, places: _Places, x: int, y: int) -> NDArray[np.bool_]:
        """Which places overlap one by half or more, across and down."""
        across, down = np.abs(places.xs - x), np.abs(places.ys - y)
        return np.asarray((across <= self._width // 2) & (down <= self._height // 2), np.bool_)

    def _near_enough(self, screen: Brightness, window: Region) -> _Places:
        """Every place in the window where the error is small enough."""
        columns, rows = int(window.width) - self._width + 1, int(window.height) - self._height + 1
        if columns * rows < _SMALL_WINDOW:
            screen = screen.within(window)
        left, top = int(window.left) - screen.left, int(window.top) - screen.top
        xs, ys = self._not_ruled_out(screen, left, top, columns, rows)
        if not xs.size:
            return _Places(xs, ys, np.empty(0, np.float64))
        places = _Places(xs + screen.left, ys + screen.top, self._errors(screen, xs, ys))
        return places.where(places.errors <= self._most)

    def _errors(self, screen: Brightness, xs: Integers, ys: Integers) -> NDArray[np.float64]:
        """The sum of squared errors at each place, in pixels of the brightness."""
        if xs.size > _FEW_PLACES:
            x, y = xs.min(), ys.min()
            around = screen.pixels[y : ys.max() + self._height, x : xs.max() + self._width]
            return np.asarray(cv2.matchTemplate(around, self._wanted, cv2.TM_SQDIFF)[ys - y, xs - x], np.float64)
        places = zip((xs + screen.left).tolist(), (ys + screen.top).tolist(), strict=True)
        return np.array([screen.error(self._wanted, x, y) for x, y in places], np.float64)

    def _not_ruled_out(
        self, screen: Brightness, left: int, top: int, columns: int, rows: int
    ) -> tuple[Integers, Integers]:
        """The places, in pixels of the brightness, where no mean differs too much."""
        window = Region(left, top, columns, rows)
        large = self._large.within(screen, window, self._most)
        left_over = next(large)
        # The mean of the whole rules out most, but only areas of the same size share it.
        for alike in chain(islice(large, _SHARED_FIRST), self._whole.within(screen, window, self._most), large):
            if cv2.countNonZero(left_over) <= _FEW_LEFT:
                break
            cv2.bitwise_and(left_over, alike, left_over)
        if not cv2.countNonZero(left_over):
            return np.empty(0, np.intp), np.empty(0, np.intp)
        ys, xs = np.divmod(_marked(left_over.ravel()), columns)
        xs, ys = xs + left, ys + top
        if xs.size * _AS_MUCH_WORK > (np.ptp(xs) + self._width) * (np.ptp(ys) + self._height):
            return xs, ys
        for tiles in (self._large, self._small):
            xs, ys = tiles.alike(screen, xs, ys, self._most)
        return xs, ys


@lru_cache(maxsize=512)
def area_search(area: Area, error: float) -> AreaSearch:
    """The search for an area; what it prepared is kept.

    Args:
        area: The area.
        error: The largest mean squared error at which it may be there.
    """
    return AreaSearch(area, error)


def _tile_side(side: int, sides: Sequence[int]) -> int:
    """The first of some sides of which there is room for two in a side, or that itself."""
    return next((tile for tile in sides if side >= 2 * tile), side)


def _marked(marks: Pixels) -> Integers:
    """Where a row of marks is not 0. Few are, so that most of the time is taken by reading: eight are read as one."""
    whole = marks.size // 8 * 8
    eights = np.flatnonzero(marks[:whole].view(np.uint64))
    near = np.append((eights[:, None] * 8 + np.arange(8)).ravel(), np.arange(whole, marks.size))
    return np.asarray(near[marks[near] != 0], np.intp)
