"""Benchmarks say what they measured, keep it, and fail by name when a floor is missed."""

import io
import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks._measure import Benchmark, Comparison, Spread, Way

_ROOT = Path(__file__).parents[1]


class Bench(Benchmark):
    """A benchmark that writes to a folder of the test and keeps its console."""

    def __init__(self, folder: Path) -> None:
        self.shown = io.StringIO()
        super().__init__("example", "An example", folder, Console(file=self.shown, width=120))

    @property
    def written(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads((self.results / "example.json").read_text("utf-8"))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "results")


def test_a_missed_floor_is_named_and_ends_with_1(bench: Bench) -> None:
    bench.figure("false accepts", 3)
    bench.floor("no false accept", 3, at_most=0)
    bench.floor("some right", 0.9, "of 1", at_least=0.5)
    assert bench.finish() == 1
    assert "MISSED no false accept: 3 (at most 0)" in bench.shown.getvalue()
    assert [(floor["name"], floor["kept"]) for floor in bench.written["floors"]] == [
        ("no false accept", False),
        ("some right", True),
    ]


def test_kept_floors_end_with_0(bench: Bench) -> None:
    bench.figure("cost", 0.99, "ms")
    bench.floor("cost", 0.99, "ms", below=1)
    assert bench.finish() == 0


@pytest.mark.parametrize(
    ("value", "limits", "kept"),
    [
        (5.0, {"at_least": 5}, True),
        (4.9, {"at_least": 5}, False),
        (1.0, {"below": 1}, False),
        (1.0, {"at_most": 1}, True),
        (float("nan"), {"at_least": 0}, False),
        (float("nan"), {"below": 1}, False),
    ],
)
def test_limits(bench: Bench, value: float, limits: dict[str, Any], *, kept: bool) -> None:
    bench.figure("figure", 1)
    bench.floor("floor", value, **limits)
    assert bench.finish() == (0 if kept else 1)


def test_a_floor_without_a_limit_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="has no limit"):
        bench.floor("nothing", 1.0)


def test_a_benchmark_that_measured_nothing_fails(bench: Bench) -> None:
    assert bench.finish() == 1
    assert not bench.results.exists()


def test_ways_run_alternately_in_turns(bench: Bench) -> None:
    order: list[str] = []
    ways = {name: Way(partial(order.append, name), before=partial(order.append, f"before {name}")) for name in "ab"}
    compared = bench.compare("Turns", ways, baseline="a", rounds=2)
    a, b = ["before a", "a"], ["before b", "b"]
    assert order == [*a, *b, *a, *b, *b, *a]
    assert [len(seconds) for seconds in compared.seconds.values()] == [2, 2]


def test_long_ways_get_fewer_rounds_but_never_too_few(bench: Bench) -> None:
    compared = bench.compare("Long", {"way": Way(lambda: None)}, baseline="way", rounds=1000, seconds=0)
    assert len(compared.seconds["way"]) == 5


def test_an_unknown_baseline_is_refused_before_anything_runs(bench: Bench) -> None:
    with pytest.raises(ValueError, match="none of the ways: a"):
        bench.compare("Typo", {"a": Way(lambda: 1 / 0)}, baseline="b")


def test_ratios_are_taken_within_a_round() -> None:
    # The machine was ten times slower in the second round; the ratio of the ways stays.
    compared = Comparison("Load", "key", "old", {"old": [5.0, 50.0, 5.0], "new": [1.0, 10.0, 1.0]})
    assert compared.ratio("new") == pytest.approx(5.0)
    assert compared.longer("old", than="new") == pytest.approx(4.0)


def test_spread() -> None:
    assert Spread.of([4.0, 1.0, 3.0, 2.0, 5.0]) == Spread(3.0, 2.0, 4.0, 1.0, 5.0, 5)
    assert Spread.of([7.0]).median == 7.0


def test_the_file_has_all_figures_and_the_machine(bench: Bench) -> None:
    bench.samples("Keys", {"old": [0.5, 0.5], "new": [0.1, 0.1]}, baseline="old", operation="key")
    bench.figure("false accepts", 0)
    bench.table("Screens", ["screen", "right"], [["setup", 0.98]])
    bench.finish()
    [keys] = bench.written["comparisons"]
    assert keys["unit"] == "seconds per key"
    assert keys["ways"]["new"]["median"] == 0.1
    assert keys["ways"]["new"]["times_as_fast"]["median"] == 5.0
    assert bench.written["figures"] == [{"name": "false accepts", "value": 0, "unit": ""}]
    assert bench.written["tables"] == [{"title": "Screens", "columns": ["screen", "right"], "rows": [["setup", 0.98]]}]
    assert {"cpu", "cores", "os", "python", "packages", "commit"} <= set(bench.written["machine"])
    assert "opencv-python-headless" in bench.written["machine"]["packages"]
    shown = bench.shown.getvalue()
    assert "keys/s" in shown
    assert re.search(r"new .* 100 ms .* 100 to 100 ms .* 10 .* 5", shown)


def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (_ROOT / "benchmarks" / "README.md").read_text("utf-8"), re.DOTALL)
    # The result goes to the test's folder, not among the checked-in ones.
    code = code.replace('"Sorting 300 numbers")', '"Sorting 300 numbers", Path(sys.argv[1]))')
    code = code.replace("import sys\n", "import sys\nfrom pathlib import Path\n")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "sorting.json").read_text("utf-8"))["floors"][0]["kept"]
