"""How much processor time passes before the command or the package does anything."""

import resource
import subprocess
import sys
from pathlib import Path

from benchmarks._measure import Benchmark
from benchmarks._parts import Options, measure

_ROUNDS, _ROUNDS_OF_SAMPLE = 15, 5
_TYPER = "import typer"
_HELP = "tinypilot --help"
_PACKAGE = "import TinyPilotLibrary"
_WAYS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    _TYPER: [sys.executable, "-c", _TYPER],
    _PACKAGE: [sys.executable, "-c", _PACKAGE],
    _HELP: [str(Path(sys.executable).with_name("tinypilot")), "--help"],
}


def _processor_time(command: list[str]) -> float:
    """Seconds that a process takes of the processor: on a busy machine the clock says little."""
    before = _of_children()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return _of_children() - before


def _of_children() -> float:
    """In microseconds' steps: those of `os.times()` are as long as a start."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def starts(bench: Benchmark, options: Options) -> None:
    """Starts processes in turns."""
    names = list(_WAYS)
    samples: dict[str, list[float]] = {name: [] for name in names}
    for turn in bench.track(range(_ROUNDS_OF_SAMPLE if options.quick else _ROUNDS), "Starts"):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            samples[name].append(_processor_time(_WAYS[name]))
    started = bench.samples("Starts", samples, baseline=_TYPER, operation="start")
    bench.floor("help: at most 4 times what importing typer takes", started.cost(_HELP), at_most=4)
    bench.floor("the package: at most what importing typer takes", started.cost(_PACKAGE), at_most=1)


if __name__ == "__main__":
    sys.exit(measure("start", "Processor time of a start", {"starts": starts}))
