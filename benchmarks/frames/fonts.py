"""Makes the fonts that come with the library from the frames: `python -m benchmarks.frames.fonts`.

They are learned from what machines show: the VGA's font of SeaVGABIOS, that of Linux's framebuffer, that of EDK2.
"""

from pathlib import Path

import cv2
import numpy as np

from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary import fonts
from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.vision.cells.learning import learn_font

_TO = Path(fonts.__file__).parent
# Each from the one frame that shows all its characters, so that all others show how well it reads.
_MADE = {"bios16": "vga-characters", "linux16": "linux-fb-1024x768-7", "edk2-19": "uefi-shell-characters"}
# The ninth column of a VGA's cell is empty or repeats the eighth.
_WIDTH = 8


def main() -> None:
    """Learns and stores the fonts."""
    samples = {sample.name: sample for sample in load("cells")}
    for name, frame in _MADE.items():
        learned = _learned(samples[frame])
        (_TO / f"{name}.psf").write_bytes(learned.to_bytes())
        print(f"{name}: {len(learned.glyphs)} glyphs, {len(learned.index)} characters")


def _learned(sample: Sample) -> Font:
    picture = cv2.imread(str(sample.picture), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    (left, top), (width, height) = sample.offset, sample.cell
    columns = len(sample.lines[0])
    screen = np.asarray(picture, np.uint8)[top:, left : left + columns * width]
    cells = screen.reshape(len(screen), columns, width)[:, :, :_WIDTH]
    return learn_font([(cells.reshape(len(screen), -1), sample.lines)], (_WIDTH, height))


if __name__ == "__main__":
    main()
