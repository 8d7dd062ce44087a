"""Which part of a text is most similar to another, and where they differ: for messages and for `similarity=`."""

from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a text.

    Args:
        start: The index of its first character.
        end: The index after its last one.
        similarity: How similar it is, 0.0 to 1.0: the share of characters that need no change.
    """

    start: int
    end: int
    similarity: float


def closest_part(wanted: str, text: str, *, ignore_case: bool = False) -> Part:
    """The part of a text that needs the fewest changes to become another.

    Args:
        wanted: The text that it should be.
        text: The text to look in.
        ignore_case: Whether to ignore case.
    """
    if ignore_case and len(wanted.lower()) == len(wanted) and len(text.lower()) == len(text):
        wanted, text = wanted.lower(), text.lower()
    if not wanted:
        return Part(0, 0, 0.0)
    # Sellers' algorithm: for each end in the text the fewest changes, and where that part begins.
    before = [(0, index) for index in range(len(text) + 1)]
    for row, character in enumerate(wanted, start=1):
        now = [(row, 0)]
        for column, other in enumerate(text, start=1):
            now.append(
                min(
                    (before[column - 1][0] + (character != other), before[column - 1][1]),
                    (before[column][0] + 1, before[column][1]),
                    (now[column - 1][0] + 1, now[column - 1][1]),
                    key=lambda cell: cell[0],
                )
            )
        before = now
    # Of equally good parts the one that is as long as what is wanted: a wrong character rather than a missing one.
    end = min(range(len(before)), key=lambda column: (before[column][0], abs(column - before[column][1] - len(wanted))))
    changes, start = before[end]
    return Part(start, end, max(0.0, 1.0 - changes / len(wanted)))


def likeness(wanted: str, text: str, *, ignore_case: bool = False) -> float:
    """How similar a whole text is to another, 0.0 to 1.0: the share of the longer one that needs no change.

    Args:
        wanted: The text that it should be.
        text: The text that it is.
        ignore_case: Whether to ignore case.
    """
    if ignore_case:
        wanted, text = wanted.lower(), text.lower()
    before = list(range(len(text) + 1))
    for row, character in enumerate(wanted, start=1):
        now = [row]
        for column, other in enumerate(text, start=1):
            now.append(min(before[column - 1] + (character != other), before[column] + 1, now[column - 1] + 1))
        before = now
    return 1.0 - before[-1] / max(1, len(wanted), len(text))


def differing(wanted: str, text: str) -> list[bool]:
    """For each character of a text, whether it differs from the wanted text.

    If something is missing, the character before it counts as differing. A short equal piece between two longer pieces
    that differ is equal by chance, and counts as differing, too.

    Args:
        wanted: The text that it should be.
        text: The text that it is.

    Returns:
        As many values as the text has characters.
    """
    marks = [False] * len(text)
    for kind, _, _, start, end in SequenceMatcher(None, wanted, text, autojunk=False).get_opcodes():
        if kind == "delete" and text:
            marks[max(0, start - 1)] = True
        elif kind != "equal":
            marks[start:end] = [True] * (end - start)
    return _without_equal_by_chance(marks)


def _without_equal_by_chance(marks: list[bool]) -> list[bool]:
    """The marks without gaps that are not longer than the marked pieces on both of their sides."""
    runs = [(marked, len(list(run))) for marked, run in groupby(marks)]
    for index in range(1, len(runs) - 1):
        marked, length = runs[index]
        if not marked and length <= min(runs[index - 1][1], runs[index + 1][1]):
            runs[index] = (True, length)
    return [marked for marked, length in runs for _ in range(length)]
