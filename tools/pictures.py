"""`python3 tasks.py pictures`: the pictures of the user guide, made anew from the page as the acceptance tests see it.

Each is as small as it can be without a visible loss: what is empty at its end is cut off, its colours are a palette.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from robot.run import run

ROOT = Path(__file__).resolve().parents[1]
# The names in the guide, and those that suites give them.
PICTURES = {
    "studio-operate": "operate",
    "studio": "cut",
    "studio-record": "record",
    "studio-pause": "pause",
    "studio-misses": "night",
}
_COLOURS = 128
_MARGIN = 16


def reduced(picture: Image.Image) -> Image.Image:
    """A picture without what is empty at its end, in few colours.

    Args:
        picture: The picture of a page.
    """
    rows = np.asarray(picture.convert("RGB"))
    filled = np.flatnonzero((rows != rows[-1, :1]).any(axis=(1, 2)))
    height = min(picture.height, int(filled[-1]) + 1 + _MARGIN) if filled.size else picture.height
    page = picture.convert("RGB").crop((0, 0, picture.width, height))
    return page.quantize(_COLOURS, dither=Image.Dither.NONE)


def main() -> int:
    """Runs the suites that make the pictures, and puts these into the guide."""
    # It is in the pictures.
    output = Path(tempfile.gettempdir()) / "suites"
    shutil.rmtree(output, ignore_errors=True)
    code = run(ROOT / "atest/studio", include="picture", outputdir=str(output))
    if code:
        return int(code)
    for name, page in PICTURES.items():
        with Image.open(output / "pages" / f"{page}.png") as picture:
            reduced(picture).save(ROOT / "docs" / f"{name}.png", optimize=True)
    shutil.rmtree(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
