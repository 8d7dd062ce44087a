"""ZRLE: tiles of 64 x 64 pixels, as palettes and runs, compressed by zlib. RFC 6143, 7.7.6."""

import zlib

import numpy as np

from TinyPilotLibrary.devices.vnc.framebuffer import Picture
from TinyPilotLibrary.devices.vnc.messages import PIXEL
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError

_TILE = 64
_SHORT = PIXEL - 1
_RUNS, _PALETTE_RUNS = 128, 130
_LONGEST_PALETTE = 127


class Zlib:
    """A zlib stream that continues across rectangles."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()

    def inflate(self, data: bytes, most: int) -> bytes:
        """Decompresses the next part.

        Args:
            data: The compressed part.
            most: Its maximum size in bytes.

        Raises:
            ProtocolError: If it is not zlib data, or larger.
        """
        try:
            plain = self._stream.decompress(data, most + 1)
        except zlib.error as error:
            raise ProtocolError(f"the server sends what cannot be decompressed: {error}") from error
        if len(plain) > most or self._stream.unconsumed_tail:
            raise ProtocolError(f"the server sends more than {most} bytes for a rectangle of fewer")
        return plain


def most_bytes(width: int, height: int) -> int:
    """The maximum size of a decompressed rectangle, in bytes: runs of one pixel, and a palette in each tile.

    Args:
        width: Its width in pixels.
        height: Its height.
    """
    tiles = -(-width // _TILE) * -(-height // _TILE)
    return width * height * (_SHORT + 1) + tiles * (1 + _LONGEST_PALETTE * _SHORT)


def decode_tiles(data: bytes, width: int, height: int) -> Picture:
    """The pixels of a rectangle.

    Args:
        data: The decompressed rectangle.
        width: Its width in pixels.
        height: Its height.

    Returns:
        Height x width x 4.

    Raises:
        ProtocolError: If the data is too short, or not ZRLE.
    """
    pixels = np.zeros((height, width, PIXEL), np.uint8)
    at = 0
    try:
        for top in range(0, height, _TILE):
            for left in range(0, width, _TILE):
                tile = pixels[top : top + _TILE, left : left + _TILE, :_SHORT]
                at = _tile(data, at, tile)
    except (IndexError, ValueError) as error:
        raise ProtocolError("the server sends a ZRLE rectangle that is cut off, or none") from error
    return pixels


def _tile(data: bytes, at: int, tile: Picture) -> int:
    """Reads a tile into its place, and returns where the next one begins."""
    height, width = map(int, tile.shape[:2])
    kind, at = data[at], at + 1
    if kind == 0:
        tile[...] = _colours(data, at, width * height).reshape(tile.shape)
        return at + width * height * _SHORT
    if kind == 1:
        tile[...] = _colours(data, at, 1)
        return at + _SHORT
    if kind <= 16:
        palette = _colours(data, at, kind)
        return _packed(data, at + kind * _SHORT, tile, palette)
    if kind == _RUNS:
        return _runs(data, at, tile)
    if kind >= _PALETTE_RUNS:
        count = kind - 128
        return _palette_runs(data, at + count * _SHORT, tile, _colours(data, at, count))
    raise ProtocolError(f"the server sends a ZRLE tile of the unknown kind {kind}")


def _colours(data: bytes, at: int, count: int) -> Picture:
    return np.frombuffer(data, np.uint8, count * _SHORT, at).reshape(count, _SHORT)


def _packed(data: bytes, at: int, tile: Picture, palette: Picture) -> int:
    height, width = tile.shape[:2]
    bits = 1 if len(palette) == 2 else 2 if len(palette) <= 4 else 4
    stride = -(-width * bits // 8)
    rows = np.frombuffer(data, np.uint8, stride * height, at).reshape(height, stride)
    each = 8 // bits
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    indices = (rows[:, :, None] >> shifts) & ((1 << bits) - 1)
    tile[...] = palette[indices.reshape(height, stride * each)[:, :width]]
    return int(at + stride * height)


def _length(data: bytes, at: int) -> tuple[int, int]:
    length = 1
    while data[at] == 255:
        length += 255
        at += 1
    return length + data[at], at + 1


def _runs(data: bytes, at: int, tile: Picture) -> int:
    count = int(tile.shape[0] * tile.shape[1])
    colours, lengths, total = [], [], 0
    while total < count:
        colours.append(data[at : at + _SHORT])
        length, at = _length(data, at + _SHORT)
        lengths.append(length)
        total += length
    table = np.frombuffer(b"".join(colours), np.uint8).reshape(-1, _SHORT)
    tile[...] = np.repeat(table, lengths, axis=0).reshape(tile.shape)
    return at


def _palette_runs(data: bytes, at: int, tile: Picture, palette: Picture) -> int:
    count = int(tile.shape[0] * tile.shape[1])
    indices, lengths, total = [], [], 0
    while total < count:
        index, at = data[at], at + 1
        length = 1
        if index & 128:
            length, at = _length(data, at)
        indices.append(index & 127)
        lengths.append(length)
        total += length
    tile[...] = palette[np.repeat(np.array(indices), lengths)].reshape(tile.shape)
    return at
