"""What stands beside each other on a screen, and so near that it may be one word or number."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from TinyPilotLibrary.vision.geometry import Region

T = TypeVar("T")

# What is beside each other shares so much of the lower one's height.
_SHARED = 0.6


def rows_of(items: Iterable[T], box_of: Callable[[T], Region]) -> list[list[T]]:
    """What stands beside each other together, from above to below and from left to right.

    Args:
        items: What has a box.
        box_of: Gives the box of each.
    """
    rows: list[list[T]] = []
    for item in sorted(items, key=lambda item: (box_of(item).top, box_of(item).left)):
        row = next((row for row in reversed(rows) if _beside(box_of(row[0]), box_of(item))), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    return [sorted(row, key=lambda item: box_of(item).left) for row in rows]


def near_groups(rows: Sequence[Sequence[Region]]) -> list[list[Region]]:
    """The boxes of rows in groups, each of what is nearer to the next one than it is high.

    Args:
        rows: From `rows_of`.
    """
    groups: list[list[Region]] = []
    for row in rows:
        before: Region | None = None
        for box in row:
            if before and box.left - before.left - before.width < max(box.height, before.height):
                groups[-1].append(box)
            else:
                groups.append([box])
            before = box
    return groups


def _beside(first: Region, second: Region) -> bool:
    shared = min(first.top + first.height, second.top + second.height) - max(first.top, second.top)
    return shared >= _SHARED * min(first.height, second.height)
