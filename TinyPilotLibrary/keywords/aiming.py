"""Where a mouse keyword's target is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from TinyPilotLibrary.errors import InputError
from TinyPilotLibrary.finding.choice import THE_ONLY, Choice
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle import named_click_point

#: Where the pointer is.
HERE = Locator(LocatorKind.POINT, "", "where the pointer is")
NO_OFFSET = Point(0, 0)

#: A place that is given as a point, or as the pointer's position.
Near = Literal["pointer"] | Point | None


def choice_of(context: Context, nth: int | None, nearest_to: Near) -> Choice | None:
    """Which of several places to take.

    Args:
        context: What keywords work with.
        nth: The n-th in reading order, counted from 1; None if not given.
        nearest_to: The one nearest to this point, in pixels or fractions, or to the pointer; None if not given.

    Returns:
        The choice; None if neither is given.

    Raises:
        InputError: If both are given, or a number below 1.
    """
    if nth is not None and nearest_to is not None:
        raise InputError("Use either nth= or nearest_to= to choose a place, not both.")
    if nth is not None and nth < 1:
        raise InputError(f"Places are counted from 1, got nth={nth}.")
    if nearest_to == "pointer":
        where = context.device.pointer
        return Choice(nearest_to=Point(float(where.x), float(where.y)))
    return None if nth is None and nearest_to is None else Choice(nth, nearest_to)


@dataclass(frozen=True)
class Aim:
    """How to look for the target of a mouse keyword.

    Args:
        context: What keywords work with.
        region: Where to look for it.
        threshold: The lowest score that counts as found.
        scale: The size of templates on the screen relative to their files; 2.0 is twice as large.
        timeout: How long to wait for it.
        nth: Which of several places, counted from 1.
        nearest_to: What the chosen one of several places is nearest to.
        click_point: The name of its click point, if it has several.
        ignore_case: Whether to ignore the case of texts.
        similarity: How similar a text must be, 0.0 to 1.0; None for the rules alone.
        exact: What a text has to be the whole of; None if it may be a part of a row.
        state: The state that a text has to be in; None for any.
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
    exact: Exact | None = None
    state: TextState | None = None

    def move(self, target: Locator, offset: Point) -> None:
        """Moves the pointer to a target, unless it is there.

        Args:
            target: Where to: an image or a text, which is waited for, a point, or the pointer's position.
            offset: How far from it, in pixels or fractions.

        Raises:
            NotOnScreen: If it did not appear in time; the pointer was not moved.
            SeveralOnScreen: If it is on the screen several times and none was chosen.
        """
        if target == HERE and not any(offset):
            return
        x, y = self.place(target, offset)
        item = self.context.device
        item.point([pointer.move(item.pointer, x, y)])

    def place(self, target: Locator, offset: Point) -> tuple[float, float]:
        """Where a target is.

        Args:
            target: An image or a text, which is waited for, a point, or the pointer's position.
            offset: How far from it, in pixels or fractions.

        Returns:
            x and y, from 0.0 to 1.0.

        Raises:
            LocatorError: If the place is not on the screen.
            NotOnScreen: If it did not appear in time.
            SeveralOnScreen: If it is on the screen several times and none was chosen.
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
        # A click goes to one place: if none is chosen, there must be only one.
        choice = choice_of(self.context, self.nth, self.nearest_to) or THE_ONLY

        def attempt() -> Match:
            wanted = self.context.look(
                [target],
                self.region,
                self.threshold,
                scale=self.scale,
                ignore_case=self.ignore_case,
                similarity=self.similarity,
                exact=self.exact,
                state=self.state,
            )
            return self.context.watcher(self.timeout).shows(wanted, choice)

        match = self.context.mended(attempt, needs_place=True)
        self.context.warn_of(match)
        return match

    def _point_in(self, match: Match) -> Point:
        if self.click_point is None:
            return match.click_point
        return named_click_point(match.locator, match.click_points, self.click_point)


def named(target: Locator, offset: Point) -> str:
    """A target, for the log.

    Args:
        target: Where something was done.
        offset: How far from it.

    Returns:
        Its name within a sentence.
    """
    where = "where the pointer was" if target == HERE else f"'{target}'"
    return f"{where} with offset {offset}" if any(offset) else where
