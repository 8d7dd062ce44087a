"""What an encoded picture says of itself at its beginning: read before anything of it is decoded.

A few bytes may claim any size, and a decoder believes them. So there is one rule for all pictures, whoever sent them.
"""

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile

from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.jpeg import count_scans

#: What devices send.
SENT = ("JPEG", "PNG", "PPM")
#: What is taken from files.
IN_FILES = (*SENT, "BMP")
#: The largest screens are of 8K. In colours one takes 100 MiB.
LARGEST_SCREEN = Size(7680, 4320)
#: What is cut of a screen may have 16 bits a colour and transparency, which takes three times as much.
LARGEST_TEMPLATE = Size(5120, 2880)
# A JPEG has no longer one.
_LONGEST_SIDE = 65500
# A decoder goes over the whole picture with each scan; pictures that get sharper as they load have ten.
_MOST_SCANS = 12
# Pillow's own `open` decides by the same beginnings, but warns of large pictures, and does not tell their size.
_KINDS: dict[bytes, tuple[str, type[ImageFile]]] = {
    b"\xff\xd8\xff": ("JPEG", JpegImageFile),
    b"\x89PNG\r\n\x1a\n": ("PNG", PngImageFile),
    **{b"P%d" % number: ("PPM", PpmImageFile) for number in range(1, 7)},
    b"BM": ("BMP", BmpImageFile),
}
# What its readers raise of data that is damaged.
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error)


@dataclass(frozen=True)
class PictureHeader:
    """What a picture says of itself.

    Args:
        format: `JPEG`, `PNG`, `PPM` or `BMP`.
        size: Width and height in pixels.
        scans: How often its decoder goes over the whole of it.
    """

    format: str
    size: Size
    scans: int = 1

    def fault(self, largest: Size = LARGEST_SCREEN) -> str | None:
        """Why it must not be decoded; None if nothing speaks against it.

        Args:
            largest: What has as many pixels as it may have, in whatever shape.
        """
        pixels, most = self.size.width * self.size.height, largest.width * largest.height
        if pixels > most or max(self.size) > _LONGEST_SIDE:
            return f"it is of {self.size} pixels, and none is larger than {largest}"
        if pixels * self.scans > most * _MOST_SCANS:
            return f"it is of {self.size} pixels in {self.scans} scans, which take too long"
        return None if pixels > 0 else f"it is of {self.size} pixels"


def read_header(data: bytes, formats: Sequence[str] = SENT) -> PictureHeader | None:
    """Reads what an encoded picture says of itself.

    Args:
        data: The encoded picture.
        formats: The formats that it may have.

    Returns:
        What it says; None if it is no picture in one of these formats.
    """
    kind, reader = next((known for start, known in _KINDS.items() if data.startswith(start)), ("", None))
    if reader is None or kind not in formats:
        return None
    try:
        with reader(io.BytesIO(data)) as picture:
            size = Size(*picture.size)
    except _DAMAGE:
        return None
    return PictureHeader(kind, size, count_scans(data) if kind == "JPEG" else 1)
