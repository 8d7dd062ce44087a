"""What the tests inside the lab machine share: the virtual capture, uStreamer in front of it, and captures of them."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from atest.ondevice._inside.streamers import streamer
from atest.ondevice._inside.vivid import CAPTURE, Vivid
from TinyPilotLibrary.devices.capture import Capture, open_capture
from TinyPilotLibrary.errors import DeviceError

Opener = Callable[..., Capture]


@pytest.fixture(scope="session")
def _loaded() -> Vivid:
    return Vivid()


@pytest.fixture
def vivid(_loaded: Vivid) -> Vivid:
    _loaded.plug_in()
    return _loaded


@pytest.fixture
def opened(vivid: Vivid) -> Iterator[Opener]:
    """Opens a capture of the virtual capture, `v4l2` or a uStreamer by `tcp` or `unix`, and waits for a picture."""
    with ExitStack() as closing:

        def open_(kind: str, *options: str, **settings: object) -> Capture:
            place = f"v4l2:{CAPTURE}" if kind == "v4l2" else closing.enter_context(streamer(kind, *options))
            capture = open_capture(place, **settings)
            closing.callback(capture.close)
            _wait_for_picture(capture)
            return capture

        yield open_


def _wait_for_picture(capture: Capture) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            capture.frame()
        except DeviceError:  # noqa: PERF203 - it is waited for
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
