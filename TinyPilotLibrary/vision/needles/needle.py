"""An openQA needle: a screenshot of which some areas have to be on the screen, each near its place.

The semantics are os-autoinst's, so that collections of needles work unchanged and as they were calibrated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.template import Template

#: The similarity that an area has to reach if it does not say so itself.
DEFAULT_LEVEL = 0.96
#: How far from its place an area is looked for if it does not say so itself, in pixels.
DEFAULT_MARGIN = 50


@dataclass(frozen=True, eq=False)
class Area:
    """A part of a needle that has to be on the screen.

    Args:
        region: Where it is in the needle's screenshot, in pixels.
        pixels: Its brightness, slightly blurred.
        level: The similarity that it has to reach, 0.0 to 1.0.
        margin: How far from its place it is looked for, in pixels.
        template: Itself as a template; None if it cannot be one, as it is flat.
    """

    region: Region
    pixels: Pixels
    level: float = DEFAULT_LEVEL
    margin: int = DEFAULT_MARGIN
    template: Template | None = None

    @cached_property
    def variance(self) -> float:
        """How much its brightness varies: the mean squared difference from its mean."""
        return float(np.var(self.pixels))


@dataclass(frozen=True)
class ClickPoint:
    """Where a click on a needle goes.

    Args:
        area: The number of its area, from 0.
        point: Where in the area, in pixels from its top left corner; None for its middle.
        name: Its name, where a needle has several.
    """

    area: int
    point: Point | None = None
    name: str = ""

    def on(self, places: Sequence[Region]) -> Point:
        """The point on the screen.

        Args:
            places: Where the needle's areas were found, in pixels.
        """
        left, top, width, height = places[self.area]
        beside = self.point or Point(width / 2, height / 2)
        return Point(int(left + beside.x), int(top + beside.y))


@dataclass(frozen=True, eq=False)
class Needle:
    """An openQA needle.

    Args:
        name: Its file's name, without the ending.
        size: The size of its screenshot.
        areas: The parts that have to be on the screen; at least one.
        excluded: What does not count, in pixels.
        texts: Where text is to be read once the areas were found, in pixels. They do not decide.
        click_points: Where clicks go.
        workaround: The known defect that the needle stands for; None if it is none.
    """

    name: str
    size: Size
    areas: Sequence[Area]
    excluded: Sequence[Region] = ()
    texts: Sequence[Region] = ()
    click_points: Sequence[ClickPoint] = field(default=())
    workaround: str | None = None

    def clicks(self, places: Sequence[Region]) -> tuple[Point, Mapping[str, Point]]:
        """Where clicks go when the areas were found at some places.

        Args:
            places: Where the areas are, in their order, in pixels.

        Returns:
            The point of a click without more said: the last click point, or the middle of the last area; and all
            named ones.
        """
        points = self.click_points or [ClickPoint(len(self.areas) - 1)]
        return points[-1].on(places), {point.name: point.on(places) for point in points if point.name}


def named_click_point(locator: str, points: Mapping[str, Point], name: str) -> Point:
    """The click point of a name.

    Args:
        locator: What has the points, for the message.
        points: The named points.
        name: The name.

    Raises:
        LocatorError: If there is none of that name; the message lists those that there are.
    """
    if name not in points:
        known = ", ".join(f"'{known}'" for known in points) or "none"
        raise LocatorError(f"'{locator}' has no click point '{name}'. Its named click points: {known}.")
    return points[name]
