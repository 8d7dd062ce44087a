"""Which of several places to take."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from TinyPilotLibrary.errors import SeveralOnScreen
from TinyPilotLibrary.vision.geometry import Point, Size
from TinyPilotLibrary.vision.match import Match


@dataclass(frozen=True)
class Choice:
    """Which of several places to take; by default there must be only one.

    Args:
        nth: The n-th in reading order, counted from 1: row by row, from left to right.
        nearest_to: The one nearest to this point, in pixels or fractions.
    """

    nth: int | None = None
    nearest_to: Point | None = None

    def of(self, matches: Sequence[Match], size: Size) -> Match | None:
        """The chosen place.

        Args:
            matches: The places.
            size: The size of the screen.

        Returns:
            The place; None if there are too few.

        Raises:
            SeveralOnScreen: If there are several and none of them was chosen.
        """
        if self.nearest_to is not None:
            x, y = self.nearest_to.fractions(size)
            return _nearest(matches, Point(int(x * size.width), int(y * size.height)))
        if self.nth is not None:
            return in_reading_order(matches)[self.nth - 1] if len(matches) >= self.nth else None
        if len(matches) > 1:
            places = "; ".join(
                f"{number}: {match.region} with score {match.score:.3f}"
                for number, match in enumerate(in_reading_order(matches), 1)
            )
            raise SeveralOnScreen(
                f"'{matches[0].locator}' is on the screen {times(len(matches))}, and only one place is wanted: "
                f"{places}. Choose one with nth=1, nearest_to=x,y or a region= around it, or use a template "
                "cut with more of its surroundings."
            )
        return matches[0] if matches else None

    def __str__(self) -> str:
        if self.nearest_to is not None:
            return f" nearest to {self.nearest_to}"
        return f" number {self.nth}" if self.nth is not None else ""


def times(count: int) -> str:
    """How often, in words: 'once' or '3 times'."""
    return "once" if count == 1 else f"{count} times"


#: There must be only one.
THE_ONLY = Choice()


def _nearest(matches: Sequence[Match], point: Point) -> Match | None:
    """The match whose middle is nearest to a point, in pixels; None if there is no match at all."""

    def distance(match: Match) -> float:
        return math.dist(match.region.center, point)

    return min(matches, key=distance, default=None)


def in_reading_order(matches: Sequence[Match]) -> list[Match]:
    """Matches row by row, from left to right; what begins above the middle of a row's first one is in the same row."""
    rows: list[list[Match]] = []
    for match in sorted(matches, key=lambda match: match.region.top):
        if rows and match.region.top < rows[-1][0].region.top + rows[-1][0].region.height / 2:
            rows[-1].append(match)
        else:
            rows.append([match])
    return [match for row in rows for match in sorted(row, key=lambda match: match.region.left)]
