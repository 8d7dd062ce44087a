"""Reading what stands on the screen: how much is right, and how long it takes."""

import sys

from benchmarks._measure import Benchmark
from benchmarks._reading import cells, ocr, waits

bench = Benchmark("reading", "Text on firmware, console and installer screens")
cells.measure(bench)
ocr.measure(bench)
waits.measure(bench)
sys.exit(bench.finish())
