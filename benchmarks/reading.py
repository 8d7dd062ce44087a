"""Reading what stands on the screen: how much is right, and how long it takes."""

import sys

from benchmarks import _reading_cells, _reading_ocr, _reading_waits
from benchmarks._measure import Benchmark

bench = Benchmark("reading", "Text on firmware, console and installer screens")
_reading_cells.measure(bench)
_reading_ocr.measure(bench)
_reading_waits.measure(bench)
sys.exit(bench.finish())
