"""From an encoded picture to pixels. JPEG goes through simplejpeg: colour in less than half of OpenCV's time."""

import cv2
import numpy as np
import simplejpeg

from TinyPilotLibrary.vision.pixels import Pixels


def decode_gray(data: bytes, kind: str) -> Pixels | None:
    """The brightness of an encoded picture, or None if it cannot be decoded.

    Of a JPEG this is its own luma channel; the colour channels are not even transformed.

    Args:
        data: The encoded picture.
        kind: `JPEG`, `PNG` or `PPM`.
    """
    if kind == "JPEG" and (gray := _decode_jpeg(data, "GRAY")) is not None:
        return gray[:, :, 0]
    return _decode_any(data, cv2.IMREAD_GRAYSCALE)


def decode_color(data: bytes, kind: str) -> Pixels | None:
    """The blue, green and red of an encoded picture, or None if it cannot be decoded.

    Args:
        data: The encoded picture.
        kind: `JPEG`, `PNG` or `PPM`.
    """
    if kind == "JPEG" and (color := _decode_jpeg(data, "BGR")) is not None:
        return color
    return _decode_any(data, cv2.IMREAD_COLOR)


def _decode_jpeg(data: bytes, colorspace: str) -> Pixels | None:
    try:
        return np.asarray(simplejpeg.decode_jpeg(data, colorspace), np.uint8)
    except ValueError:
        # A flavour of JPEG that it does not know, or slight damage: OpenCV forgives more.
        return None


def _decode_any(data: bytes, mode: int) -> Pixels | None:
    # An orientation tag means nothing on a screen, and simplejpeg does not know it.
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), mode | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if pixels is None else np.asarray(pixels, np.uint8)
