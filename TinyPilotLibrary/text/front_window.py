"""Windows in front of others: a dialog takes the keys, and what is selected behind it does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from TinyPilotLibrary.vision.geometry import Region

T = TypeVar("T")

# A dialog is in the middle of the screen: its own middle is at most so far from there, as parts of the screen.
_BESIDE_MIDDLE = 0.1
_ABOVE_MIDDLE = 0.25
# What is higher is the page itself.
_HIGHEST = 0.7


@dataclass(frozen=True)
class Window:
    """A part of the screen that is set off from the rest.

    Args:
        box: Where it is, in pixels or cells.
        stands_out: Whether its ground is another than what is around it; otherwise it has a frame alone.
    """

    box: Region
    stands_out: bool

    def floats_on(self, screen: Region) -> bool:
        """Whether there is something of the screen on all of its sides, as around a dialog."""
        return len(self._free_sides(screen)) == 4

    def takes_keys_on(self, screen: Region) -> bool:
        """Whether it has to be answered before anything else: it lies upon what is in the middle of the screen."""
        free, height = self._free_sides(screen), self.box.height
        across = self.box.left + self.box.width / 2 - screen.left - screen.width / 2
        down = self.box.top + height / 2 - screen.top - screen.height / 2
        return (
            self.stands_out
            and {"above", "below"} <= free
            # One that is too wide for the screen may reach one of its edges.
            and len(free) > 2
            and abs(across) <= _BESIDE_MIDDLE * screen.width
            and abs(down) <= _ABOVE_MIDDLE * screen.height
            and height <= _HIGHEST * screen.height
        )

    def _free_sides(self, screen: Region) -> set[str]:
        left, top, width, height = self.box
        free = {
            "left": left > screen.left,
            "above": top > screen.top,
            "right": left + width < screen.left + screen.width,
            "below": top + height < screen.top + screen.height,
        }
        return {side for side, is_free in free.items() if is_free}


def select_in_front(windows: Iterable[Window], screen: Region, select: Callable[[Region], T | None]) -> T | None:
    """What is selected in the window that is in front.

    Args:
        windows: The windows.
        screen: The whole screen.
        select: Gives what is selected in a part of the screen, or None.

    Returns:
        Of windows within each other, what is selected in the innermost one that has something; None if a dialog in the
        middle has nothing, for then keys act on nothing else.
    """
    for window in sorted(windows, key=lambda window: window.box.width * window.box.height):
        takes_keys = window.takes_keys_on(screen)
        if not takes_keys and not window.floats_on(screen):
            continue
        found = select(window.box)
        if found is not None or takes_keys:
            return found
    return select(screen)
