"""What a VNC client says: RFC 6143, 7.5, and QEMU's extended keys."""

import struct
from collections.abc import Sequence

# 32 bits a pixel, 24 of them used, little-endian: blue, green, red and one that means nothing, as OpenCV has them.
_PIXELS = struct.pack(">4B3H3B3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
#: Bytes of a pixel.
PIXEL = 4


def set_pixel_format() -> bytes:
    """How pixels are wanted: blue, green, red and an unused byte."""
    return struct.pack(">B3x", 0) + _PIXELS


def set_encodings(encodings: Sequence[int]) -> bytes:
    """What the client understands, the best first."""
    return struct.pack(f">BxH{len(encodings)}i", 2, len(encodings), *encodings)


def request_update(left: int, top: int, width: int, height: int, *, incremental: bool) -> bytes:
    """Asks for a part of the screen.

    Args:
        left: Its left edge, in pixels.
        top: Its upper edge.
        width: Its width.
        height: Its height.
        incremental: Whether it is wanted only as far and as soon as it has changed.
    """
    return struct.pack(">BB4H", 3, incremental, left, top, width, height)


def key(keysym: int, *, down: bool) -> bytes:
    """A key, as the character or the function that it has for X.

    Args:
        keysym: What it is for X.
        down: Whether it goes down.
    """
    return struct.pack(">BBxxI", 4, down, keysym)


def qemu_key(keysym: int, scan_code: int, *, down: bool) -> bytes:
    """A key as the place on the keyboard: whatever layout the target has, it is this key.

    Args:
        keysym: What it is for X; 0 if it has none.
        scan_code: The XT scan code; what follows 0xe0 has the bit 0x80.
        down: Whether it goes down.
    """
    return struct.pack(">BBHII", 255, 0, down, keysym, scan_code)


def pointer(x: int, y: int, buttons: int) -> bytes:
    """Where the pointer is, and which buttons are down.

    Args:
        x: How far right, in pixels.
        y: How far down.
        buttons: The buttons that are down: 1 left, 2 middle, 4 right, 8 to 64 the wheel up, down, left, right.
    """
    return struct.pack(">BBHH", 5, buttons, x, y)
