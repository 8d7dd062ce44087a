"""Opens the kernel's captures by their nodes."""

from pathlib import Path

from TinyPilotLibrary.devices.capture.capture import CaptureDevice
from TinyPilotLibrary.devices.capture.dongles import DONGLE, NO_CAPTURES, driver_of
from TinyPilotLibrary.devices.capture.v4l2.v4l2_capture import V4l2Capture
from TinyPilotLibrary.devices.capture.v4l2.video_node import VideoNode
from TinyPilotLibrary.devices.options import seconds, truth
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable, TinyPilotError

_SCHEME = "v4l2:"


def open_v4l2(
    url: str, *, pixel_format: object = None, frozen_after: object = 3.0, blank_is_no_signal: object = "auto"
) -> CaptureDevice:
    """Opens a capture of the kernel as a device that only has a screen. It is contacted on first use.

    Args:
        url: `v4l2:` and its node, `v4l2:/dev/video0`; `v4l2:` alone is the first capture of this machine.
        pixel_format: Its pixel format, for example `MJPG` or `UYVY`; its best one if not given.
        frozen_after: How long without a frame before its source is considered frozen.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected. `auto` means yes for
            USB dongles, which cannot detect whether there is a signal.

    Returns:
        The device.

    Raises:
        ConfigurationError: If the node or an option is wrong.
        DeviceUnreachable: If no node is given and this machine has none.

    ```python
    device = open_device("v4l2:/dev/video0")
    ```

    The interface is the kernel's V4L2, "Digital Video (DV) Timings" and "Streaming I/O (Memory Mapping)".
    """
    return CaptureDevice(open_node(url, pixel_format, seconds("frozen_after", frozen_after), blank_is_no_signal))


def open_node(place: str, wanted_format: object, frozen_after: float, blank_is_no_signal: object) -> V4l2Capture:
    """Opens a capture by its node; see `open_v4l2`.

    Args:
        place: `v4l2:` and the node, or the node alone; without one the first capture of this machine.
        wanted_format: Its pixel format; None for its best one.
        frozen_after: How long without a frame before its source is considered frozen, in seconds.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected; `auto` means only
            for dongles.

    Returns:
        The capture; it is contacted on first use.

    Raises:
        ConfigurationError: If the place or an option is wrong.
        DeviceUnreachable: If no node is given and this machine has no capture.
    """
    node = place.removeprefix(_SCHEME) or first_node()
    if not node.startswith("/"):
        raise ConfigurationError(f"{place!r} does not name a video node. Write for example 'v4l2:/dev/video0'.")
    if blank_is_no_signal == "auto":
        blank = driver_of(Path(node).resolve().name) == DONGLE
    else:
        blank = truth("blank_is_no_signal", blank_is_no_signal)
    wanted = str(wanted_format) if wanted_format else None
    return V4l2Capture(node, wanted, frozen_after, blank_is_no_signal=blank)


def first_node() -> str:
    """The first capture of this machine.

    Raises:
        DeviceUnreachable: If there is none.
    """
    for path in sorted(Path("/dev").glob("video*"), key=lambda path: (len(path.name), path.name)):
        try:
            node = VideoNode(str(path))
        except TinyPilotError:
            continue
        driver = node.driver
        node.close()
        if driver not in NO_CAPTURES:
            return str(path)
    raise DeviceUnreachable("None of the nodes /dev/video* is a video capture device.")
