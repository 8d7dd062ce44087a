"""Makes the fonts that come with the library from the frames: `python -m benchmarks.frames.fonts`.

They are learned from what machines show: the VGA's font of SeaVGABIOS, that of Linux's framebuffer, that of EDK2.
Beside them are drawn the few characters that other VGAs and consoles of that family have in another shape. Others are
those of Debian's packages console-setup-linux and fonts-spleen, which have to be installed.
"""

import gzip
from pathlib import Path

import cv2
import numpy as np

from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary import fonts
from TinyPilotLibrary.fonts import Font, parse_font
from TinyPilotLibrary.text.cells.font_learning import learn_font

_TO = Path(fonts.__file__).parent
# Each from the one frame that shows all its characters, so that all others show how well it reads.
_MADE = {"bios16": "vga-characters", "linux16": "linux-fb-1024x768-7", "edk2-19": "uefi-shell-characters"}
# Fonts of Debian's packages whose licences allow it, by the names that they have here: those of Terminus must not have
# its name.
_INSTALLED = Path("/usr/share/consolefonts")
_TAKEN = {
    "vga8": "Uni2-VGA8", "vga14": "Uni2-VGA14", "vga16": "Uni2-VGA16", "fixed16": "Uni2-Fixed16",
    "tall12": "Uni2-Terminus12x6", "tall14": "Uni2-Terminus14", "tall14bold": "Uni2-TerminusBold14",
    "tall16": "Uni2-Terminus16", "tall16bold": "Uni2-TerminusBold16", "tall18": "Uni2-Terminus18x10",
    "tall18bold": "Uni2-TerminusBold18x10", "tall20": "Uni2-Terminus20x10", "tall20bold": "Uni2-TerminusBold20x10",
    "tall22": "Uni2-Terminus22x11", "tall22bold": "Uni2-TerminusBold22x11", "tall24": "Uni2-Terminus24x12",
    "tall24bold": "Uni2-TerminusBold24x12", "tall28": "Uni2-Terminus28x14", "tall28bold": "Uni2-TerminusBold28x14",
    "tall32": "Uni2-Terminus32x16", "tall32bold": "Uni2-TerminusBold32x16", "spleen8": "spleen-5x8",
    "spleen12": "spleen-6x12", "spleen16": "spleen-8x16", "spleen24": "spleen-12x24", "spleen32": "spleen-16x32",
    "spleen64": "spleen-32x64",
}  # fmt: skip
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
        _store(name, _learned(samples[frame]))
    for name, shapes in _OTHER_SHAPES.items():
        glyphs = tuple(bytes.fromhex(rows) for rows in shapes.values())
        _store(name, Font(len(glyphs[0]), glyphs, {one: number for number, one in enumerate(shapes)}, _WIDTH))
    for name, taken in _TAKEN.items():
        (file,) = _INSTALLED.glob(f"{taken}.psf*")
        _store(name, parse_font(file.read_bytes()))


def _store(name: str, font: Font) -> None:
    """Stores a font, packed: the same font is always the same file."""
    (_TO / f"{name}.psf.gz").write_bytes(gzip.compress(font.to_bytes(), mtime=0))
    print(f"{name}: {len(font.glyphs)} glyphs, {len(font.index)} characters")


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
