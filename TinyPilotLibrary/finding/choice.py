"""Which of several places is meant."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from TinyPilotLibrary.errors import SeveralOnScreen
from TinyPilotLibrary.vision.geometry import Point, Size
from TinyPilotLibrary.vision.match import Match


@dataclass(frozen=True)
class Choice:
    """Which of several places is meant; where nothing is said there must be only one.

    Args:
        nth: The n-th as one reads, from 1: row by row, from left to right.
        nearest_to: The one that is nearest to this point, in pixels or fractions.
    """

    nth: int | None = None
    nearest_to: Point | None = None

    def of(self, matches: Sequence[Match], size: Size) -> Match | None:
        """The place that is meant.

        Args:
            matches: The places.
            size: The size of the screen.

        Returns:
            The place; None if there are too few.

        Raises:
            SeveralOnScreen: If there are several, and it was not said which one.
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
                f"'{matches[0].locator}' is {len(matches)} times on the screen, and one place is meant: {places}. "
                "Say which: nth=1, nearest_to=x,y, a region= around it, or a template with more of what is beside it."
            )
        return matches[0] if matches else None

    def __str__(self) -> str:
        if self.nearest_to is not None:
            return f" nearest to {self.nearest_to}"
        return f" number {self.nth}" if self.nth is not None else ""


#: It has to be the only one.
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
