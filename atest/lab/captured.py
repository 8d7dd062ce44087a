"""Devices whose picture is as a capture of HDMI makes it: `Library    atest.lab.captured.Captures`."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack

import cv2
import numpy as np
from robot.api import logger
from robot.api.deco import keyword, library

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, HasPower
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_FULL_HD, _HD = (1920, 1080), (1280, 720)


def _blurred(color: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(color, (0, 0), 0.5), np.uint8)


def _limited(color: Pixels) -> Pixels:
    """Black at 16 and white at 235: the levels of video taken for those of a computer."""
    return np.asarray(np.round(16 + color * (219 / 255)), np.uint8)


def _shifted(color: Pixels, right: int, down: int) -> Pixels:
    moved = np.zeros_like(color)
    height, width = color.shape[:2]
    moved[down:, right:] = color[: height - down, : width - right]
    return moved


def _scaled(color: Pixels, size: tuple[int, int]) -> Pixels:
    smaller = size[0] < color.shape[1]
    return np.asarray(cv2.resize(color, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR), np.uint8)


_CHANGES: Mapping[str, Callable[[Pixels], Pixels]] = {
    "nothing": lambda color: color,
    "blur": _blurred,
    "limited range": _limited,
    "a shift to the right": lambda color: _shifted(color, 1, 0),
    "a shift down": lambda color: _shifted(color, 0, 1),
    "1080p": lambda color: _scaled(color, _FULL_HD),
    "720p": lambda color: _scaled(color, _HD),
    "1080p made of 720p": lambda color: _scaled(_scaled(color, _HD), _FULL_HD),
    "720p made of 1080p": lambda color: _scaled(_scaled(color, _FULL_HD), _HD),
    "limited range, blurred and shifted": lambda color: _shifted(_blurred(_limited(color)), 1, 0),
}


class Captured:
    """A device, seen through a capture. It has keys, a pointer and power, as far as the device has.

    Args:
        device: The device.
        change: What becomes of its picture: a key of the changes above.
        quality: The quality of JPEG in which it is sent.
    """

    def __init__(self, device: Device, change: str, quality: int) -> None:
        self.name = device.name
        self._device, self._quality, self._changed = device, quality, _CHANGES[change]
        power = capability_of(device, HasPower)
        assert power
        self._power = power

    def frame(self) -> Frame:
        seen = self._device.frame()
        changed = np.ascontiguousarray(self._changed(seen.color))
        data = cv2.imencode(".jpg", changed, [cv2.IMWRITE_JPEG_QUALITY, self._quality])[1]
        return Frame.read(bytes(data), seen.captured_at)

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        self._device.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        self._device.point(events)

    def release(self) -> None:
        self._device.release()

    def close(self) -> None:
        self._device.close()

    def power_on(self) -> None:
        self._power.power_on()

    def power_off(self) -> None:
        self._power.power_off()

    def reset(self) -> None:
        self._power.reset()


@library(scope="SUITE")
class Captures:
    """Serves devices behind captures."""

    def __init__(self) -> None:
        self._served = ExitStack()

    @keyword
    def serve_captured(self, url: str, change: str, quality: int = 80) -> str:
        """Puts a companion in front of a device whose picture is changed. Returns its URL."""
        self.stop_captures()
        served = self._served.enter_context(running(Captured(open_device(url), change, quality)))
        logger.info(f"{served} serves {url}, its picture with {change}, as JPEG of quality {quality}.")
        return served

    @keyword
    def stop_captures(self) -> None:
        """Ends what was served."""
        self._served.close()
