"""Looking for templates: how fast, exactly, rightly and tellingly, in how much memory; against the peers' ways.

All of it takes half an hour: most of it is eight hours of polling, by count. What `labelled` and `needles` are given
with `--data` is a tree of openQA needles, of which a large one is sampled.
"""

import sys

from benchmarks._matching.diagnosis import diagnosis
from benchmarks._matching.exactness import exactness
from benchmarks._matching.labelled import labelled
from benchmarks._matching.memory import EIGHT_HOURS, memory
from benchmarks._matching.needles import needles
from benchmarks._matching.rightness import rightness
from benchmarks._matching.scenes import FULL_HD, ULTRA_HD
from benchmarks._matching.speed import Stock, again, last_place, many_templates, one_template, preparation
from benchmarks._measure import Benchmark
from benchmarks._parts import Options, measure


def _speed(bench: Benchmark, options: Options) -> None:
    for size in (FULL_HD, ULTRA_HD):
        stock = Stock.of(size, 104)
        preparation(bench, stock)
        one_template(bench, stock, 24 if options.quick else 104)
        many_templates(bench, stock, 8 if options.quick else 24)
        again(bench, stock, 8 if options.quick else 40)
        last_place(bench, stock)


def _labelled(bench: Benchmark, options: Options) -> None:
    if options.data:
        labelled(bench, options.data)
    else:
        bench.leave_out("labelled", "no pictures were given with --data")


def _needles(bench: Benchmark, options: Options) -> None:
    if options.data:
        needles(bench, options.data, 6 if options.quick else 24)
    else:
        bench.leave_out("needles", "no pictures were given with --data")


PARTS = {
    "speed": _speed,
    "exactness": lambda bench, options: exactness(bench, 0.1 if options.quick else 1),
    "rightness": lambda bench, options: rightness(bench, 1 if options.quick else 2),
    "diagnosis": lambda bench, options: diagnosis(bench, 1 if options.quick else 3),
    "memory": lambda bench, options: memory(bench, 2_000 if options.quick else EIGHT_HOURS),
    "labelled": _labelled,
    "needles": _needles,
}

if __name__ == "__main__":
    sys.exit(measure("matching", "Looking for templates", PARTS))
