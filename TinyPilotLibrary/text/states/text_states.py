"""The states of texts on one page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from TinyPilotLibrary.text.page import Line, Page, holds
from TinyPilotLibrary.text.states import drawn_marks, written_marks
from TinyPilotLibrary.text.states.dimming import Contrast, is_dimmed
from TinyPilotLibrary.text.states.text_state import TextState
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region

# Where a column begins.
_COLUMN = re.compile(r"\s{2,}|[│║┃|]")
# A box that was read as a letter or a sign, and the blank behind it.
_READ_AS_LETTER = 2


@dataclass(frozen=True)
class TextStates:
    """The states of texts on a page.

    Args:
        frame: The frame.
        page: What was read from it, or from the part of it that is looked at.
        texts: Where texts are on all of the frame, in pixels: what is dimmed is known beside others.
    """

    frame: Frame
    page: Page
    texts: Sequence[Region]

    def told(self, row: Line, place: Region) -> Iterator[TextState]:
        """The states that a text is surely in.

        Args:
            row: The row that it is in.
            place: Where it is, in pixels.
        """
        return (state for state in TextState if self.holds(state, row, place))

    def holds(self, state: TextState, row: Line, place: Region) -> bool | None:
        """Whether a text is in a state.

        Args:
            state: The state.
            row: The row that it is in.
            place: Where it is, in pixels.

        Returns:
            None if it is not sure.
        """
        if state is TextState.SELECTED:
            return self._is_selected(place)
        if state in {TextState.CHECKED, TextState.UNCHECKED}:
            marked = self._is_marked(row, place)
            return marked if state is TextState.CHECKED or marked is None else not marked
        dimmed = self._is_dimmed(place)
        return dimmed if state is TextState.DISABLED or dimmed is None else not dimmed

    def _is_selected(self, region: Region) -> bool | None:
        return None if self._selected is None else self._selected.box.overlaps(region)

    @cached_property
    def _selected(self) -> Line | None:
        return self.page.find_selected()

    def _is_marked(self, row: Line, place: Region) -> bool | None:
        within = [index for index in _letters(row) if holds(place, row.place(index, index + 1))]
        if not within:
            return None
        start, end = within[0], within[-1] + 1
        written = written_marks.is_marked(row.text[:start], row.text[end:])
        if row.exact:
            return written
        drawn = drawn_marks.is_marked(self.frame.gray, _label(row, start, end))
        # OCR may overlook what stands between brackets, but it invents nothing there.
        return True if drawn is None and written else drawn

    def _is_dimmed(self, region: Region) -> bool | None:
        own = Contrast.of(self.frame, region)
        return is_dimmed(own, [contrast for box, contrast in self._contrasts if not box.overlaps(region)])

    @cached_property
    def _contrasts(self) -> list[tuple[Region, Contrast]]:
        return [(box, Contrast.of(self.frame, box)) for box in self.texts]


def _letters(row: Line) -> Iterator[int]:
    return (index for index, character in enumerate(row.text) if not character.isspace())


def _label(line: Line, start: int, end: int) -> Region:
    """The label that a text is in, from the beginning of its column; a box may have been read as its first letter."""
    before = _COLUMN.split(line.text[:start])[-1].lstrip()
    return line.place(start if len(before) <= _READ_AS_LETTER else start - len(before), end)
