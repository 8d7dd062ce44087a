"""What uStreamer reports with a picture: whether there is a signal, the size, and when it was captured.

The names differ: `X-UStreamer-Grab-Timestamp` of a snapshot is `X-UStreamer-Grab-Time` in the stream, and
`Grab-Begin-…` since version 6.46. Version 4.9 reports with a snapshot how many identical pictures it left out; since
5.59 a snapshot waits for a frame that was encoded after the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from TinyPilotLibrary.errors import DeviceError
from TinyPilotLibrary.vision.geometry import Size

_PREFIX = "x-ustreamer-"
_GRAB = ("grab-begin", "grab")
# In seconds: longer than any machine has run, and counted from 1970 the year 5138.
_LATEST = 1e11
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Reading:
    """One picture with what was reported about it; times are in seconds of the streamer's clock.

    Args:
        data: The picture.
        online: Whether there is a signal.
        size: Width and height; None if not reported.
        grabbed: When it was captured; 0 if it never was.
        sent: When it was sent.
        seen: Until when the screen is known to have looked like this, thanks to later identical frames.
        tells_same: Whether the streamer reports later identical frames with the picture.
        margin: How long before it was ready a frame may have been captured, in seconds: twice what this one took.
    """

    data: bytes
    online: bool
    size: Size | None
    grabbed: float
    sent: float
    seen: float
    tells_same: bool
    margin: float

    @property
    def age(self) -> float:
        """How long ago, at most, the screen looked like this, in seconds."""
        return self.sent - self.seen


def read_reading(headers: Mapping[str, str], data: bytes, name: str) -> Reading:
    """Reads what uStreamer reports with a picture.

    Args:
        headers: The headers of a snapshot or of a part of the stream; names in lower case.
        data: The picture.
        name: The name of the streamer in messages.

    Returns:
        The picture with what was reported.

    Raises:
        DeviceError: If these are not uStreamer's headers.
    """
    told = {key.removeprefix(_PREFIX): value for key, value in headers.items() if key.startswith(_PREFIX)}
    try:
        online = told["online"].lower() == "true"
        sent = _time(told, "send")
        grabbed = next((_time(told, key) for key in _GRAB if _has_time(told, key)), 0.0)
        size = Size(_count(told, "width"), _count(told, "height")) if "width" in told else None
        margin = 2 * max(0.0, _time(told, "encode-end") - grabbed)
        seen, tells_same = _seen(told, grabbed, margin)
    except (KeyError, ValueError):
        raise DeviceError(
            f"'{name}' answers, but not with the signal state and time of its pictures. Is it uStreamer 4.9 or newer?"
        ) from None
    return Reading(data, online and grabbed > 0, size, grabbed, sent, seen, tells_same, margin)


def _seen(told: Mapping[str, str], grabbed: float, margin: float) -> tuple[float, bool]:
    if not _has_time(told, "expose-cmp"):
        return grabbed, False
    compared, begun = _time(told, "expose-cmp"), _time(told, "expose-begin")
    # Both are set to the same time when the picture is new, or repeated because none came.
    if _count(told, "dropped") > 0 and compared > begun:
        return max(grabbed, begun - margin), True
    return grabbed, True


def _has_time(told: Mapping[str, str], key: str) -> bool:
    return f"{key}-timestamp" in told or f"{key}-time" in told


def _time(told: Mapping[str, str], key: str) -> float:
    value = float(told[f"{key}-timestamp"] if f"{key}-timestamp" in told else told[f"{key}-time"])
    if not 0 <= value <= _LATEST:
        raise ValueError(f"no clock says {value}")
    return value


def _count(told: Mapping[str, str], key: str) -> int:
    text = told.get(key, "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise ValueError(f"{text[:_MOST_DIGITS]!r} is not a number")
    return int(text)
