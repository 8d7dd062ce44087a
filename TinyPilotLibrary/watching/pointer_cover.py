"""Whether the mouse pointer may hide a text that was missed."""

from collections.abc import Iterable

from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Miss

# The arrow is drawn to the right of its point and below it, so far in pixels of a screen that is so high.
_WIDE, _HIGH, _USUAL_HEIGHT = 16, 24, 1080


def told_of_pointer(pointer: tuple[float, float] | None, size: Size, misses: Iterable[Miss]) -> str:
    """What is told if the pointer lies where a text that was missed may be.

    Args:
        pointer: Where the pointer is, as fractions of the screen; None if it is not known.
        size: The size of the screen.
        misses: What was missed.

    Returns:
        A sentence; empty if the pointer hides nothing.
    """
    if pointer is None:
        return ""
    scale = max(1.0, size.height / _USUAL_HEIGHT)
    x, y = int(pointer[0] * size.width), int(pointer[1] * size.height)
    arrow = Region(x, y, round(_WIDE * scale), round(_HIGH * scale))
    for miss in misses:
        if isinstance(miss, TextMiss) and miss.may_be_under(arrow):
            return (
                f"The mouse pointer is at {x},{y} and may hide '{miss.locator}': move it away, "
                "or import the library with park_pointer=True."
            )
    return ""
