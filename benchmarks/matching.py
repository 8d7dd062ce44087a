"""Looking for templates: how fast, exactly, rightly and tellingly, in how much memory; against the peers' ways.

`python3 tasks.py bench matching` measures all of it, in half an hour: most of it is eight hours of polling, by count.
`python -m benchmarks.matching --quick` takes a sample of each, `--only` one part, `--looks` fewer looks, `--data DIR`
labelled pictures: a tree of openQA needles, of which a large one is sampled.
"""

import argparse
import os
import sys
from pathlib import Path

from benchmarks._matching.exactness import exactness
from benchmarks._matching.labelled import labelled
from benchmarks._matching.memory import EIGHT_HOURS, memory
from benchmarks._matching.rightness import rightness
from benchmarks._matching.scenes import FULL_HD, ULTRA_HD
from benchmarks._matching.speed import Stock, again, last_place, many_templates, one_template, preparation
from benchmarks._matching.telling import telling
from benchmarks._measure import RESULTS, Benchmark

PARTS = ("speed", "exactness", "rightness", "telling", "memory", "labelled")


def main() -> int:
    """Measures what was asked for; the result is kept only if that is everything."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.matching", description="Measures looking for templates."
    )
    parser.add_argument("--quick", action="store_true", help="a sample of everything, in a few minutes")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be given several times")
    parser.add_argument("--keep", action="store_true", help="keep the result, though it is not of everything")
    parser.add_argument("--looks", type=int, default=EIGHT_HOURS, help="how many, to see what memory they take")
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("TINYPILOT_LABELLED_PICTURES"), help="labelled pictures"
    )
    options = parser.parse_args()
    parts = options.only or PARTS
    everything = not options.quick and not options.only
    about = "Looking for templates"
    if not everything:
        about += f": {'a sample of ' if options.quick else ''}{', '.join(parts)}"
    bench = Benchmark("matching", about, RESULTS if everything or options.keep else Path("results"))
    if "speed" in parts:
        _speed(bench, quick=options.quick)
    if "exactness" in parts:
        exactness(bench, 0.1 if options.quick else 1)
    if "rightness" in parts:
        rightness(bench, 1 if options.quick else 2)
    if "telling" in parts:
        telling(bench, 1 if options.quick else 3)
    if "memory" in parts:
        memory(bench, 2_000 if options.quick else options.looks)
    if "labelled" in parts and options.data:
        labelled(bench, Path(options.data))
    return bench.finish()


def _speed(bench: Benchmark, *, quick: bool) -> None:
    for size, floors in ((FULL_HD, (30, 5)), (ULTRA_HD, (50, 10))):
        stock = Stock.of(size, 104)
        preparation(bench, stock)
        one_template(bench, stock, floors, 24 if quick else 104)
        many_templates(bench, stock, 8 if quick else 24)
        again(bench, stock, 8 if quick else 40)
        last_place(bench, stock)


if __name__ == "__main__":
    sys.exit(main())
