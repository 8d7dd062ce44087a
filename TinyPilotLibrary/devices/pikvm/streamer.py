"""The picture: uStreamer behind the web server of the device, which wants the same login."""

import time
from collections.abc import Callable
from dataclasses import replace

from TinyPilotLibrary.devices.capture.streamer_http import StreamerHttp
from TinyPilotLibrary.devices.capture.ustreamer import UStreamer
from TinyPilotLibrary.devices.pikvm.api import Api
from TinyPilotLibrary.errors import DeviceError, NotAuthorized
from TinyPilotLibrary.vision.frame import Frame

# kvmd starts its streamer when somebody begins to watch.
_STARTING = 15.0
_POLL = 0.1


class PikvmStreamer:
    """The streamer of a device. It runs only while an event socket of somebody is open.

    Args:
        api: The device.
        frozen_after: How old a picture may be before its source is considered frozen, in seconds.
    """

    def __init__(self, api: Api, frozen_after: float) -> None:
        self._api = api
        address = replace(api.endpoint, url=f"{api.endpoint.base}/streamer")
        self._runs = False
        self._capture = UStreamer(address, frozen_after, web=StreamerHttp(address, api.headers))

    def stopped(self) -> None:
        """It has stopped, or may have, and is about to start."""
        self._runs = False

    def _admitted(self, look: Callable[[], Frame]) -> Frame:
        try:
            self._start()
            return look()
        except NotAuthorized:
            # The device forgets its tokens when it restarts.
            if not self._api.log_in_again():
                raise
        self._start()
        return look()

    def _start(self) -> None:
        """Waits until it runs."""
        if self._runs:
            return
        deadline = time.monotonic() + _STARTING
        while not self._answers():
            if time.monotonic() >= deadline:
                raise DeviceError(f"The streamer of '{self._api.name}' has not started within {_STARTING:g} s.")
            time.sleep(_POLL)
        self._runs = True

    def frame(self) -> Frame:
        """The current screen.

        Raises:
            NoVideoSignal: If the target sends no picture.
            DeviceError: If the streamer does not start.
        """
        return self._admitted(self._capture.frame)

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        return self._admitted(lambda: self._capture.next_frame(after, timeout))

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        self._capture.not_before(instant)

    def close(self) -> None:
        """Stops reading and closes the connections."""
        self._capture.close()

    def _answers(self) -> bool:
        try:
            self._capture.check()
        except NotAuthorized:
            raise
        except DeviceError:
            # The web server answers for one that is not there.
            return False
        return True
