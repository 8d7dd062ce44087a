"""Reading what stands on the screen: how much is right, and how long it takes."""

import sys

from benchmarks._parts import measure
from benchmarks._reading import cells, fonts, looks, memory, ocr, phases, programs, sizes, speed, waits

PARTS = {
    "cells": cells.measure,
    "speed": speed.measure,
    "ocr": ocr.measure,
    "looks": looks.measure,
    "fonts": fonts.measure,
    "phase": phases.measure,
    "size": sizes.measure,
    "programs": programs.measure,
    "waits": waits.measure,
    "memory": memory.measure,
}

if __name__ == "__main__":
    sys.exit(measure("reading", "Text on firmware, console and installer screens", PARTS))
