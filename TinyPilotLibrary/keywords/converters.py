"""The types of keyword arguments, and their converters."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.hid.chords import WrittenChord
from TinyPilotLibrary.vision.geometry import WHOLE, Point, Region
from TinyPilotLibrary.vision.match import Match

T = TypeVar("T")
_LONGEST_QUOTE = 100


# These are no tuples: what a converter refuses, Robot Framework converts once more by the type of the default.
@dataclass(frozen=True)
class Locators:
    """One locator or a list of them."""

    items: tuple[Locator, ...] = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self.items)) or "none"


@dataclass(frozen=True)
class Regions:
    """One region or a list of them."""

    items: tuple[Region, ...] = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self.items)) or "none"


NO_LOCATORS = Locators()
NO_REGIONS = Regions()


def to_locator(value: str | Path | Match) -> Locator:
    """Converts text such as `image:ok.png` or `point:0.5,0.5`, a file, or a match that another keyword returned.

    Text without a prefix is an image, looked up in the template folders.
    """
    return Locator.parse(value if isinstance(value, Match) else str(value))


def to_locators(value: str | Path | Match | list[object] | tuple[object, ...] | None) -> Locators:
    """Converts a locator such as `image:panic.png`, or a list of them: any of them counts."""
    return Locators(tuple(_read(item, to_locator, Locator) for item in _listed(value)))


def to_region(value: str | Match | None) -> Region:
    """Converts `left,top,width,height`, or a match, which stands for the place where it was found.

    A number with a decimal point is a fraction of the screen, without one a pixel: `0.5,0.0,0.5,1.0` is the right half.
    """
    if value is None:
        return WHOLE
    return value.region if isinstance(value, Match) else Region.parse(value)


def to_regions(value: str | Match | list[object] | tuple[object, ...] | None) -> Regions:
    """Converts a region such as `0,0,640,100`, or a list of them."""
    return Regions(tuple(_read(item, to_region, Region) for item in _listed(value)))


def to_point(value: str | Match) -> Point:
    """Converts `x,y`, or a match, which stands for its click point.

    A number with a decimal point is a fraction of the screen, without one a pixel: `0.5,0.5` is the middle.
    """
    return value.click_point if isinstance(value, Match) else Point.parse(value.strip().removeprefix("point:"))


def to_chord(value: str) -> WrittenChord:
    """Converts keys joined by `+`: `Ctrl+Alt+Delete`, `Shift+F10`, `Enter`, `a`.

    Keys are KeyboardEvent.code values (`ArrowDown`, `KeyZ`), customary names (`Esc`, `PgUp`, `Win`), and what the keys
    of the target's keyboard layout bear: on `de`, `Ctrl+Z` presses the key with Z on it, which is `KeyY`.
    """
    return WrittenChord.parse(value)


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    if isinstance(value, str) and value.lstrip().startswith("["):
        # A list as suites write it for arguments of other libraries.
        try:
            value = ast.literal_eval(value.strip())
        except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
            raise LocatorError(
                f"Not a list: {str(value)[:_LONGEST_QUOTE]}. Write it as ['one.png', 'two.png']."
            ) from None
    # A region is a tuple, but one thing.
    return [*value] if isinstance(value, list | tuple) and not isinstance(value, Region) else [value]


def _read(item: object, convert: Callable[[Any], T], kind: type[T]) -> T:
    if isinstance(item, kind):
        return item
    if not isinstance(item, str | Path | Match):
        raise LocatorError(f"The list must contain strings or matches, got {item!r}.")
    return convert(item)


CONVERTERS = {
    Locator: to_locator,
    Locators: to_locators,
    Region: to_region,
    Regions: to_regions,
    Point: to_point,
    WrittenChord: to_chord,
}
