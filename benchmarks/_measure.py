"""The one way in which this project's figures are measured, shown, checked and kept. See README.md beside it."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import cv2
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from benchmarks._floors import Count, Floor, Ratio, Share
from benchmarks._machine import machine
from benchmarks._statistics import Comparison, Spread

__all__ = ["Benchmark", "Comparison", "Count", "Ratio", "Share", "Spread", "Way", "one_round", "processor_time"]

T = TypeVar("T")
Cell = str | int | float | bool

RESULTS = Path(__file__).parent / "results"
SCRATCH = Path(__file__).parents[1] / "results" / "bench"
_FEWEST_ROUNDS = 5


@dataclass(frozen=True)
class Way:
    """One way of doing what is measured.

    Args:
        run: Does it once.
        operations: How many operations one run is, for example the keys that it presses.
        before: Done before each run, outside the time.
    """

    run: Callable[[], object]
    operations: int = 1
    before: Callable[[], object] | None = None


@dataclass
class Benchmark:
    """Measures, shows, checks and keeps the figures of one benchmark.

    Args:
        name: The name of its file, and of the result's.
        about: What it measures, in one sentence.
        results: The folder that the result is kept in.
        scratch: The folder of a result that is not of everything: it does not take the place of one that is.
        keep: Keep such a result all the same.
        console: Where it is shown.

    ```python
    bench = Benchmark("sorting", "Sorting a thousand numbers")
    sorting = bench.compare("Sorting", {"by hand": Way(bubble), "built in": Way(built_in)}, baseline="by hand")
    bench.floor("built in: at least 10 times as fast", sorting.ratio("built in"), at_least=10)
    sys.exit(bench.finish())
    ```
    """

    name: str
    about: str
    results: Path = RESULTS
    scratch: Path = SCRATCH
    keep: bool = False
    # Robot Framework takes over the standard output where it runs a benchmark's keywords.
    console: Console = field(default_factory=lambda: Console(file=sys.__stdout__))
    comparisons: list[Comparison] = field(default_factory=list, init=False)
    figures: list[tuple[str, float, str]] = field(default_factory=list, init=False)
    tables: list[tuple[str, list[str], list[list[Cell]]]] = field(default_factory=list, init=False)
    floors: list[Floor] = field(default_factory=list, init=False)
    left_out: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        # Before anything is measured: the load that the benchmark makes is not the machine's.
        self._machine = machine()
        self.console.rule(f"{self.name}: {self.about}")

    def compare(
        self,
        title: str,
        ways: Mapping[str, Way],
        *,
        baseline: str,
        operation: str = "run",
        rounds: int = 30,
        seconds: float = 60.0,
        processor: bool = False,
    ) -> Comparison:
        """Measures several ways alternately: each round runs every way once, each round in another order.

        What loads the machine for a while hits all ways alike, so that their ratio within a round stays true.

        Args:
            title: What is done.
            ways: The ways by their names; one is enough to time something without a comparison.
            baseline: The way that the others are compared with.
            operation: One of what is done, in the singular, for example `key`.
            rounds: How many rounds are measured, after one that is not.
            seconds: No further round begins after this time, once there were five.
            processor: Take the processor's time instead of the clock's, for ways that wait for nothing: what else the
                machine does changes it less. OpenCV works on one thread meanwhile.

        Returns:
            The samples, to take ratios and differences from.
        """
        if baseline not in ways:
            raise ValueError(f"The baseline '{baseline}' is none of the ways: {', '.join(ways)}.")
        samples: dict[str, list[float]] = {way: [] for way in ways}
        for way in ways.values():
            _timed(way, time.perf_counter)
        deadline = time.monotonic() + seconds
        with processor_time() if processor else nullcontext(time.perf_counter) as now, self._progress() as progress:
            task = progress.add_task(title, total=rounds)
            for number in range(rounds):
                if number >= _FEWEST_ROUNDS and time.monotonic() > deadline:
                    break
                for name, taken in one_round(ways, number, now).items():
                    samples[name].append(taken)
                progress.advance(task)
            progress.update(task, completed=rounds)
        return self.samples(title, samples, baseline=baseline, operation=operation)

    def samples(
        self, title: str, seconds: Mapping[str, Sequence[float]], *, baseline: str, operation: str = "run"
    ) -> Comparison:
        """Takes samples that were timed elsewhere, and shows them.

        Args:
            title: What is done.
            seconds: Seconds per operation of each way; as many of each, taken round by round.
            baseline: The way that the others are compared with.
            operation: One of what is done, in the singular.

        Returns:
            The samples, to take ratios and differences from.
        """
        comparison = Comparison(title, operation, baseline, {way: list(some) for way, some in seconds.items()})
        self.comparisons.append(comparison)
        table = _table(title, ("way", f"per {operation}", "middle half", f"{operation}s/s", "ratio"))
        for way in comparison.seconds:
            spread = comparison.spread(way)
            unit, size = _unit(spread.median)
            middle = f"{_digits(spread.lower / size)} to {_digits(spread.upper / size)} {unit}"
            times = "baseline" if way == baseline else _digits(comparison.ratio(way).value)
            table.add_row(way, f"{_digits(spread.median / size)} {unit}", middle, _digits(1 / spread.median), times)
        self.console.print(table)
        return comparison

    def figure(self, name: str, value: float, unit: str = "") -> float:
        """Shows and keeps one plain figure, such as a count of false accepts or a share that is right."""
        self.figures.append((name, value, unit))
        self.console.print(f"{name}: [bold]{value:.4g}[/bold] {unit}".rstrip())
        return value

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Shows and keeps a table of plain figures."""
        self.tables.append((title, list(columns), [list(row) for row in rows]))
        table = _table(title, columns)
        for row in rows:
            table.add_row(*(f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in row))
        self.console.print(table)

    def floor(
        self,
        name: str,
        measured: Ratio | Share | Count,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
        below: float | None = None,
    ) -> None:
        """Promises that what was measured keeps a limit; `finish` says which did not. A time alone is refused."""
        self.floors.append(Floor(name, measured, at_least, at_most, below))

    def leave_out(self, what: str, why: str) -> None:
        """Says that something is not measured this time, so that the result is not taken for one of everything."""
        self.left_out.append(f"{what}: {why}")
        self.console.print(f"[yellow]Not measured: {what}: {why}[/yellow]")

    def track(self, items: Sequence[T], title: str) -> Iterator[T]:
        """Goes through items with a progress bar, for what takes long and is no comparison."""
        with self._progress() as progress:
            yield from progress.track(items, description=title)

    def finish(self) -> int:
        """Shows the floors and writes the result.

        Returns:
            What the process should end with: 0, or 1 if a floor was missed or nothing was measured.
        """
        if not (self.comparisons or self.figures or self.tables):
            self.console.print(f"[red]{self.name} measured nothing.[/red]")
            return 1
        for floor in self.floors:
            word = "[green]kept[/green]  " if floor.kept else "[red]MISSED[/red]"
            told = f"{floor.measured.value:.4g} {floor.measured.unit}".rstrip()
            self.console.print(f"{word} {floor.name}: {told} ({floor.limit})")
        path = (self.results if self.keep or not self.left_out else self.scratch) / f"{self.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._described(), indent=2, ensure_ascii=False) + "\n", "utf-8")
        if self.left_out:
            self.console.print(f"[yellow]Not all was measured: {'; '.join(self.left_out)}.[/yellow]")
        self.console.print(f"Written to {path}.")
        missed = [floor.name for floor in self.floors if not floor.kept]
        if missed:
            self.console.print(f"[red]{self.name} missed {len(missed)} of {len(self.floors)} floors.[/red]")
        return 1 if missed else 0

    def _described(self) -> dict[str, object]:
        return {
            "benchmark": self.name,
            "about": self.about,
            "date": dt.datetime.now(dt.timezone.utc).date().isoformat(),
            "machine": self._machine,
            "left_out": self.left_out,
            "comparisons": [comparison.described() for comparison in self.comparisons],
            "figures": [{"name": name, "value": value, "unit": unit} for name, value, unit in self.figures],
            "tables": [{"title": title, "columns": columns, "rows": rows} for title, columns, rows in self.tables],
            "floors": [floor.described() for floor in self.floors],
        }

    def _progress(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        return Progress(*columns, TimeRemainingColumn(), console=self.console, transient=True)


@contextmanager
def processor_time() -> Iterator[Callable[[], float]]:
    """While OpenCV works on this thread alone: gives the processor's time that this thread took, in seconds."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield time.thread_time
    finally:
        cv2.setNumThreads(threads)


def one_round(ways: Mapping[str, Way], number: int, now: Callable[[], float]) -> dict[str, float]:
    """Runs every way once.

    Args:
        ways: The ways by their names.
        number: The number of the round: each begins with another way.
        now: Gives the time in seconds.

    Returns:
        Seconds per operation of each way.
    """
    names = list(ways)
    first = number % len(names)
    return {name: _timed(ways[name], now) for name in names[first:] + names[:first]}


def _timed(way: Way, now: Callable[[], float]) -> float:
    """Seconds per operation of one run."""
    if way.before:
        way.before()
    begun = now()
    way.run()
    return (now() - begun) / way.operations


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _digits(value: float) -> str:
    """As many digits as a measurement has."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _unit(seconds: float) -> tuple[str, float]:
    """The unit in which a time reads well."""
    units = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))
    return next((unit for unit in units if seconds >= unit[1]), units[-1])
