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
# The ninth column of a VGA's cell is empty or repeats the eighth.
_MADE = {"bios16": ("vga", 8), "linux16": ("kernel", 8), "edk2-19": ("edk2", 8)}


def main() -> None:
    """Learns and stores the fonts."""
    for name, (font, width) in _MADE.items():
        learned = _learned([sample for sample in load("cells") if sample.font == font], width)
        (_TO / f"{name}.psf").write_bytes(learned.to_bytes())
        print(f"{name}: {len(learned.glyphs)} glyphs, {len(learned.index)} characters")


def _learned(samples: list[Sample], width: int) -> Font:
    height = samples[0].cell[1]
    screens = []
    for sample in samples:
        picture = cv2.imread(str(sample.picture), cv2.IMREAD_GRAYSCALE)
        assert picture is not None
        left, top = sample.offset
        screen = np.asarray(picture, np.uint8)[top:, left:]
        columns = len(sample.lines[0])
        cells = screen[:, : columns * sample.cell[0]].reshape(len(screen), columns, sample.cell[0])[:, :, :width]
        screens.append((cells.reshape(len(screen), -1), _drawn(sample)))
    return learn_font(screens, (width, height))


def _drawn(sample: Sample) -> list[str]:
    """The rows as they are drawn: EDK2's mirror has characters of ASCII where arrows are drawn."""
    if sample.truth != "serial mirror" or sample.name == "uefi-shell-characters":
        return list(sample.lines)
    return [line.translate(str.maketrans("^v<>", "    ")) for line in sample.lines]


if __name__ == "__main__":
    main()
