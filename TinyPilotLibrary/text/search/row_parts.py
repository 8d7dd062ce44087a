"""The parts of a row: its columns, and what stands before and behind a label."""

import re
from collections.abc import Iterator

from TinyPilotLibrary.text.page import Line, subline

#: What frames and dividers are drawn with; on character screens without such characters bars as well.
FRAMES = "│║┃"
FRAMES_AND_BARS = f"{FRAMES}|"
# What stands before an entry: a mark of selection, a check box; and behind it: its value, a mark of a submenu.
_BEFORE = re.compile(r"^(?:\[[^\]\w]?\]|\([^)\w]?\)|[\[(][xXoO][\])]|<[^>\w]?>|<X>|[^\w\s\[({]|\s)+")
_BEHIND = re.compile(r"(?:\s+[\[<].*[\]>]|[\s>►▶→])+$")
_SIGNS = "+-\u2212.,#"


def columns(line: Line, frames: str = FRAMES) -> Iterator[Line]:
    """The columns of a row: parts with more than one blank, or a frame, between them.

    Args:
        line: The row.
        frames: The characters that divide.
    """
    for match in re.finditer(rf"(?:(?!\s{{2}}|[{frames}]).)+", line.text):
        column = subline(line, *match.span())
        if column is not None:
            yield column


def label_span(text: str) -> tuple[int, int]:
    """Where the label is in a column: without the marks before it, and the value behind it.

    Args:
        text: The column's text, folded.

    Returns:
        The index of its first character, and the one after its last.
    """
    before = found.end() if (found := _BEFORE.match(text)) else 0
    # A sign belongs to its number.
    while before and text[before : before + 1].isdigit() and text[before - 1] in _SIGNS:
        before -= 1
    behind = found.start() if (found := _BEHIND.search(text, before)) else len(text)
    return before, behind
