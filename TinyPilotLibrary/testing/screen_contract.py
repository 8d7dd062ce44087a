"""A frame is the target's screen as it is now, and that there is none is told."""

import time

import pytest

from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.errors import NoVideoSignal
from TinyPilotLibrary.testing.bench import Bench, Target, promised
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import whole
from TinyPilotLibrary.vision.motion.changed_regions import changed_regions, is_cursor

_TIMEOUT = 60.0


class ScreenContract:
    """What holds for the screen."""

    def test_a_frame_is_the_target_s_screen(self, device: Device, target: Target) -> None:
        deadline = time.monotonic() + _TIMEOUT
        # A machine that was just switched on has another size until its firmware sets one.
        wanted = target.size or device.frame().size
        while (size := device.frame().size) != wanted:
            assert time.monotonic() < deadline, f"the screen is {size}"
        asked = time.monotonic()
        frame = device.frame()
        assert frame.size == wanted
        assert frame.color.shape == (wanted.height, wanted.width, 3)
        assert asked <= frame.captured_at <= time.monotonic()

    def test_a_key_shows_on_the_screen(self, device: Device, target: Target) -> None:
        deadline = time.monotonic() + _TIMEOUT
        target.start_over()
        before = _at_rest(device, target, deadline)
        device.type([target.key])
        while not _shows_something_else(before, device.frame()):
            assert time.monotonic() < deadline, "nothing happened on the screen"

    def test_waiting_for_a_frame_ends_with_a_newer_one(self, bench: Bench, device: Device, target: Target) -> None:
        able = promised(bench, device, NotifiesFrames)
        if able is None:
            return
        before = device.frame()
        device.type([target.key])
        after = able.next_frame(before, _TIMEOUT)
        assert after.data != before.data
        assert after.captured_at > before.captured_at

    def test_waiting_for_a_frame_that_does_not_come_ends_in_time(self, bench: Bench, device: Device) -> None:
        able = promised(bench, device, NotifiesFrames)
        if able is None:
            return
        before = device.frame()
        begun = time.monotonic()
        after = able.next_frame(before, 0.0)
        assert time.monotonic() - begun < _TIMEOUT
        assert after.size == before.size
        assert after.captured_at > before.captured_at

    def test_no_video_signal_is_told(self, bench: Bench, device: Device, target: Target) -> None:
        before = device.frame()
        target.go_dark(device)
        with pytest.raises(NoVideoSignal, match="no video signal"):
            device.frame()
        able = promised(bench, device, NotifiesFrames)
        if able is not None:
            with pytest.raises(NoVideoSignal):
                able.next_frame(before, 0.1)


def _shows_something_else(before: Frame, now: Frame) -> bool:
    changes = changed_regions(before, now, whole(before.size))
    return bool(changes) and not is_cursor(changes)


def _at_rest(device: Device, target: Target, deadline: float) -> Frame:
    """The screen, once it stays as it is."""
    since, frame = time.monotonic(), device.frame()
    while time.monotonic() - since < target.rest:
        assert time.monotonic() < deadline, "the screen does not come to rest"
        now = device.frame()
        if _shows_something_else(frame, now):
            since, frame = time.monotonic(), now
    return frame
