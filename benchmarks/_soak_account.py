"""What was reported as sent, against what the target received: keyword by keyword."""

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from operator import add

#: Each keyword of a suite presses another one of these.
KEYS = string.ascii_lowercase + string.digits


@dataclass(frozen=True)
class Sent:
    """What a keyword should have pressed.

    Args:
        key: The character of its key.
        count: How often.
        control: Whether with Ctrl.
        passed: Whether the keyword passed: then the target has all of it.
    """

    key: str
    count: int
    control: bool
    passed: bool


@dataclass(frozen=True)
class Account:
    """What became of the keys.

    Args:
        reported: Keys that were reported as sent.
        in_doubt: Keys of keywords that failed, each of which may have come once.
        arrived: Keys that arrived.
        lost: Keys that were reported as sent, and did not come.
        doubled: Keys that came more often than they were sent.
        late: Keys that came after those of a later keyword.
        otherwise: Keys that came with other modifiers than they were sent with.
    """

    reported: int = 0
    in_doubt: int = 0
    arrived: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    otherwise: int = 0

    def __add__(self, other: "Account") -> "Account":
        return Account(*map(add, astuple(self), astuple(other)))

    @classmethod
    def of(cls, sent: Sequence[Sent], received: Iterable[str]) -> "Account":
        """Compares both.

        Args:
            sent: What was sent, in order; each by another key.
            received: The events at the target: `+KeyA` down, `-KeyA` up.
        """
        arrived = [0] * len(sent)
        late = otherwise = total = position = 0
        for (key, control), presses in groupby(_presses(received)):
            count = len(list(presses))
            total += count
            found = next((index for index in range(position, len(sent)) if sent[index].key == key), None)
            if found is None:
                late += count
                continue
            position = found
            arrived[position] += count
            otherwise += count if control != sent[position].control else 0
        pairs = list(zip(sent, arrived, strict=True))
        return cls(
            reported=sum(item.count for item in sent if item.passed),
            in_doubt=sum(item.count for item in sent if not item.passed),
            arrived=total,
            lost=sum(max(0, item.count - count) for item, count in pairs if item.passed),
            doubled=sum(max(0, count - item.count) for item, count in pairs),
            late=late,
            otherwise=otherwise,
        )


def _presses(received: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The characters whose keys went down, each with whether Ctrl was down."""
    control = False
    for event in received:
        is_down, code = event[0] == "+", event[1:]
        if code == "ControlLeft":
            control = is_down
        elif is_down and code.startswith(("Key", "Digit")):
            yield code[-1].lower(), control
