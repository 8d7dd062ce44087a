"""Pictures as one moving picture, for what shows a single file."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

# How far from a place its dot goes, in pixels; how high the line below a picture is.
_DOT, _LINE = 8, 22
_QUALITY, _COLORS = 50, 256


@dataclass(frozen=True)
class Shot:
    """One picture of it.

    Args:
        picture: The encoded picture; empty where there was none.
        seconds: How long it is shown.
        told: What is told below it.
        dots: Where the mouse was, as fractions of the picture.
    """

    picture: bytes
    seconds: float
    told: str
    dots: Sequence[tuple[float, float]] = ()


def moving(shots: Sequence[Shot], kind: str) -> bytes:
    """Shots as an animated picture, which begins anew when it has ended.

    Args:
        shots: At least one.
        kind: `WEBP` or `GIF`.
    """
    first = next((shot.picture for shot in shots if shot.picture), b"")
    size = Image.open(io.BytesIO(first)).size if first else (640, 360)
    pictures = [_drawn(shot, size) for shot in shots]
    if kind == "GIF":
        # Of 256 colours the few of a dot must be some, however many others there are.
        pictures = [picture.quantize(_COLORS, method=Image.Quantize.MAXCOVERAGE) for picture in pictures]
    times = [max(1, round(1000 * shot.seconds)) for shot in shots]
    options: dict[str, object] = {"quality": _QUALITY, "method": 2} if kind == "WEBP" else {"optimize": False}
    buffer = io.BytesIO()
    pictures[0].save(buffer, kind, save_all=True, append_images=pictures[1:], duration=times, loop=0, **options)
    return buffer.getvalue()


def _drawn(shot: Shot, size: tuple[int, int]) -> Image.Image:
    """A shot on paper of the size of all, with its dots, and a line below."""
    paper = Image.new("RGB", (size[0], size[1] + _LINE), "black")
    if shot.picture:
        with Image.open(io.BytesIO(shot.picture)) as picture:
            paper.paste(picture.convert("RGB").resize(size) if picture.size != size else picture.convert("RGB"))
    draw = ImageDraw.Draw(paper)
    for x, y in shot.dots:
        left, top = x * size[0], y * size[1]
        draw.ellipse((left - _DOT, top - _DOT, left + _DOT, top + _DOT), fill=(220, 38, 38), outline="white", width=2)
    # The font has no other letters.
    plain = shot.told.encode("latin-1", "replace").decode("latin-1")
    draw.text((6, size[1] + 5), plain, fill="white")
    return paper
