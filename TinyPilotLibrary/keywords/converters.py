"""How arguments become values: the types that keywords use, and their converters."""

from pathlib import Path

from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.locators import Locator
from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.match import Match


def to_locator(value: str | Path | Match) -> Locator:
    """Converts a text such as `image:ok.png` or `point:0.5,0.5`, a file, or a match that another keyword returned.

    A text without a prefix is an image, looked up in the template folders.
    """
    return Locator.parse(value if isinstance(value, Match) else str(value))


def to_region(value: str | Match) -> Region:
    """Converts `left,top,width,height`, or a match: where it was found.

    With a decimal point a number is a fraction of the screen, without one a pixel: `0.5,0.0,0.5,1.0` is the right half.
    """
    return value.region if isinstance(value, Match) else Region.parse(value)


def to_point(value: str | Match) -> Point:
    """Converts `x,y`, or a match: where a click on it goes.

    With a decimal point a number is a fraction of the screen, without one a pixel: `0.5,0.5` is the middle.
    """
    return value.click_point if isinstance(value, Match) else Point.parse(value.strip().removeprefix("point:"))


def to_chord(value: str) -> Chord:
    """Converts keys joined by `+`: `Ctrl+Alt+Delete`, `Shift+F10`, `Enter`, `a`.

    Keys are KeyboardEvent.code values (`ArrowDown`), customary names (`Esc`, `PgUp`, `Win`), letters and digits, and
    other single characters as a US keyboard has them.
    """
    return Chord.parse(value)


CONVERTERS = {Locator: to_locator, Region: to_region, Point: to_point, Chord: to_chord}
