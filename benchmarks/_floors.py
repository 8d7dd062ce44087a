"""Floors, and the values that they may have: what is the same on a fast machine and on a slow one."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How many times one quantity is another of its kind, measured beside it in the same run.

    Args:
        value: How many times.
        unit: What it is told in: `times`, or for example `% of the first look`.
    """

    value: float
    unit: str = "times"

    @classmethod
    def between(cls, these: Sequence[float], those: Sequence[float], unit: str = "times") -> "Ratio":
        """How many times those these are, in the median of pairs that were measured one right after the other."""
        return cls(statistics.median(this / that for this, that in zip(these, those, strict=True)), unit)

    def percent(self, of: str) -> "Ratio":
        """The same in percent of what it is a part of."""
        return Ratio(100 * self.value, f"% of {of}")


@dataclass(frozen=True)
class Share:
    """How many of all are so, in percent.

    Args:
        part: Those that are.
        whole: All of them; at least one.
    """

    part: float
    whole: float
    unit: str = "%"

    @property
    def value(self) -> float:
        """In percent."""
        return 100 * self.part / self.whole


@dataclass(frozen=True)
class Count:
    """How many there are.

    Args:
        value: The number.
    """

    value: int
    unit: str = ""


@dataclass(frozen=True)
class Floor:
    """What a figure must keep.

    A plain number is none: a time, a rate or a size says as much about the machine as about the code. What was measured
    is taken as a ratio to something else that the same run measured.

    Args:
        name: What is promised, for example `keys: at least 5 times as fast`.
        measured: What was measured.
        at_least: The value must not be below this.
        at_most: The value must not be above this.
        below: The value must be below this.

    Raises:
        TypeError: If what was measured is no ratio, share or count.
        ValueError: If there is no limit.
    """

    name: str
    measured: Ratio | Share | Count
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.measured, Ratio | Share | Count):
            raise TypeError(
                f"The floor '{self.name}' is given {self.measured!r}: give a Ratio to something that the same run "
                "measured, a Share or a Count. A time alone says as much about the machine as about the code."
            )
        if self.at_least is self.at_most is self.below is None:
            raise ValueError(f"The floor '{self.name}' has no limit: give at_least=, at_most= or below=.")

    @property
    def kept(self) -> bool:
        """Whether it is kept; what is not a number keeps nothing."""
        value = self.measured.value
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    @property
    def limit(self) -> str:
        """The limit in words."""
        limits = {"at least": self.at_least, "at most": self.at_most, "below": self.below}
        words = ", ".join(f"{word} {limit:g}" for word, limit in limits.items() if limit is not None)
        return f"{words} {self.measured.unit}".strip()

    def described(self) -> dict[str, object]:
        """As it stands in a result's file."""
        return {
            "name": self.name,
            "value": float(f"{self.measured.value:.4g}"),
            "unit": self.measured.unit,
            "limit": self.limit,
            "kept": self.kept,
        }
