"""Reading what stands on the screen: how much is right, and how long it takes."""

import sys

from benchmarks import _reading_cells
from benchmarks._measure import Benchmark

bench = Benchmark("reading", "Text on firmware, console and installer screens")
_reading_cells.measure(bench)
sys.exit(bench.finish())
