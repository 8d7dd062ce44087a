"""Which captures of this machine are USB dongles, which cannot tell whether there is a signal."""

from pathlib import Path

_CAPTURES = Path("/sys/class/video4linux")
#: The driver of USB dongles.
DONGLE = "uvcvideo"


def driver_of(node: str) -> str | None:
    """The driver of a video node of this machine.

    Args:
        node: Its name, for example `video0`.

    Returns:
        For example `uvcvideo` or `unicam`; None if it is not known.
    """
    driver = _CAPTURES / node / "device" / "driver"
    return driver.resolve().name if driver.exists() else None


def only_dongles() -> bool:
    """Whether all video nodes of this machine are those of USB dongles, and there is one."""
    drivers = {driver_of(path.name) for path in _CAPTURES.glob("video*")}
    return drivers == {DONGLE}
