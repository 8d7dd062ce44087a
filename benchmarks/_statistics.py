"""What a benchmark says about its samples: medians, quartiles, and ratios of what ran side by side."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The middle of some samples and how far they spread.

    Args:
        median: Half of the samples are below it.
        lower: A quarter of them is below it.
        upper: A quarter of them is above it.
        least: The least of them.
        most: The greatest of them.
        count: How many there are.
    """

    median: float
    lower: float
    upper: float
    least: float
    most: float
    count: int

    @classmethod
    def of(cls, samples: Sequence[float]) -> "Spread":
        """Summarizes samples; at least one is needed."""
        ordered = sorted(samples)
        if len(ordered) == 1:
            lower = median = upper = ordered[0]
        else:
            lower, median, upper = statistics.quantiles(ordered, n=4, method="inclusive")
        return cls(median, lower, upper, ordered[0], ordered[-1], len(ordered))

    def described(self) -> dict[str, float | int]:
        """As it stands in a result's file."""
        return {
            "median": _rounded(self.median),
            "lower_quartile": _rounded(self.lower),
            "upper_quartile": _rounded(self.upper),
            "minimum": _rounded(self.least),
            "maximum": _rounded(self.most),
            "samples": self.count,
        }


@dataclass(frozen=True)
class Comparison:
    """Several ways of doing the same, measured alternately.

    Args:
        title: What is done.
        operation: One of what is done, for example `key`.
        baseline: The way that the others are compared with.
        seconds: The samples of each way, in seconds per operation. Samples of the same place were taken in the same
            round, one right after the other.
    """

    title: str
    operation: str
    baseline: str
    seconds: dict[str, list[float]]

    def spread(self, way: str) -> Spread:
        """Seconds per operation of a way."""
        return Spread.of(self.seconds[way])

    def ratios(self, way: str) -> Spread:
        """How many times as fast as the baseline a way is, round by round: what slows a round slows both."""
        return Spread.of(
            [base / mine for base, mine in zip(self.seconds[self.baseline], self.seconds[way], strict=True)]
        )

    def ratio(self, way: str) -> float:
        """How many times as fast as the baseline a way is, in the median of all rounds."""
        return self.ratios(way).median

    def longer(self, way: str, than: str) -> float:
        """How many seconds an operation takes longer one way than the other, in the median of all rounds."""
        pairs = zip(self.seconds[way], self.seconds[than], strict=True)
        return statistics.median(mine - other for mine, other in pairs)

    def described(self) -> dict[str, object]:
        """As it stands in a result's file."""
        return {
            "title": self.title,
            "unit": f"seconds per {self.operation}",
            "baseline": self.baseline,
            "ways": {
                way: {**self.spread(way).described(), "times_as_fast": self.ratios(way).described()}
                for way in self.seconds
            },
        }


@dataclass(frozen=True)
class Floor:
    """What a figure must keep.

    Args:
        name: What is promised, for example `keys: at least 5 times as fast`.
        value: What was measured.
        unit: Its unit.
        at_least: The value must not be below this.
        at_most: The value must not be above this.
        below: The value must be below this.
    """

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if self.at_least is self.at_most is self.below is None:
            raise ValueError(f"The floor '{self.name}' has no limit: give at_least=, at_most= or below=.")

    @property
    def kept(self) -> bool:
        """Whether it is kept; what is not a number keeps nothing."""
        return (
            (self.at_least is None or self.value >= self.at_least)
            and (self.at_most is None or self.value <= self.at_most)
            and (self.below is None or self.value < self.below)
        )

    @property
    def limit(self) -> str:
        """The limit in words."""
        limits = {"at least": self.at_least, "at most": self.at_most, "below": self.below}
        words = ", ".join(f"{word} {limit:g}" for word, limit in limits.items() if limit is not None)
        return f"{words} {self.unit}".strip()

    def described(self) -> dict[str, object]:
        """As it stands in a result's file."""
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "limit": self.limit,
            "kept": self.kept,
        }


def _rounded(value: float) -> float:
    """With the digits that a measurement has."""
    return float(f"{value:.4g}")
