"""Makes the fonts that come with the library from the frames: `python -m benchmarks.frames.fonts`.

They are learned from what machines show: the VGA's font of SeaVGABIOS, that of Linux's framebuffer, that of EDK2.
Beside them are drawn the few characters that other VGAs and consoles of that family have in another shape.
"""

from pathlib import Path

import cv2
import numpy as np

from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary import fonts
from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.text.cells.font_learning import learn_font

_TO = Path(fonts.__file__).parent
# Each from the one frame that shows all its characters, so that all others show how well it reads.
_MADE = {"bios16": "vga-characters", "linux16": "linux-fb-1024x768-7", "edk2-19": "uefi-shell-characters"}
# Many ROMs of VGAs draw a zero with a stroke, a higher @ and a narrower dash, and so do consoles whose fonts come from
# them, as Fedora's and SUSE's. Ubuntu's console and older versions of GRUB have older shapes of a font that Debian has
# too.
_OTHER_SHAPES = {
    "roms16": {
        "0": "00007cc6c6cedef6e6c6c67c00000000",
        "@": "00007cc6c6c6dedededcc07c00000000",
        "-": "000000000000007e0000000000000000",
        "'": "00181818180000000000000000000000",
        "`": "00603018000000000000000000000000",
        "|": "00001818181818181818181800000000",
    },
    "older16": {
        "0": "00000000182442424242424224180000",
        "k": "00000000404044485060504844420000",
        "l": "000000001808080808080808083e0000",
        "t": "0000000010107c1010101010100c0000",
        "-": "0000000000000000007e000000000000",
        "▸": "000000000060787e7e78600000000000",
        "↑": "0000000000081c2a0808080000000000",
        "↓": "00000000000808082a1c080000000000",
        "▄": "0000000000000000ffffffffffffffff",
    },
}
# The ninth column of a VGA's cell is empty or repeats the eighth.
_WIDTH = 8


def main() -> None:
    """Learns and stores the fonts."""
    samples = {sample.name: sample for sample in load("cells")}
    for name, frame in _MADE.items():
        learned = _learned(samples[frame])
        (_TO / f"{name}.psf").write_bytes(learned.to_bytes())
        print(f"{name}: {len(learned.glyphs)} glyphs, {len(learned.index)} characters")
    for name, shapes in _OTHER_SHAPES.items():
        glyphs = tuple(bytes.fromhex(rows) for rows in shapes.values())
        drawn = Font(len(glyphs[0]), glyphs, {character: number for number, character in enumerate(shapes)}, _WIDTH)
        (_TO / f"{name}.psf").write_bytes(drawn.to_bytes())


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
