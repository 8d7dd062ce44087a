"""What a benchmark says about its samples: medians, quartiles, and ratios of what ran side by side."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks._floors import Ratio


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

    def ratio(self, way: str, to: str = "") -> Ratio:
        """How many times as fast as another way one is, in the median of all rounds.

        Args:
            way: The one.
            to: The other; the baseline if not given.
        """
        return Ratio.between(self.seconds[to or self.baseline], self.seconds[way])

    def cost(self, way: str, of: str = "") -> Ratio:
        """How many times as long as another way one takes, in the median of all rounds.

        Args:
            way: The one.
            of: The other; the baseline if not given.
        """
        return Ratio.between(self.seconds[way], self.seconds[of or self.baseline])

    def cost_above(self, way: str, bare: str, of: str) -> Ratio:
        """What a way takes longer than another one: how many times a third way, in the median of all rounds.

        Args:
            way: The way.
            bare: What it takes without that which is asked for.
            of: What that is compared with.
        """
        longer = [mine - other for mine, other in zip(self.seconds[way], self.seconds[bare], strict=True)]
        return Ratio.between(longer, self.seconds[of])

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


def _rounded(value: float) -> float:
    """With the digits that a measurement has."""
    return float(f"{value:.4g}")
