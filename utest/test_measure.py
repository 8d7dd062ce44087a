"""Benchmarks say what they measured, keep it, and fail by name when a floor is missed."""

import io
import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import cv2
import pytest
from rich.console import Console

from benchmarks._measure import Benchmark, Comparison, Count, Ratio, Share, Spread, Way
from benchmarks._parts import Options, measure

_ROOT = Path(__file__).parents[1]


class Bench(Benchmark):
    """A benchmark that writes to a folder of the test and keeps its console."""

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        self.shown = io.StringIO()
        console = Console(file=self.shown, width=120)
        super().__init__("example", "An example", folder / "kept", folder / "scratch", keep, console)

    @property
    def written(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads((self.results / "example.json").read_text("utf-8"))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_missed_floor_is_named_and_ends_with_1(bench: Bench) -> None:
    bench.figure("false accepts", 3)
    bench.floor("no false accept", Count(3), at_most=0)
    bench.floor("some right", Share(9, 10), at_least=50)
    assert bench.finish() == 1
    assert "MISSED no false accept: 3 (at most 0)" in bench.shown.getvalue()
    assert [(floor["name"], floor["kept"]) for floor in bench.written["floors"]] == [
        ("no false accept", False),
        ("some right", True),
    ]


def test_kept_floors_end_with_0(bench: Bench) -> None:
    bench.figure("cost", 0.99, "ms")
    bench.floor("cost", Ratio(0.99), below=1)
    assert bench.finish() == 0


@pytest.mark.parametrize("plain", [0.0015, 30])
def test_a_floor_refuses_what_says_as_much_about_the_machine_as_about_the_code(bench: Bench, plain: Any) -> None:  # noqa: ANN401
    with pytest.raises(TypeError, match=r"'fast enough' is given .* give a Ratio"):
        bench.floor("fast enough", plain, below=100)


def test_the_file_tells_what_floors_are_ratios_to(bench: Bench) -> None:
    bench.figure("cost", 0.99, "ms")
    bench.floor("look", Ratio(0.5).percent("decoding the frame"), below=80)
    bench.floor("right", Share(3, 4), at_least=70)
    bench.floor("keys", Ratio(12.5), at_least=5)
    bench.finish()
    assert [(floor["value"], floor["limit"]) for floor in bench.written["floors"]] == [
        (50, "below 80 % of decoding the frame"),
        (75, "at least 70 %"),
        (12.5, "at least 5 times"),
    ]


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
    bench.floor("floor", Ratio(value), **limits)
    assert bench.finish() == (0 if kept else 1)


def test_a_floor_without_a_limit_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="has no limit"):
        bench.floor("nothing", Ratio(1.0))


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
    assert compared.ratio("new").value == pytest.approx(5.0)
    assert compared.cost("new").value == pytest.approx(0.2)
    assert compared.ratio("old", to="new").value == pytest.approx(0.2)
    assert compared.cost("old", of="new").value == pytest.approx(5.0)


def test_what_a_way_takes_above_another_is_told_in_times_of_a_third() -> None:
    seconds = {"call": [3.0, 30.0, 3.0], "empty": [1.0, 10.0, 2.0], "keyword": [7.0, 70.0, 9.0]}
    compared = Comparison("Cost", "key", "call", seconds)
    assert compared.cost_above("keyword", "call", of="empty").value == pytest.approx(4.0)


def test_the_processors_time_leaves_out_what_is_waited_for(bench: Bench) -> None:
    threads = cv2.getNumThreads()
    seen: list[int] = []

    def wait() -> None:
        seen.append(cv2.getNumThreads())
        Event().wait(0.05)

    compared = bench.compare("Waiting", {"waits": Way(wait)}, baseline="waits", rounds=5, processor=True)
    assert compared.spread("waits").median < 0.05
    assert seen[-1] == 1
    assert cv2.getNumThreads() == threads


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


def test_a_result_that_is_not_of_everything_does_not_take_the_place_of_one_that_is(tmp_path: Path) -> None:
    whole = Bench(tmp_path)
    whole.figure("screens", 100)
    whole.finish()
    partial = Bench(tmp_path)
    partial.leave_out("tesseract", "it is not installed")
    partial.figure("screens", 3)
    partial.finish()
    assert whole.written["figures"][0]["value"] == 100
    assert whole.written["left_out"] == []
    written = json.loads((tmp_path / "scratch" / "example.json").read_text("utf-8"))
    assert written["left_out"] == ["tesseract: it is not installed"]
    assert "tesseract: it is not installed" in partial.shown.getvalue()
    assert str(tmp_path / "scratch" / "example.json") in partial.shown.getvalue().replace("\n", "")


def test_a_result_that_is_not_of_everything_is_kept_if_that_is_asked_for(tmp_path: Path) -> None:
    bench = Bench(tmp_path, keep=True)
    bench.leave_out("tesseract", "it is not installed")
    bench.figure("screens", 3)
    bench.finish()
    assert bench.written["left_out"] == ["tesseract: it is not installed"]


@pytest.mark.parametrize(
    ("command", "measured", "is_kept"),
    [
        ([], ["first", "second"], True),
        (["--only", "second"], ["second"], False),
        (["--only", "second", "--only", "first"], ["first", "second"], True),
        (["--quick"], ["first, a sample", "second, a sample"], False),
        (["--only", "first", "--keep"], ["first"], True),
    ],
)
def test_parts_and_samples(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str], measured: list[str], *, is_kept: bool
) -> None:
    done: list[str] = []

    def part(name: str, bench: Benchmark, options: Options) -> None:
        done.append(f"{name}, a sample" if options.quick else name)
        bench.figure(name, 1)

    monkeypatch.setattr(sys, "argv", ["bench", *command])
    parts = {name: partial(part, name) for name in ("first", "second")}
    assert measure("example", "An example", parts, tmp_path / "kept", tmp_path / "scratch") == 0
    assert done == measured
    assert (tmp_path / "kept" / "example.json").exists() == is_kept
    assert (tmp_path / "scratch" / "example.json").exists() != is_kept


@pytest.mark.parametrize(
    ("command", "said"),
    [(["--only", "third"], "choose from"), (["--data", "/nowhere"], "'/nowhere' is not a folder")],
)
def test_what_cannot_be_measured_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *command])
    with pytest.raises(SystemExit):
        measure("example", "An example", {"first": lambda bench, options: None})
    assert said in capsys.readouterr().err


@pytest.mark.integration
def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (_ROOT / "benchmarks" / "README.md").read_text("utf-8"), re.DOTALL)
    # The result goes to the test's folder, not among the checked-in ones.
    code = code.replace('{"sorting": sorting})', f'{{"sorting": sorting}}, Path({str(tmp_path)!r}))')
    code = code.replace("import sys\n", "import sys\nfrom pathlib import Path\n")
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "sorting.json").read_text("utf-8"))["floors"][0]["kept"]
