"""USB capture dongles: which captures of this machine are dongles, and what they send when nothing is connected."""

from pathlib import Path

from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.vision.blank import blank_colour
from TinyPilotLibrary.vision.frame import Frame

_CAPTURES = Path("/sys/class/video4linux")
#: The driver of USB dongles.
DONGLE = "uvcvideo"
#: Video nodes of these drivers encode and scale pictures; they are not connected to a cable.
NO_CAPTURES = frozenset({"bcm2835-codec", "bcm2835-isp", "rpivid", "rpi-hevc-dec", "pispbe"})


def driver_of(node: str, captures: Path = _CAPTURES) -> str | None:
    """The driver of a video node of this machine.

    Args:
        node: Its name, for example `video0`.
        captures: Where the kernel lists video nodes.

    Returns:
        For example `uvcvideo` or `unicam`; None if unknown.
    """
    driver = captures / node / "device" / "driver"
    return driver.resolve().name if driver.exists() else None


def only_dongles(captures: Path = _CAPTURES) -> bool:
    """Whether this machine has captures and all of them are USB dongles.

    Args:
        captures: Where the kernel lists video nodes.
    """
    drivers = {driver_of(path.name, captures) for path in captures.glob("video*")}
    return drivers - NO_CAPTURES == {DONGLE}


def refuse_blank(frame: Frame, name: str) -> None:
    """Rejects a picture of a single colour, which a dongle sends when there is no signal.

    Args:
        frame: The picture.
        name: The capture's name, for the message.

    Raises:
        NoVideoSignal: If the picture is blank.
    """
    if colour := blank_colour(frame):
        raise NoVideoSignal(
            f"The picture of '{name}' is nothing but {colour}: capture dongles send this when nothing is connected. "
            "Is the target on and its cable plugged in?"
        )
