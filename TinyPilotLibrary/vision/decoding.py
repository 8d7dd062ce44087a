"""From an encoded picture to pixels. JPEG goes through simplejpeg: colour in less than half of OpenCV's time."""

import re
from typing import Any

import cv2
import numpy as np
import simplejpeg

from TinyPilotLibrary.vision.jpeg import count_scans, cut_below
from TinyPilotLibrary.vision.pixels import Pixels

AnyPixels = np.ndarray[tuple[int, ...], np.dtype[Any]]

# Colours of a row may depend on those of the rows below it, which may be in the next row of blocks of 16x16 or 16x32.
_BELOW = 32
# What libjpeg says of data that ends before the picture does, and what it puts in its place: blocks of this luma.
_ENDS_EARLY, _NOTHING, _BLOCK = "premature end", 128, 8
_PLAIN_PPM = re.compile(rb"P6\n([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})\n255\n")
_LFS_POINTER = b"version https://git-lfs"


class IncompletePicture(Exception):
    """A JPEG whose data ends before its picture does, though it has an end marker."""


def what_instead(data: bytes) -> str:
    """What a file that is no picture probably is, and what to do; empty if nobody knows."""
    if data.startswith(_LFS_POINTER):
        return " It is only Git LFS's pointer to it: fetch the pictures with 'git lfs pull'."
    return ""


def decode_luma(data: bytes) -> Pixels | None:
    """The brightness of a JPEG, or None if it cannot be decoded.

    This is its own luma channel; the colour channels are not even transformed.

    Args:
        data: The JPEG.

    Raises:
        IncompletePicture: If its data ends too early.
    """
    gray = _decode_jpeg(data, "GRAY")
    return _decode_any(data, cv2.IMREAD_GRAYSCALE) if gray is None else gray[:, :, 0]


def decode_color(data: bytes, kind: str) -> Pixels | None:
    """The blue, green and red of an encoded picture, or None if it cannot be decoded.

    Args:
        data: The encoded picture.
        kind: `JPEG`, `PNG` or `PPM`.

    Raises:
        IncompletePicture: If it is a JPEG whose data ends too early.
    """
    if kind == "JPEG" and (color := _decode_jpeg(data, "BGR")) is not None:
        return color
    if kind == "PPM" and (color := _decode_plain_ppm(data)) is not None:
        return color
    return _decode_any(data, cv2.IMREAD_COLOR)


def decode_top(data: bytes, rows: int) -> Pixels | None:
    """The blue, green and red of the upper rows of a JPEG, the same as of the whole; None if they cannot be had alone.

    Args:
        data: The encoded picture.
        rows: How many rows are needed.
    """
    top = cut_below(data, rows + _BELOW)
    # The rest of the data is no damage.
    color = None if top is None else _decode_jpeg(top, "BGR", strict=False)
    return None if color is None else color[:rows]


def decode_unchanged(data: bytes) -> AnyPixels | None:
    """The pixels of a picture as its file has them, with their transparency; None if it cannot be decoded.

    Args:
        data: The encoded picture.
    """
    return _decoded(data, cv2.IMREAD_UNCHANGED)


def _decode_jpeg(data: bytes, colorspace: str, *, strict: bool = True) -> Pixels | None:
    try:
        return np.asarray(simplejpeg.decode_jpeg(data, colorspace, strict=strict), np.uint8)
    except ValueError as error:
        if _ENDS_EARLY in str(error) and _lacks_its_end(data):
            raise IncompletePicture from error
        # A flavour of JPEG that it does not know, or slight damage: OpenCV forgives more.
        return None


def _decode_plain_ppm(data: bytes) -> Pixels | None:
    """A PPM as captures and QEMU write it, in a quarter of OpenCV's time; None if it is another, or too short."""
    header = _PLAIN_PPM.match(data)
    if header is None:
        return None
    width, height = map(int, header.groups())
    if len(data) - header.end() < width * height * 3:
        return None
    pixels = np.frombuffer(data, np.uint8, width * height * 3, header.end()).reshape(height, width, 3)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)


def _lacks_its_end(data: bytes) -> bool:
    """Whether a JPEG whose data ends early shows it: some captures leave out no more than the last bits."""
    if count_scans(data) > 1:
        return True
    last = simplejpeg.decode_jpeg(data, "GRAY", strict=False)[-_BLOCK:, -_BLOCK:]
    return bool((last == _NOTHING).all())


def _decode_any(data: bytes, mode: int) -> Pixels | None:
    # An orientation tag means nothing on a screen, and simplejpeg does not know it.
    pixels = _decoded(data, mode | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if pixels is None else np.asarray(pixels, np.uint8)


def _decoded(data: bytes, mode: int) -> AnyPixels | None:
    try:
        # It gives nothing for what it does not know, whatever its types say.
        pixels: AnyPixels | None = cv2.imdecode(np.frombuffer(data, np.uint8), mode)
    except cv2.error:
        # It raises where a header contradicts itself.
        return None
    return pixels
