"""Memory over a day's work: as many looks as eight hours of polling at ten frames a second have."""

import gc
import resource
from pathlib import Path

import numpy as np

from benchmarks._matching.crops import of_size
from benchmarks._matching.scenes import FULL_HD, desktops, jpeg
from benchmarks._measure import Benchmark, Ratio
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch

EIGHT_HOURS = 8 * 3600 * 10
_WARM = 1000
_DIFFERENT = 64


def memory(bench: Benchmark, looks: int) -> None:
    """Polls frames that change at every look, and watches the memory of the process.

    Args:
        bench: Where the figures go.
        looks: How many frames.
    """
    scene = desktops(FULL_HD)[1]
    templates = [crop.template for crop in of_size(scene, Size(100, 40), 4, 1)]
    screens = [jpeg(_changed(scene.color, number)) for number in range(_DIFFERENT)]
    search = IncrementalSearch(templates)
    least = most = 0.0
    for number in bench.track(range(looks), f"{looks} changing frames of 1080p"):
        # Bytes of its own for each, as they come from a device.
        search.look(Frame.read(bytes(bytearray(screens[number % _DIFFERENT]))))
        if number == _WARM:
            gc.collect()
            least = most = _megabytes()
        elif number > _WARM and number % 250 == 0:
            most = max(most, _megabytes())
    bench.figure("looks", looks)
    bench.figure("memory after the first thousand looks", least, "MB")
    gained = Ratio(most / least).percent("what it was after the first thousand")
    bench.floor(f"memory over {looks} looks", gained, at_most=103)


def _changed(color: Pixels, number: int) -> Pixels:
    """The screen with something else written on it, every eighth time all of it."""
    changed = color.copy()
    if number % 8 == 0:
        return 255 - changed
    random = np.random.default_rng(number)
    top = int(random.integers(0, color.shape[0] - 20))
    changed[top : top + 16, 100:700] = np.repeat(random.integers(0, 256, (16, 600, 1), np.uint8), 3, axis=2)
    return changed


def _megabytes() -> float:
    status = Path("/proc/self/statm")
    if status.is_file():
        return int(status.read_text("ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
