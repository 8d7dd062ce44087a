"""One video node of the kernel: what it is, its formats, its signal, its buffers. The calls are those of V4L2's API."""

import errno
import mmap
import os
import select
import sys
from collections.abc import Iterator
from contextlib import suppress
from ctypes import c_int
from dataclasses import dataclass

from TinyPilotLibrary.devices.capture.v4l2 import kernel_api as kernel
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable, NotSupported, NoVideoSignal
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.raw import FORMATS, Layout

if sys.platform == "win32":
    raise ImportError("V4L2 exists only on Linux.")

_CAPTURE = kernel.VIDEO_CAPTURE
_BUFFERS = 4
# Compressed by the device is best, then what costs the least to transfer.
_PREFERRED = ("MJPG", "JPEG", *FORMATS)
_SIGNALS = {
    errno.ENOLINK: "there is no signal",
    errno.ENOLCK: "there is a signal, but the capture cannot lock onto it",
    errno.ERANGE: "there is a signal, but the capture does not support its timings",
}
_NO_TIMINGS = {errno.ENOTTY, errno.ENODATA, errno.EINVAL}
_UNPLUGGED = {errno.ENODEV, errno.ENXIO, errno.EIO}


@dataclass(frozen=True)
class Timings:
    """The timings of a digital signal.

    Args:
        size: Width and height in pixels.
        rate: Frames per second.
    """

    size: Size
    rate: float


@dataclass(frozen=True)
class Filled:
    """A buffer that the device has filled.

    Args:
        index: Its number.
        length: The number of bytes in it.
        stamp: When its picture began or ended, in seconds of `time.monotonic()`; None if not reported.
        is_begin: Whether the stamp is that of its beginning.
        is_whole: Whether the device reports the picture as complete.
    """

    index: int
    length: int
    stamp: float | None
    is_begin: bool
    is_whole: bool


class VideoNode:
    """An open video node.

    Args:
        path: For example `/dev/video0`.
        wanted_format: Its pixel format as four characters; None for its best one.

    Raises:
        DeviceUnreachable: If it is missing, in use or not accessible.
        NotSupported: If it is not a capture.
    """

    def __init__(self, path: str, wanted_format: str | None = None) -> None:
        self.path = path
        self._wanted = wanted_format
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise self.unreachable(error) from error
        self._maps: list[mmap.mmap] = []
        try:
            self.driver: str = self._driver()
            self.tells_changes = self._subscribe()
            self.has_timings = self._has_timings()
        except BaseException:
            self.close()
            raise

    def signal(self) -> Timings | None:
        """The signal's timings; None if the device reports none, as USB dongles.

        Raises:
            NoVideoSignal: If there is no usable signal; the message gives the kernel's reason.
            DeviceUnreachable: If the device is gone.
        """
        if not self.has_timings:
            self._look_at_input()
            return None
        timings = kernel.DvTimings()
        try:
            kernel.call(self.fd, kernel.QUERY_DV_TIMINGS, timings)
        except OSError as error:
            if error.errno in _SIGNALS:
                raise self._no_signal(_SIGNALS[error.errno]) from error
            raise self.unreachable(error) from error
        return _timings(timings)

    def start(self) -> tuple[Timings | None, Layout]:
        """Adopts the signal's timings and starts to capture.

        Returns:
            The timings, and the layout of the pixels in a buffer.

        Raises:
            NoVideoSignal: If there is no signal.
            DeviceUnreachable: If the device is gone, or another program uses it.
        """
        timings = self.signal()
        try:
            if timings is not None:
                self._take_over_timings()
            layout = self._set_format(timings.size if timings else None)
            self._maps = kernel.map_buffers(self.fd, _CAPTURE, _BUFFERS)
            for index in range(len(self._maps)):
                self.give_back(index)
            kernel.stream(self.fd, _CAPTURE, on=True)
        except OSError as error:
            self.stop()
            raise self.unreachable(error) from error
        return timings, layout

    def stop(self) -> None:
        """Stops capturing; what is in the buffers is lost."""
        with suppress(OSError):
            kernel.stream(self.fd, _CAPTURE, on=False)
        for mapped in self._maps:
            mapped.close()
        self._maps = []
        with suppress(OSError):
            kernel.map_buffers(self.fd, _CAPTURE, 0)

    def poll(self, wake: int, timeout: float) -> tuple[bool, bool]:
        """Waits for a frame, a change of the signal, or for `wake` to become readable.

        Args:
            wake: A file descriptor.
            timeout: How long to wait, in seconds.

        Returns:
            Whether there is a frame, and whether the signal has changed.
        """
        waiting = select.poll()
        waiting.register(self.fd, select.POLLIN | select.POLLPRI)
        waiting.register(wake, select.POLLIN)
        events = dict(waiting.poll(timeout * 1000)).get(self.fd, 0)
        changed = bool(events & select.POLLPRI) and self._has_changed()
        return bool(events & (select.POLLIN | select.POLLERR)), changed

    def pause(self, wake: int, timeout: float) -> None:
        """Waits without capturing.

        Args:
            wake: A file descriptor that ends the pause when it becomes readable.
            timeout: How long, in seconds.
        """
        # A node that is not capturing is always readable, to report just that.
        waiting = select.poll()
        waiting.register(wake, select.POLLIN)
        waiting.poll(timeout * 1000)
        self._has_changed()

    def take(self) -> Filled | None:
        """Takes out the oldest filled buffer; None if there is none.

        Raises:
            DeviceUnreachable: If the device is gone.
        """
        try:
            buffer = kernel.dequeue(self.fd, _CAPTURE)
        except BlockingIOError:
            return None
        except OSError as error:
            raise self.unreachable(error) from error
        clocked = buffer.flags & kernel.STAMP_IS_MONOTONIC
        stamp = buffer.timestamp.seconds + buffer.timestamp.fraction / 1e6 if clocked else None
        is_begin = bool(buffer.flags & kernel.STAMP_IS_OF_BEGIN)
        return Filled(buffer.index, buffer.bytesused, stamp, is_begin, not buffer.flags & kernel.BUFFER_BROKEN)

    def data(self, filled: Filled) -> bytes:
        """A copy of a buffer's contents."""
        return self._maps[filled.index][: filled.length]

    def give_back(self, index: int) -> None:
        """Returns a buffer to the device to be filled again."""
        try:
            kernel.queue(self.fd, _CAPTURE, index)
        except OSError as error:
            raise self.unreachable(error) from error

    def close(self) -> None:
        """Closes the node."""
        if self.fd >= 0:
            self.stop()
            os.close(self.fd)
            self.fd = -1

    def unreachable(self, error: OSError) -> DeviceUnreachable:
        """An error of the kernel in words."""
        if isinstance(error, FileNotFoundError) or error.errno in _UNPLUGGED:
            return DeviceUnreachable(f"There is no video device '{self.path}'. Is the capture plugged in?")
        if isinstance(error, PermissionError):
            return DeviceUnreachable(f"No permission to open '{self.path}'. Add this user to the group 'video'.")
        if error.errno == errno.EBUSY:
            return DeviceUnreachable(
                f"'{self.path}' is in use by another program. If that is uStreamer, take the picture from it: "
                "video=http://127.0.0.1:8080, or wherever it listens."
            )
        return DeviceUnreachable(f"'{self.path}' cannot capture: {error.strerror}.")

    def _driver(self) -> str:
        told = kernel.Capabilities()
        try:
            kernel.call(self.fd, kernel.QUERYCAP, told)
        except OSError as error:
            raise NotSupported(f"'{self.path}' is not a video device.") from error
        driver = bytes(told.driver).decode()
        can = told.device_caps if told.capabilities & kernel.HAS_DEVICE_CAPS else told.capabilities
        if not can & kernel.CAN_CAPTURE or not can & kernel.CAN_STREAM:
            raise NotSupported(f"'{self.path}' (driver {driver}) is not a video capture device.")
        return driver

    def _subscribe(self) -> bool:
        try:
            kernel.call(self.fd, kernel.SUBSCRIBE_EVENT, kernel.Subscription(type=kernel.SOURCE_CHANGE))
        except OSError:
            return False
        return True

    def _has_timings(self) -> bool:
        try:
            kernel.call(self.fd, kernel.G_DV_TIMINGS, kernel.DvTimings())
        except OSError as error:
            if error.errno in _NO_TIMINGS:
                return False
            raise self.unreachable(error) from error
        return True

    def _look_at_input(self) -> None:
        chosen = kernel.Input()
        number = c_int()
        try:
            kernel.call(self.fd, kernel.G_INPUT, number)
            chosen.index = number.value
            kernel.call(self.fd, kernel.ENUMINPUT, chosen)
        except OSError as error:
            if error.errno in _UNPLUGGED:
                raise self.unreachable(error) from error
            return
        if chosen.status & kernel.INPUT_IS_BLIND:
            raise self._no_signal(_SIGNALS[errno.ENOLINK])

    def _no_signal(self, why: str) -> NoVideoSignal:
        return NoVideoSignal(f"'{self.path}' gets no picture: {why}. Is the target on and its cable plugged in?")

    def _take_over_timings(self) -> None:
        timings = kernel.DvTimings()
        kernel.call(self.fd, kernel.QUERY_DV_TIMINGS, timings)
        kernel.call(self.fd, kernel.S_DV_TIMINGS, timings)

    def _set_format(self, size: Size | None) -> Layout:
        format_ = kernel.Format(type=_CAPTURE)
        kernel.call(self.fd, kernel.G_FMT, format_)
        pix = format_.fmt.pix
        chosen = self._choose(list(self._formats()))
        wanted = size or self._largest(chosen) or Size(pix.width, pix.height)
        pix.width, pix.height = wanted
        pix.pixelformat = kernel.fourcc(chosen)
        pix.bytesperline = pix.sizeimage = 0
        kernel.call(self.fd, kernel.S_FMT, format_)
        if kernel.name_of(pix.pixelformat) != chosen:
            raise NotSupported(
                f"'{self.path}' does not provide {chosen} at {wanted}, only {kernel.name_of(pix.pixelformat)}."
            )
        return Layout(
            chosen,
            Size(pix.width, pix.height),
            pix.bytesperline,
            is_bt709=pix.ycbcr_enc == kernel.ENCODING_709 or (not pix.ycbcr_enc and pix.colorspace == kernel.REC709),
            is_full_range=pix.quantization == kernel.FULL_RANGE
            or (not pix.quantization and pix.colorspace == kernel.JPEG),
        )

    def _choose(self, offered: list[str]) -> str:
        able = [name for name in _PREFERRED if name in offered]
        if self._wanted is not None:
            able = [name for name in able if name == self._wanted]
        if not able:
            raise ConfigurationError(
                f"'{self.path}' provides the pixel formats {', '.join(offered)}; supported are {', '.join(_PREFERRED)}"
                + (f". {self._wanted} was requested." if self._wanted else ".")
            )
        return able[0]

    def _formats(self) -> Iterator[str]:
        described = kernel.OfferedFormat()
        described.type = _CAPTURE
        with suppress(OSError):
            while True:
                kernel.call(self.fd, kernel.ENUM_FMT, described)
                yield kernel.name_of(described.pixelformat)
                described.index += 1

    def _largest(self, fourcc: str) -> Size | None:
        """The largest size that a device without timings offers, up to Full HD."""
        offered = kernel.OfferedSize()
        offered.pixel_format = kernel.fourcc(fourcc)
        sizes = []
        with suppress(OSError):
            while True:
                kernel.call(self.fd, kernel.ENUM_FRAMESIZES, offered)
                if offered.type != kernel.DISCRETE:
                    break
                sizes.append(Size(offered.width, offered.height))
                offered.index += 1
        fitting = [size for size in sizes if size.width <= 1920 and size.height <= 1200]
        return max(fitting or sizes, default=None)

    def _has_changed(self) -> bool:
        changed, event = False, kernel.Event()
        with suppress(OSError):
            while True:
                kernel.call(self.fd, kernel.DQEVENT, event)
                changed |= event.type == kernel.SOURCE_CHANGE
        return changed


def _timings(told: kernel.DvTimings) -> Timings:
    bt = told.timings.bt
    across = bt.width + bt.hfrontporch + bt.hsync + bt.hbackporch
    down = bt.height + bt.vfrontporch + bt.vsync + bt.vbackporch
    rate = bt.pixelclock / (across * down) if across * down else 0.0
    return Timings(Size(bt.width, bt.height), rate)
