"""Captures of a real V4L2 device, directly and through Debian's uStreamer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from atest.ondevice._inside.conftest import Opener
from atest.ondevice._inside.vivid import Vivid, control
from TinyPilotLibrary.devices.capture import Capture, open_capture
from TinyPilotLibrary.errors import DeviceUnreachable, NoVideoSignal, VideoFrozen
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

# The emulated machine is slow: nothing here takes so long, and what takes longer is not coming.
_LONG = 30.0
# What one value of a colour may differ by through rounding in 4:2:2.
_ROUNDING = 2
# What JPEG loses, on average.
_LOST = 3.0


def blocks(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of gray blocks, another for each seed; 4:2:2 and the edges of its blocks agree."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (size[1] // 16, size[0] // 16), np.uint8)
    return Image.fromarray(np.kron(small, np.ones((16, 16), np.uint8)))


def largest_difference(frame: Frame, vivid: Vivid) -> int:
    """How far the worst pixel is from what is shown."""
    shown = np.asarray(vivid.screen, int)
    seen = frame.color[:, :, ::-1].astype(int)
    assert seen.shape == shown.shape
    return int(np.abs(seen - shown).max())


def shows(frame: Frame, vivid: Vivid) -> bool:
    """Whether a frame is of what is shown."""
    if frame.size != vivid.screen.size:
        return False
    shown, seen = np.asarray(vivid.screen.convert("L"), float), frame.gray.astype(float)
    # uStreamer 4.9 leaves brightness from 16 to 235.
    return any(float(np.abs(seen - wanted).mean()) < _LOST for wanted in (shown, 16 + shown * 219 / 255))


def wait_for(capture: Capture, frame: Frame, vivid: Vivid) -> Frame:
    """Waits until a capture has what is shown."""
    deadline = time.monotonic() + _LONG
    while not shows(frame, vivid):
        assert time.monotonic() < deadline, f"still not there: {frame.size}"
        frame = capture.next_frame(frame, 1.0)
    return frame


@contextmanager
def no_frames() -> Iterator[None]:
    """The capture gives no frames, though there is a signal."""
    control("percentage_of_dropped_buffers=100")
    try:
        yield
    finally:
        control("percentage_of_dropped_buffers=0")


@pytest.mark.parametrize("kind", ["v4l2", "tcp", "unix"])
def test_each_pixel_is_where_it_was_shown(kind: str, vivid: Vivid, opened: Opener) -> None:
    capture = opened(kind)
    before = capture.frame()
    vivid.show(blocks(1))
    frame = wait_for(capture, before, vivid)
    assert frame.size == Size(640, 480)
    if kind == "v4l2":
        assert largest_difference(frame, vivid) <= _ROUNDING


@pytest.mark.parametrize("kind", ["v4l2", "unix"])
def test_no_frame_is_a_stale_one(kind: str, vivid: Vivid, opened: Opener) -> None:
    capture = opened(kind)
    for seed in range(8):
        vivid.show(blocks(seed))
        # Buffers that nobody emptied would be full of what was before.
        time.sleep(0.3)
        instant = time.monotonic()
        capture.not_before(instant)
        frame = capture.frame()
        assert frame.captured_at >= instant
        assert shows(frame, vivid), f"picture {seed}"


@pytest.mark.parametrize(
    ("signal", "sentence"),
    [
        ("none", "there is no signal"),
        ("no lock", "cannot lock onto it"),
        ("out of range", "does not support its timings"),
    ],
)
def test_a_lost_signal_is_told_in_the_kernels_words(signal: str, sentence: str, vivid: Vivid, opened: Opener) -> None:
    capture = opened("v4l2")
    vivid.show(blocks(1))
    vivid.signal(signal)
    begun = time.monotonic()
    with pytest.raises(NoVideoSignal, match=sentence):
        capture.frame()
    # vivid goes on with frames of noise: none of them is given, neither now nor when the signal is back.
    with pytest.raises(NoVideoSignal, match=sentence):
        capture.frame()
    vivid.signal("good")
    frame = _first_frame(capture)
    assert shows(frame, vivid)
    assert frame.captured_at > begun
    for _ in range(5):
        assert shows(capture.frame(), vivid)


def test_a_wait_sees_the_signal_go(vivid: Vivid, opened: Opener) -> None:
    capture = opened("v4l2")
    vivid.show(blocks(1))
    frame = wait_for(capture, capture.frame(), vivid)
    vivid.later(0.5, "signal", "none")
    with pytest.raises(NoVideoSignal):
        capture.next_frame(frame, _LONG)
    vivid.now_it_is_done()


def test_a_streamer_without_frames_has_no_signal_until_they_are_back(vivid: Vivid, opened: Opener) -> None:
    capture = opened("unix")
    vivid.show(blocks(1))
    frame = wait_for(capture, capture.frame(), vivid)
    # Debian's uStreamer goes offline; new ones stay online and are silent.
    with no_frames(), pytest.raises(NoVideoSignal, match=r"no video signal from the target|the frames have stopped"):
        _until_error(capture, frame)
    frame = _first_frame(capture)
    assert shows(wait_for(capture, frame, vivid), vivid)


@pytest.mark.parametrize("kind", ["v4l2", "unix"])
def test_frames_that_stop_are_no_still_screen(kind: str, vivid: Vivid, opened: Opener) -> None:
    capture = opened(kind, "--persistent", frozen_after=1.5)
    vivid.show(blocks(1))
    frame = wait_for(capture, capture.frame(), vivid)
    still = capture.next_frame(frame, 2.5)
    assert shows(still, vivid), "a screen that does not change is given as it is"
    assert still.captured_at > frame.captured_at + 1
    with no_frames(), pytest.raises(VideoFrozen, match="the frames have stopped"):
        _until_error(capture, still)
    vivid.show(blocks(2))
    assert shows(wait_for(capture, _first_frame(capture), vivid), vivid)


@pytest.mark.parametrize("kind", ["v4l2", "tcp"])
def test_another_resolution_in_the_middle_of_a_wait(kind: str, vivid: Vivid, opened: Opener, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    blocks(3, (800, 592)).save(picture)
    capture = opened(kind)
    frame = capture.frame()
    vivid.later(0.5, "change resolution", 800, 600, picture)
    frame = _until_size(capture, frame, Size(800, 600))
    vivid.now_it_is_done()
    frame = wait_for(capture, frame, vivid)
    if kind == "v4l2":
        assert largest_difference(frame, vivid) <= _ROUNDING


def test_a_capture_that_another_program_has_is_told(vivid: Vivid, opened: Opener) -> None:
    opened("unix")
    capture = open_capture("v4l2:/dev/video0")
    with pytest.raises(DeviceUnreachable, match="is in use by another program"):
        capture.frame()
    capture.close()


def test_the_capture_of_this_machine_is_found(vivid: Vivid) -> None:
    capture = open_capture()
    assert capture.frame().size == Size(640, 480)
    assert capture.name == "v4l2:/dev/video0"
    capture.close()


def _first_frame(capture: Capture) -> Frame:
    deadline = time.monotonic() + _LONG
    while True:
        try:
            return capture.frame()
        except NoVideoSignal:  # noqa: PERF203 - it is waited for
            assert time.monotonic() < deadline
            time.sleep(0.02)


def _until_error(capture: Capture, frame: Frame) -> None:
    deadline = time.monotonic() + _LONG
    while time.monotonic() < deadline:
        frame = capture.next_frame(frame, 1.0)


def _until_size(capture: Capture, frame: Frame, size: Size) -> Frame:
    deadline = time.monotonic() + _LONG
    while frame.size != size:
        assert time.monotonic() < deadline
        try:
            frame = capture.next_frame(frame, 1.0)
        except NoVideoSignal:
            time.sleep(0.05)
    return frame
