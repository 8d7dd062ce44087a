"""Where a mouse keyword's target is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.choice import THE_ONLY, Choice
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.keywords.context import Context, log_defect
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle import named_click_point

#: Where the pointer is.
HERE = Locator(LocatorKind.POINT, "", "where the pointer is")
NO_OFFSET = Point(0, 0)

#: A place that is given as a point or as where the pointer is.
Near = Literal["pointer"] | Point | None


def choice_of(context: Context, nth: int | None, nearest_to: Near) -> Choice | None:
    """Which of several places is meant.

    Args:
        context: What keywords work with.
        nth: The n-th as one reads, from 1; None if that is not said.
        nearest_to: The one nearest to this point, in pixels or fractions, or to the pointer; None if that is not said.

    Returns:
        The choice; None if nothing is said.

    Raises:
        InputError: If both are given, or a number below 1.
    """
    if nth is not None and nearest_to is not None:
        raise InputError("Either nth= or nearest_to= can say which place is meant, not both.")
    if nth is not None and nth < 1:
        raise InputError(f"Places are counted from 1, got nth={nth}.")
    if nearest_to == "pointer":
        where = context.device.pointer
        return Choice(nearest_to=Point(float(where.x), float(where.y)))
    return None if nth is None and nearest_to is None else Choice(nth, nearest_to)


@dataclass(frozen=True)
class Aim:
    """How a mouse keyword's target is looked for.

    Args:
        context: What keywords work with.
        region: Where to look for it.
        threshold: The least score that counts as found.
        scale: How many times as large as in their files templates are on the screen.
        timeout: How long to wait for it.
        nth: Which of several places, from 1.
        nearest_to: Which of several places, by what it is near to.
        click_point: The name of the point in it, where it has several.
        ignore_case: Whether the case of a text does not count.
        similarity: How alike a text must be, 0.0 to 1.0; None for the rules alone.
    """

    context: Context
    region: Region = WHOLE
    threshold: float | None = None
    scale: float = 1.0
    timeout: timedelta | None = None
    nth: int | None = None
    nearest_to: Near = None
    click_point: str | None = None
    ignore_case: bool = False
    similarity: float | None = None

    def move(self, target: Locator, offset: Point) -> None:
        """Moves the pointer to a target, unless it is there.

        Args:
            target: Where to: an image or a text, which is waited for, a point, or where the pointer is.
            offset: How far beside it, in pixels or fractions.

        Raises:
            NotOnScreen: If it did not appear in time; the pointer was not moved.
            SeveralOnScreen: If it is there several times, and it was not said which is meant.
        """
        if target == HERE and not any(offset):
            return
        x, y = self.place(target, offset)
        item = self.context.device
        item.point([pointer.move(item.pointer, x, y)])

    def place(self, target: Locator, offset: Point) -> tuple[float, float]:
        """Where a target is.

        Args:
            target: An image or a text, which is waited for, a point, or where the pointer is.
            offset: How far beside it, in pixels or fractions.

        Returns:
            x and y, from 0.0 to 1.0.

        Raises:
            LocatorError: If the place is not on the screen.
            NotOnScreen: If it did not appear in time.
            SeveralOnScreen: If it is there several times, and it was not said which is meant.
        """
        item = self.context.device
        # What the converter refuses, Robot Framework converts once more by the type of the default: any tuple.
        given = offset if isinstance(offset, Point) else Point.parse(",".join(map(str, offset)))
        beside = given if any(given) else None
        if target == HERE:
            return item.screen.fractions(Point(item.pointer.x, item.pointer.y), beside)
        if target.point is not None:
            return item.screen.fractions(target.point, beside)
        return item.screen.fractions(self._point_in(self._match(target)), beside)

    def _match(self, target: Locator) -> Match:
        # A click goes to one place: where none is chosen there must be only one.
        choice = choice_of(self.context, self.nth, self.nearest_to) or THE_ONLY
        wanted = self.context.look(
            [target],
            self.region,
            self.threshold,
            scale=self.scale,
            ignore_case=self.ignore_case,
            similarity=self.similarity,
        )
        match = self.context.watcher(self.timeout).shows(wanted, choice)
        log_defect(match)
        return match

    def _point_in(self, match: Match) -> Point:
        if self.click_point is None:
            return match.click_point
        return named_click_point(match.locator, match.click_points, self.click_point)


def named(target: Locator, offset: Point) -> str:
    """A target, for the log.

    Args:
        target: Where something was done.
        offset: How far beside it.

    Returns:
        Its name, for a sentence.
    """
    where = "where the pointer was" if target == HERE else f"'{target}'"
    return f"{where}, {offset} beside it" if any(offset) else where
