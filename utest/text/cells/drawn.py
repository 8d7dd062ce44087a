"""Consoles drawn from a font, some of whose characters have other shapes."""

import cv2
import numpy as np

from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

TEXT = (
    "root@localhost:~# ip -br address; uname -r | tail -1",
    "lo               UNKNOWN        127.0.0.1/8 ::1/128",
    "enp0s3           UP             10.0.2.15/24 fe80::5054:ff:fe12:3401/64",
    "6.12.0-211.7.1.el10_2.x86_64",
    "Writing down 't' and `l' took 40 seconds, MTVWXYZ wxyz",
)


def console(font: Font, shapes: Font | None = None, lines: tuple[str, ...] = TEXT) -> Pixels:
    """Text on a console of 1024x768.

    Args:
        font: The font.
        shapes: Other shapes of some characters.
        lines: The text.
    """
    screen = np.zeros((768, 1024), np.uint8)
    for row, text in enumerate(lines):
        for column, character in enumerate(text):
            if character == " ":
                continue
            drawn = shapes if shapes and character in shapes.index else font
            glyph = np.frombuffer(drawn.glyphs[drawn.index[character]], np.uint8).reshape(font.height, -1)
            bits = np.unpackbits(glyph, axis=1)[:, : font.width]
            screen[row * font.height :, column * font.width :][: font.height, : font.width] = bits * 170
    return np.asarray(cv2.cvtColor(screen, cv2.COLOR_GRAY2BGR), np.uint8)


def frame_of(pixels: Pixels, ending: str = ".png") -> Frame:
    """The pixels as an encoded frame."""
    how = [cv2.IMWRITE_JPEG_QUALITY, 80] if ending == ".jpg" else []
    return Frame.read(bytes(cv2.imencode(ending, pixels, how)[1]))
