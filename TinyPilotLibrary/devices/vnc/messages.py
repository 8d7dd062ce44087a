"""Messages of a VNC client: RFC 6143, 7.5, and QEMU's extended keys."""

import struct
from collections.abc import Sequence

# 32 bits per pixel, 24 of them used, little-endian: blue, green, red and an unused byte, like OpenCV.
_PIXELS = struct.pack(">4B3H3B3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
#: Bytes per pixel.
PIXEL = 4
_PAUSE = 0xFF13


def set_pixel_format() -> bytes:
    """Sets the pixel format: blue, green, red and an unused byte."""
    return struct.pack(">B3x", 0) + _PIXELS


def set_encodings(encodings: Sequence[int]) -> bytes:
    """Sets the client's encodings, preferred ones first."""
    return struct.pack(f">BxH{len(encodings)}i", 2, len(encodings), *encodings)


def request_update(left: int, top: int, width: int, height: int, *, incremental: bool) -> bytes:
    """Requests a part of the screen.

    Args:
        left: Its left edge, in pixels.
        top: Its upper edge.
        width: Its width.
        height: Its height.
        incremental: Whether to send only changes, once there are some.
    """
    return struct.pack(">BB4H", 3, incremental, left, top, width, height)


def key(keysym: int, *, down: bool) -> bytes:
    """A key event with an X keysym.

    Args:
        keysym: The X keysym.
        down: Whether it goes down.
    """
    return struct.pack(">BBxxI", 4, down, keysym)


def qemu_key(keysym: int, scan_code: int, *, down: bool) -> bytes:
    """A key event with a position on the keyboard, independent of the target's layout.

    Args:
        keysym: The X keysym; 0 if it has none.
        scan_code: The XT scan code; codes with the prefix 0xe0 have the bit 0x80 set.
        down: Whether it goes down.
    """
    return struct.pack(">BBHII", 255, 0, down, keysym, scan_code)


def nothing() -> bytes:
    """Input that QEMU reads and does not pass on: the release of a key that no keyboard has, and so was not pressed.

    Where QEMU goes by keysyms (`-k`) it is Pause, which each of its layouts has.
    """
    return qemu_key(_PAUSE, 0, down=False)


def pointer(x: int, y: int, buttons: int) -> bytes:
    """A pointer event.

    Args:
        x: The position from the left, in pixels.
        y: The position from the top.
        buttons: The buttons that are down: 1 left, 2 middle, 4 right, 8 to 64 the wheel up, down, left, right.
    """
    return struct.pack(">BBHH", 5, buttons, x, y)
