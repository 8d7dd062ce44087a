"""Pictures as captures hold them in memory, made into pictures that a frame can hold."""

from dataclasses import dataclass

import cv2
import numpy as np

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels

#: Pixel formats that can be read, by V4L2's names.
FORMATS = ("UYVY", "YUYV", "NV12", "BGR3", "RGB3", "GREY")
_PACKED_BYTES = {"UYVY": 2, "YUYV": 2, "NV12": 1, "BGR3": 3, "RGB3": 3, "GREY": 1}
# What luma weighs red and blue with: ITU-R BT.601 and BT.709.
_BT601, _BT709 = (0.299, 0.114), (0.2126, 0.0722)


@dataclass(frozen=True)
class Layout:
    """How the pixels of a picture lie in memory.

    Args:
        format: V4L2's name of the pixel format.
        size: Width and height in pixels.
        stride: Bytes from one row to the next; 0 where rows follow each other.
        is_bt709: Whether colours are coded by BT.709, not BT.601.
        is_full_range: Whether brightness goes from 0 to 255, not from 16 to 235.
    """

    format: str
    size: Size
    stride: int = 0
    is_bt709: bool = False
    is_full_range: bool = False


def to_ppm(data: bytes, layout: Layout) -> bytes:
    """Makes a PPM file of a picture from memory.

    Args:
        data: The picture.
        layout: How its pixels lie.

    Returns:
        The picture as PPM: 8 bits a colour, nothing lost but what the format itself has lost.

    Raises:
        CorruptFrame: If there is too little of it.

    ```python
    to_ppm(bytes(640 * 480 * 2), Layout("UYVY", Size(640, 480)))
    ```

    The formats are those of the kernel's V4L2 documentation, "Image Formats".
    """
    pixels = _to_rgb(data, layout)
    return b"P6\n%d %d\n255\n" % layout.size + pixels.tobytes()


def bgrx_to_ppm(pixels: Pixels, room: Pixels | None = None) -> bytes:
    """Makes a PPM file of pixels.

    Args:
        pixels: Height x width x 4: blue, green, red and one that means nothing.
        room: Height x width x 3, for what is between, where it is kept: new memory takes longer than the conversion.

    Returns:
        The picture as PPM.

    ```python
    bgrx_to_ppm(np.zeros((480, 640, 4), np.uint8))
    ```
    """
    height, width = pixels.shape[:2]
    return b"".join((b"P6\n%d %d\n255\n" % (width, height), cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB, room).data))


def _to_rgb(data: bytes, layout: Layout) -> Pixels:
    height = layout.size.height
    if layout.format == "NV12":
        return _yuv_to_rgb(*_planes(data, layout), layout)
    rows = _rows(data, layout, height)
    if layout.format in {"UYVY", "YUYV"}:
        first = 1 if layout.format == "UYVY" else 0
        chroma = rows[:, 1 - first :: 2].reshape(height, -1, 2)
        return _yuv_to_rgb(rows[:, first::2], np.repeat(chroma, 2, axis=1), layout)
    if layout.format == "GREY":
        return np.repeat(rows[:, :, None], 3, axis=2)
    colours = rows.reshape(height, -1, 3)
    return colours if layout.format == "RGB3" else colours[:, :, ::-1]


def _planes(data: bytes, layout: Layout) -> tuple[Pixels, Pixels]:
    height = layout.size.height
    rows = _rows(data, layout, height + height // 2)
    chroma = rows[height:].reshape(height // 2, -1, 2)
    return rows[:height], np.repeat(np.repeat(chroma, 2, axis=0), 2, axis=1)


def _rows(data: bytes, layout: Layout, count: int) -> Pixels:
    width = layout.size.width * _PACKED_BYTES[layout.format]
    stride = max(layout.stride, width)
    if len(data) < stride * (count - 1) + width:
        raise CorruptFrame(
            f"The capture gave {len(data)} bytes, which is too little for {layout.format} of {layout.size}.", data
        )
    # The last row may end where its pixels do.
    whole = np.frombuffer(data.ljust(stride * count, b"\0"), np.uint8, stride * count)
    return whole.reshape(count, stride)[:, :width]


def _yuv_to_rgb(luma: Pixels, chroma: Pixels, layout: Layout) -> Pixels:
    red, blue = _BT709 if layout.is_bt709 else _BT601
    green = 1 - red - blue
    light, colour, black = (1.0, 255 / 127 / 2, 0) if layout.is_full_range else (255 / 219, 255 / 224, 16)
    from_blue, from_red = 2 * (1 - blue) * colour, 2 * (1 - red) * colour
    matrix = np.array(
        [
            [light, 0, from_red],
            [light, -from_blue * blue / green, -from_red * red / green],
            [light, from_blue, 0],
        ]
    )
    shift = -matrix @ np.array([black, 128, 128])
    yuv = np.dstack([luma, chroma[:, : luma.shape[1]]])
    # The matrix is applied with fractions; the result is rounded and cut to 0 to 255.
    return np.asarray(cv2.transform(yuv, np.column_stack([matrix, shift])), np.uint8)
