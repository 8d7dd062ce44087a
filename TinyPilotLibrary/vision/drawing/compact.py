"""Pictures for people in small files: nothing is lost of a screen, and a thumbnail is a few kilobytes."""

import io
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_MOST_COLORS = 256
# Of WebP: how hard it tries, and how good a thumbnail and the copy of a large frame are.
_EFFORT, _LOSSLESS_EFFORT, _THUMBNAIL_QUALITY, _DRAWING_QUALITY = 2, 30, 55, 80
# Of films: how wide and how good their pictures are, and from how many bytes on a frame is not kept as it came.
_FILM_WIDTH, _FILM_QUALITY, _LIGHT = 960, 50, 500_000
# From so many bytes on a copy need not be exact.
_LARGE = 100_000


class PictureFile(NamedTuple):
    """An encoded picture.

    Args:
        data: The bytes.
        suffix: What the name of its file ends with.
    """

    data: bytes
    suffix: str


def compact(frame: Frame) -> PictureFile:
    """A frame as a small file of which every pixel is as it came.

    Args:
        frame: The frame.

    Returns:
        A JPEG as it came; else a PNG, of a palette if there are few colours, or WebP where that is smaller.
    """
    if frame.format == "JPEG":
        return PictureFile(frame.data, ".jpg")
    rgb = cv2.cvtColor(frame.color, cv2.COLOR_BGR2RGB)
    palette = _palette(np.asarray(rgb, np.uint8))
    if palette is not None:
        return PictureFile(_encoded(palette, "PNG", optimize=True), ".png")
    lossless = _lossless(np.asarray(rgb, np.uint8))
    png = frame.png()
    return lossless if len(lossless.data) < len(png) else PictureFile(png, ".png")


def compact_drawing(frame: Frame) -> PictureFile:
    """A frame on which something was drawn as a small file.

    The frame itself is kept elsewhere, so of a large photograph-like one this copy need not be exact.

    Args:
        frame: The frame with the drawing.
    """
    exact = compact(frame)
    if len(exact.data) <= _LARGE:
        return exact
    rgb = cv2.cvtColor(frame.color, cv2.COLOR_BGR2RGB)
    return PictureFile(_encoded(Image.fromarray(rgb), "WEBP", quality=_DRAWING_QUALITY, method=_EFFORT), ".webp")


def compact_png(frame: Frame) -> PictureFile:
    """A frame as PNG, of a palette if there are few colours.

    Args:
        frame: The frame.
    """
    palette = _palette(np.asarray(cv2.cvtColor(frame.color, cv2.COLOR_BGR2RGB), np.uint8))
    return PictureFile(frame.png() if palette is None else _encoded(palette, "PNG", optimize=True), ".png")


def thumbnail(frame: Frame, width: int) -> PictureFile:
    """A frame made small, for a glance.

    Args:
        frame: The frame.
        width: How wide at most, in pixels.
    """
    picture = Image.fromarray(cv2.cvtColor(_not_wider(frame, width), cv2.COLOR_BGR2RGB))
    return PictureFile(_encoded(picture, "WEBP", quality=_THUMBNAIL_QUALITY, method=_EFFORT), ".webp")


def film_still(frame: Frame) -> PictureFile:
    """A frame as one of many pictures of a film: readable, and small.

    Args:
        frame: The frame.
    """
    picture = Image.fromarray(cv2.cvtColor(_not_wider(frame, _FILM_WIDTH), cv2.COLOR_BGR2RGB))
    return PictureFile(_encoded(picture, "WEBP", quality=_FILM_QUALITY, method=_EFFORT), ".webp")


def light_copy(frame: Frame) -> Frame:
    """A frame that is kept in little memory: as it came without its pixels, or smaller where that is much.

    Args:
        frame: The frame.
    """
    if len(frame.data) <= _LIGHT:
        return frame.bare()
    try:
        pixels = _not_wider(frame, _FILM_WIDTH)
    except CorruptFrame:
        return frame.bare()
    data = bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])[1])
    return Frame.read(data, frame.captured_at, frame.sequence)


def jpeg_of(data: bytes) -> bytes:
    """An encoded picture as JPEG.

    Args:
        data: The picture, of any kind.
    """
    with Image.open(io.BytesIO(data)) as picture:
        return _encoded(picture.convert("RGB"), "JPEG", quality=80)


def png_of(data: bytes) -> bytes:
    """An encoded picture as PNG.

    Args:
        data: The picture, of any kind.
    """
    with Image.open(io.BytesIO(data)) as picture:
        return _encoded(picture.convert("RGB"), "PNG")


def _not_wider(frame: Frame, width: int) -> Pixels:
    factor = width / frame.size.width
    if factor >= 1:
        return frame.color
    return np.asarray(cv2.resize(frame.color, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _lossless(rgb: Pixels) -> PictureFile:
    options = {"lossless": True, "quality": _LOSSLESS_EFFORT, "method": _EFFORT}
    return PictureFile(_encoded(Image.fromarray(rgb), "WEBP", **options), ".webp")


def _palette(rgb: Pixels) -> Image.Image | None:
    """The same picture with a palette; None if it has too many colours."""
    packed = (rgb[..., 0].astype(np.uint32) << 16) | (rgb[..., 1].astype(np.uint32) << 8) | rgb[..., 2]
    # A picture with many colours has many in a sample already, which is told in a hundredth of the time.
    if len(np.unique(packed[:: max(1, len(packed) // 64)])) > _MOST_COLORS:
        return None
    colors, indexes = np.unique(packed, return_inverse=True)
    if len(colors) > _MOST_COLORS:
        return None
    palette = np.stack([colors >> 16, (colors >> 8) & 255, colors & 255], axis=1).astype(np.uint8)
    picture = Image.frombytes("P", (packed.shape[1], packed.shape[0]), indexes.astype(np.uint8).tobytes())
    picture.putpalette(palette.tobytes())
    return picture


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
