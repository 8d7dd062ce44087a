"""Opens captures by their address."""

import sys
from functools import partial
from importlib import import_module

from TinyPilotLibrary.devices.capture.capture import Capture, CaptureDevice
from TinyPilotLibrary.devices.capture.capture_search import FoundCapture
from TinyPilotLibrary.devices.capture.dongles import only_dongles
from TinyPilotLibrary.devices.capture.streamer_http import streamer_address
from TinyPilotLibrary.devices.capture.ustreamer import UStreamer
from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.options import seconds, truth
from TinyPilotLibrary.devices.urls import refuse_credentials
from TinyPilotLibrary.errors import ConfigurationError

#: Where uStreamer listens on TinyPilot, on PiKVM, and by default.
STREAMERS = ("http://127.0.0.1:48001", "/run/kvmd/ustreamer.sock", "http://127.0.0.1:8080")
_SCHEME = "ustreamer:"


def open_capture(video: object = None, *, frozen_after: object = 3.0, blank_is_no_signal: object = "auto") -> Capture:
    """Opens a capture. It is contacted on first use.

    Args:
        video: `http://host:port` or the path of a Unix socket for uStreamer; `v4l2:/dev/video0` for a capture of the
            kernel. `auto` or None finds the capture of this machine: TinyPilot's uStreamer at 127.0.0.1:48001,
            PiKVM's socket, a uStreamer at its default port 8080, or the first capture of the kernel.
        frozen_after: How old a picture may be before its source is considered frozen.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected. `auto` means yes if
            this machine's captures are USB dongles, which cannot detect whether there is a signal.

    Returns:
        The capture.

    Raises:
        ConfigurationError: If the address or an option is wrong.

    ```python
    capture = open_capture("http://127.0.0.1:48001")
    frame = capture.frame()
    ```
    """
    timeout = seconds("frozen_after", frozen_after)
    blank = None if blank_is_no_signal == "auto" else truth("blank_is_no_signal", blank_is_no_signal)
    place = str(video or "auto").removeprefix(_SCHEME)
    refuse_credentials(place)
    if place in {"", "auto"}:
        streamers = [partial(_answering, streamer_address(text), timeout, blank) for text in STREAMERS]
        return FoundCapture([*streamers, partial(_node, "v4l2:", timeout, blank_is_no_signal)])
    if place.startswith(("v4l2:", "/dev/")):
        return _node(place, timeout, blank_is_no_signal)
    return _streamer(streamer_address(place), timeout, blank)


def open_ustreamer(url: str, *, frozen_after: object = 3.0, blank_is_no_signal: object = "auto") -> CaptureDevice:
    """Opens uStreamer as a device that only has a screen. It is contacted on first use.

    Args:
        url: `ustreamer:` and its address, `ustreamer:http://127.0.0.1:8080` or `ustreamer:/run/kvmd/ustreamer.sock`;
            `ustreamer:` alone finds that of this machine.
        frozen_after: How old a picture may be before its source is considered frozen.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected.

    Returns:
        The device.

    Raises:
        ConfigurationError: If the address or an option is wrong.

    ```python
    device = open_device("ustreamer:http://127.0.0.1:8080")
    ```
    """
    return CaptureDevice(open_capture(url, frozen_after=frozen_after, blank_is_no_signal=blank_is_no_signal))


def _streamer(address: Endpoint, frozen_after: float, blank: bool | None) -> UStreamer:  # noqa: FBT001 - see open_capture
    no_signal = (address.is_local and only_dongles()) if blank is None else blank
    return UStreamer(address, frozen_after, blank_is_no_signal=no_signal)


def _node(place: str, frozen_after: float, blank_is_no_signal: object) -> Capture:
    if sys.platform != "linux":
        raise ConfigurationError(
            f"Captures such as '{place}' exist only on Linux. For uStreamer, write video=http://host:port."
        )
    # It is Linux's alone.
    v4l2 = import_module("TinyPilotLibrary.devices.capture.v4l2")
    capture: Capture = v4l2.open_node(place, None, frozen_after, blank_is_no_signal)
    return capture


def _answering(address: Endpoint, frozen_after: float, blank: bool | None) -> Capture:  # noqa: FBT001 - see open_capture
    streamer = _streamer(address, frozen_after, blank)
    try:
        streamer.check()
    except BaseException:
        streamer.close()
        raise
    return streamer
