"""Regions relative to something that was found."""

from enum import Enum

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.geometry import Region, Size, whole

#: How far `around` reaches by default, in pixels.
AROUND = 50


class Side(Enum):
    """Where a region is, relative to something that was found.

    `left of`, `right of`, `above` and `below` are as high or as wide as what was found; `around` is on all sides of it.
    """

    LEFT_OF = "left of"
    RIGHT_OF = "right of"
    ABOVE = "above"
    BELOW = "below"
    AROUND = "around"


def beside(found: Region, where: Side | Region, size: Size, extent: float | None = None) -> Region:
    """A region relative to another one.

    Args:
        found: The other region, in pixels.
        where: On which side; or a region in pixels from the top left corner of the other one, or in fractions of its
            width and height.
        size: The screen's size.
        extent: How far it reaches, in pixels or as a fraction of the screen; to the edge of the screen if None.

    Returns:
        The region, in pixels; what would be beyond the screen is cut off.

    Raises:
        LocatorError: If nothing of it is on the screen.
    """
    region = (_on_side(found, where, size, extent) if isinstance(where, Side) else _within(found, where)).common(
        whole(size)
    )
    if not region.width or not region.height:
        named = where.value if isinstance(where, Side) else f"at {where} relative to"
        raise LocatorError(f"The region {named} {found} is outside the screen of {size} pixels.")
    return region


def _within(found: Region, where: Region) -> Region:
    x, y = (_pixels(value, side) for value, side in zip(where[:2], found[2:], strict=True))
    width, height = (_pixels(value, side) for value, side in zip(where[2:], found[2:], strict=True))
    return Region(found.left + x, found.top + y, width, height)


def _on_side(found: Region, side: Side, size: Size, extent: float | None) -> Region:
    left, top, width, height = found
    across = size.width if extent is None else _pixels(extent, size.width)
    down = size.height if extent is None else _pixels(extent, size.height)
    return {
        Side.LEFT_OF: Region(left - across, top, across, height),
        Side.RIGHT_OF: Region(left + width, top, across, height),
        Side.ABOVE: Region(left, top - down, width, down),
        Side.BELOW: Region(left, top + height, width, down),
        Side.AROUND: found.grown(AROUND if extent is None else across),
    }[side]


def _pixels(value: float, extent: float) -> int:
    return round(value * extent) if isinstance(value, float) else int(value)
