"""Tells a picture of one colour, as capture dongles send when nothing is connected."""

from TinyPilotLibrary.vision.frame import Frame

# JPEG makes one colour into so many bytes a pixel at most; a picture with anything in it needs more.
_BYTES_A_PIXEL = 0.06
# What JPEG and limited colour range leave of one value.
_NOISE = 6


def blank_colour(frame: Frame) -> str | None:
    """The colour of a picture that has only one.

    Args:
        frame: The picture.

    Returns:
        The colour as `#rrggbb`, or None if there is more than one.

    Raises:
        CorruptFrame: If the picture cannot be decoded.
    """
    if frame.format == "JPEG" and len(frame.data) > 2048 + _BYTES_A_PIXEL * frame.size.width * frame.size.height:
        return None
    pixels = frame.color.reshape(-1, 3)
    lowest, highest = pixels.min(axis=0), pixels.max(axis=0)
    if (highest.astype(int) - lowest.astype(int)).max() > _NOISE:
        return None
    blue, green, red = pixels[0]
    return f"#{red:02x}{green:02x}{blue:02x}"
