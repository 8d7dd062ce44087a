"""Places on the screen: in pixels, or as fractions of its size."""

import re
from typing import NamedTuple

from TinyPilotLibrary.errors import LocatorError

_LONGEST_QUOTE = 100
# No screen has pixels of more digits.
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,40})?")


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class Point(NamedTuple):
    """A place on the screen: pixels as whole numbers, fractions of the screen as decimal ones.

    Args:
        x: From the left edge.
        y: From the top edge.

    ```python
    Point.parse("0.5,0.5")  # the middle
    Point.parse("640,360")  # that pixel
    ```
    """

    x: float
    y: float

    @classmethod
    def parse(cls, text: str) -> "Point":
        """Reads `x,y`; with a decimal point a number is a fraction of the screen, without it a pixel.

        Args:
            text: For example `0.5,0.5` or `640,360`.

        Returns:
            The point.

        Raises:
            LocatorError: If the text is something else.
        """
        x, y = _numbers(text, 2, "a point 'x,y', for example '0.5,0.5' (fractions) or '640,360' (pixels)")
        return cls(x, y)

    def fractions(self, size: Size, offset: "Point | None" = None) -> tuple[float, float]:
        """The point as fractions of a screen; a pixel means its middle.

        Args:
            size: The screen's size.
            offset: How far from it, in pixels or fractions.

        Returns:
            x and y from 0.0 to 1.0.

        Raises:
            LocatorError: If the point is not on the screen, or what is so far from it.
        """
        x, y = _fraction(self.x, size.width, "x", size), _fraction(self.y, size.height, "y", size)
        if offset is None:
            return x, y
        right, down = offset.extent(size)
        return Point(x + right, y + down).fractions(size)

    def pixel(self, size: Size, offset: "Point | None" = None) -> "Point":
        """The pixel of a screen that the point is in.

        Args:
            size: The screen's size.
            offset: How far from it, in pixels or fractions.

        Raises:
            LocatorError: If the point is not on the screen, or what is so far from it.
        """
        x, y = self.fractions(size, offset)
        return Point(min(int(x * size.width), size.width - 1), min(int(y * size.height), size.height - 1))

    def extent(self, size: Size) -> tuple[float, float]:
        """What x and y are of a screen's width and height, taken as distances.

        Args:
            size: The screen's size.

        Returns:
            x and y as fractions; negative ones go to the left and up.
        """
        return _share(self.x, size.width), _share(self.y, size.height)

    def moved(self, dx: float, dy: float) -> "Point":
        """The point moved by so many pixels.

        Args:
            dx: How far to the right, in pixels; negative to the left.
            dy: How far down; negative up.
        """
        return Point(self.x + dx, self.y + dy)

    def __str__(self) -> str:
        return ",".join(map(_written, self))


class Region(NamedTuple):
    """A rectangle of the screen: pixels as whole numbers, fractions of the screen as decimal ones.

    Args:
        left: Left edge.
        top: Top edge.
        width: Width.
        height: Height.

    ```python
    Region.parse("0.5,0,0.5,1.0")  # the right half
    Region.parse("0,0,640,100")
    ```
    """

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def parse(cls, text: str) -> "Region":
        """Reads `left,top,width,height`; with a decimal point a number is a fraction of the screen, else a pixel.

        Args:
            text: For example `0,0,640,100` or `0.5,0.0,0.5,1.0`.

        Returns:
            The region.

        Raises:
            LocatorError: If the text is something else, or the region has no area.
        """
        wanted = "a region 'left,top,width,height', for example '0,0,640,100' (pixels) or '0.5,0.0,0.5,1.0' (fractions)"
        region = cls(*_numbers(text, 4, wanted))
        if region.width <= 0 or region.height <= 0:
            raise LocatorError(f"The region {text!r} has no area: width and height must be greater than 0.")
        return region

    def on(self, size: Size) -> "Region":
        """The region in whole pixels of a screen.

        Args:
            size: The screen's size.

        Returns:
            The same region, in pixels.

        Raises:
            LocatorError: If it is not wholly on the screen.
        """
        left, right = _pixels(self.left, size.width), _pixels(self.left, size.width) + _pixels(self.width, size.width)
        top, bottom = _pixels(self.top, size.height), _pixels(self.top, size.height) + _pixels(self.height, size.height)
        # Fractions are rounded edge by edge, so that they may end one pixel beyond the screen.
        if isinstance(self.width, float) and right == size.width + 1:
            right = size.width
        if isinstance(self.height, float) and bottom == size.height + 1:
            bottom = size.height
        if left < 0 or top < 0 or right > size.width or bottom > size.height or right <= left or bottom <= top:
            raise LocatorError(
                f"The region {self} is not wholly on the screen, which is {size} pixels. It is left,top,width,height: "
                "in pixels, or with decimal points in fractions of the screen."
            )
        return Region(left, top, right - left, bottom - top)

    def moved(self, dx: float, dy: float) -> "Region":
        """The region moved by so many pixels.

        Args:
            dx: How far to the right, in pixels; negative to the left.
            dy: How far down; negative up.
        """
        return Region(self.left + dx, self.top + dy, self.width, self.height)

    def grown(self, pixels: float) -> "Region":
        """The region with so many pixels more on each side; it may reach beyond the screen."""
        return Region(self.left - pixels, self.top - pixels, self.width + 2 * pixels, self.height + 2 * pixels)

    def common(self, other: "Region") -> "Region":
        """What two regions have in common; it has no area if that is nothing."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return Region(left, top, max(0, right - left), max(0, bottom - top))

    def around(self, other: "Region") -> "Region":
        """The least region that both are in."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right = max(self.left + self.width, other.left + other.width)
        bottom = max(self.top + self.height, other.top + other.height)
        return Region(left, top, right - left, bottom - top)

    def is_about(self, other: "Region") -> bool:
        """Whether two regions are nearly the same: they share more than half of what they cover together."""
        common = self.common(other)
        shared = common.width * common.height
        return 2 * shared > self.width * self.height + other.width * other.height - shared

    def overlaps(self, other: "Region") -> bool:
        """Whether two regions have a pixel in common."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    @property
    def center(self) -> Point:
        """The middle pixel."""
        return Point(int(self.left + self.width // 2), int(self.top + self.height // 2))

    def __str__(self) -> str:
        return ",".join(map(_written, self))


#: The whole screen, whatever its size.
WHOLE = Region(0.0, 0.0, 1.0, 1.0)


def whole(size: Size) -> Region:
    """The region that is the whole screen."""
    return Region(0, 0, size.width, size.height)


def _numbers(text: str, count: int, wanted: str) -> list[float]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count or not all(_NUMBER.fullmatch(part) for part in parts):
        raise LocatorError(f"Expected {wanted}, got {text[:_LONGEST_QUOTE]!r}.")
    return [float(part) if "." in part else int(part) for part in parts]


def _written(value: float) -> str:
    """A number as it is read: a fraction keeps its decimal point."""
    text = f"{value:g}"
    return f"{text}.0" if isinstance(value, float) and text.lstrip("-").isdecimal() else text


def _pixels(value: float, extent: int) -> int:
    return round(value * extent) if isinstance(value, float) else value


def _share(value: float, extent: int) -> float:
    return value if isinstance(value, float) else value / extent


def _fraction(value: float, extent: int, axis: str, size: Size) -> float:
    fraction = value if isinstance(value, float) else (value + 0.5) / extent
    if not 0.0 <= fraction <= 1.0:
        extends = "whose fractions go from 0.0 to 1.0" if isinstance(value, float) else f"which is {size} pixels"
        raise LocatorError(f"The point's {axis} {value:g} is not on the screen, {extends}.")
    return fraction
