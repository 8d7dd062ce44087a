"""What all benchmarks are started with: which parts, a sample or all of it, and where pictures of one's own are."""

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks._measure import RESULTS, SCRATCH, Benchmark

_PICTURES = "TINYPILOT_LABELLED_PICTURES"


@dataclass(frozen=True)
class Options:
    """What was asked for.

    Args:
        quick: A sample of it is enough.
        data: A folder of pictures that are no part of this project.
        minutes: How long what lasts for a time lasts.
        devices: How many devices what runs on many has.
    """

    quick: bool = False
    data: Path | None = None
    minutes: float = 1.0
    devices: int = 20


Part = Callable[[Benchmark, Options], None]


def measure(name: str, about: str, parts: Mapping[str, Part], results: Path = RESULTS, scratch: Path = SCRATCH) -> int:
    """Measures what the command line asks for; the result is kept only if that is everything.

    Args:
        name: The benchmark's name.
        about: What it measures, in one sentence.
        parts: Its parts by name, in the order in which they are measured.
        results: The folder that the result is kept in.
        scratch: The folder of a result that is not of everything.

    Returns:
        What the process should end with.
    """
    parser = argparse.ArgumentParser(prog=f"python3 tasks.py bench {name}", description=about)
    parser.add_argument("--quick", action="store_true", help="a sample of everything, in a few minutes")
    parser.add_argument("--only", choices=list(parts), action="append", help="one part; may be given several times")
    parser.add_argument("--keep", action="store_true", help="keep the result, though it is not of everything")
    parser.add_argument(
        "--data", type=Path, default=os.environ.get(_PICTURES), help=f"pictures of your own, by default ${_PICTURES}"
    )
    parser.add_argument("--minutes", type=float, default=1.0, help="how long what lasts for a time lasts, by default 1")
    parser.add_argument("--devices", type=int, default=20, help="how many devices what runs on many has, by default 20")
    given = parser.parse_args()
    if not given.minutes > 0:
        parser.error("--minutes is a time: more than 0.")
    if given.devices < 1:
        parser.error("--devices is a number: at least 1.")
    if given.data and not given.data.is_dir():
        parser.error(f"'{given.data}' is not a folder: give one with pictures in it, or none.")
    bench = Benchmark(name, about, results, scratch, given.keep)
    wanted = [part for part in parts if part in (given.only or parts)]
    if given.quick:
        bench.leave_out("most of it", "a sample was asked for")
    if len(wanted) < len(parts):
        bench.leave_out(", ".join(part for part in parts if part not in wanted), "not asked for")
    for part in wanted:
        parts[part](bench, Options(given.quick, given.data, given.minutes, given.devices))
    return bench.finish()
