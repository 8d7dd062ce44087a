"""uStreamer as a capture, against servers that behave as its versions do, over TCP and a Unix socket."""

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from TinyPilotLibrary.devices.capture import Capture, open_capture
from TinyPilotLibrary.errors import CorruptFrame, DeviceError, DeviceUnreachable, NoVideoSignal, VideoFrozen
from TinyPilotLibrary.vision.geometry import Size
from utest.devices.capture.streamer import ELSEWHERE, V4_9, V6_62, VERSIONS, Streamer, Version, jpeg, serve

pytestmark = pytest.mark.integration

RED, BLUE = jpeg("red"), jpeg("blue")
# Less than any test waits for; a picture comes at once or not at all.
_LONG = 20.0


@pytest.fixture(params=[V4_9, V6_62], ids=str)
def version(request: pytest.FixtureRequest) -> Version:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def streamer(version: Version) -> Iterator[Streamer]:
    with serve(version) as running:
        yield running


@pytest.fixture
def capture(streamer: Streamer) -> Iterator[Capture]:
    opened = open_capture(streamer.address, blank_is_no_signal=False)
    yield opened
    opened.close()


@pytest.fixture
def impatient(streamer: Streamer) -> Iterator[Capture]:
    """A capture whose source is soon taken for frozen."""
    opened = open_capture(streamer.address, frozen_after=0.5)
    yield opened
    opened.close()


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_a_frame_has_the_picture_its_size_and_when_it_was_taken(streamer: Streamer, capture: Capture) -> None:
    before = time.monotonic()
    frame = capture.frame()
    assert frame.data == RED
    assert frame.size == Size(64, 48)
    assert before - 1 < frame.captured_at <= time.monotonic()


def test_a_unix_socket_is_the_same(version: Version, tmp_path: Path) -> None:
    with serve(version, tmp_path / "ustreamer.sock") as streamer:
        capture = open_capture(streamer.address)
        frame = capture.frame()
        streamer.show(BLUE)
        assert capture.next_frame(frame, _LONG).data == BLUE
        capture.close()


def test_no_signal_is_told_at_once_and_never_as_a_picture(streamer: Streamer, capture: Capture) -> None:
    capture.frame()
    streamer.set(online=False)
    streamer.grab()
    streamer.asked.clear()
    with pytest.raises(NoVideoSignal, match="no video signal"):
        capture.frame()
    assert "/snapshot" not in streamer.asked, "new versions hold it back for seconds"
    streamer.set(online=True)
    streamer.grab()
    assert capture.frame().data == RED


def test_frames_that_have_stopped_are_no_still_screen(streamer: Streamer, impatient: Capture) -> None:
    impatient.frame()
    streamer.set(running=False)
    time.sleep(0.6)
    with pytest.raises(VideoFrozen, match=r"reports a signal, but (its last frame is \d+\.\d s old|has sent no frame)"):
        impatient.frame()
    streamer.set(running=True)
    streamer.grab()
    assert impatient.frame().data == RED


def test_where_a_snapshot_is_not_answered_the_streamer_is_kept_awake() -> None:
    with serve(V6_62) as streamer:
        capture = open_capture(streamer.address, frozen_after=0.5)
        streamer.set(lost=1)
        assert capture.frame().data == RED
        asked = streamer.is_asked("/stream?extra_headers=1")
        capture.close()
    assert asked


def test_a_picture_that_drips_is_given_up_in_time() -> None:
    with serve(V4_9) as streamer:
        streamer.show(bytes(2000), says_size=(64, 48))
        streamer.grab()
        capture = open_capture(streamer.address, frozen_after=0.5)
        streamer.set(drips=True)
        begun = time.monotonic()
        with pytest.raises(VideoFrozen, match=r"has sent no frame for 0\.75 s"):
            capture.frame()
        assert time.monotonic() - begun < 20, "the whole of it would take 40"
        capture.close()


def test_a_still_screen_whose_frames_are_left_out_is_not_frozen(streamer: Streamer, impatient: Capture) -> None:
    streamer.set(drop_same=True)
    before = impatient.frame()
    time.sleep(0.7)
    impatient.not_before(time.monotonic())
    frame = impatient.frame()
    assert frame.data == RED
    assert frame.captured_at > before.captured_at + 0.5, "the screen is known to have looked like this until now"


def test_a_wait_that_sees_frames_stop_says_so(streamer: Streamer, impatient: Capture) -> None:
    frame = impatient.frame()
    streamer.set(running=False)
    with pytest.raises(VideoFrozen):
        impatient.next_frame(frame, _LONG)


def test_a_broken_picture_is_asked_for_once_more(streamer: Streamer, capture: Capture) -> None:
    streamer.set(cut=1)
    assert capture.frame().data == RED
    streamer.set(cut=2)
    with pytest.raises(CorruptFrame, match="cut off"):
        capture.frame()


def test_what_is_no_picture_is_refused(streamer: Streamer, capture: Capture) -> None:
    capture.frame()
    streamer.show(b"\x00\x00\x00\x01\x67video", says_size=(64, 48))
    streamer.grab()
    with pytest.raises(CorruptFrame, match="are not a picture"):
        capture.frame()


def test_a_picture_of_another_size_than_told_is_refused(streamer: Streamer, capture: Capture) -> None:
    streamer.set(says_size=(800, 600))
    with pytest.raises(CorruptFrame, match="64x48 but announced one of 800x600"):
        capture.frame()


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_no_frame_is_older_than_the_last_input(version: Version) -> None:
    with serve(version, interval=0.05) as streamer:
        capture = open_capture(streamer.address)
        for colour in ("blue", "green"):
            before = capture.frame()
            picture = jpeg(colour)
            # An input, and at once its effect; only the frame that is grabbed next shows it.
            streamer.show(picture)
            instant = time.monotonic()
            capture.not_before(instant)
            frame = capture.frame()
            assert frame.captured_at >= instant
            assert frame.data == picture
            assert capture.next_frame(before, 0.05).data == picture
        capture.close()


def test_a_wait_passes_over_what_came_before_the_last_input(version: Version) -> None:
    with serve(version, interval=0.3) as streamer:
        capture = open_capture(streamer.address)
        frame = capture.next_frame(capture.frame(), 0.01)
        streamer.show(BLUE)
        streamer.grab()
        time.sleep(0.1)
        # It has come by the stream, and nobody has looked at it; then a key goes out, and the screen changes.
        streamer.show(jpeg("green"))
        capture.not_before(time.monotonic())
        assert capture.next_frame(frame, _LONG).data == jpeg("green")
        capture.close()


def test_what_is_left_over_from_when_somebody_last_looked_is_passed_over() -> None:
    with serve(V6_62) as streamer:
        capture = open_capture(streamer.address)
        frame = capture.frame()
        streamer.set(online=False)
        streamer.grab()
        # The signal is back, but nobody looks: so no frame is encoded.
        streamer.set(online=True, running=False)
        later = threading.Timer(0.3, streamer.show, (BLUE,), {"running": True})
        later.start()
        assert capture.next_frame(frame, _LONG).data == BLUE
        later.join()
        capture.close()


def test_where_no_frame_comes_after_an_input_none_is_given(version: Version) -> None:
    with serve(version) as streamer:
        capture = open_capture(streamer.address, frozen_after=0.3)
        capture.frame()
        streamer.set(running=False)
        capture.not_before(time.monotonic())
        with pytest.raises(VideoFrozen):
            capture.frame()
        capture.close()


def test_a_wait_reads_the_stream_and_sees_each_change(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    streamer.asked.clear()
    for colour in ("blue", "green", "white", "red"):
        picture = jpeg(colour)
        streamer.show(picture)
        frame = capture.next_frame(frame, _LONG)
        assert frame.data == picture
    assert streamer.asked == ["/stream?extra_headers=1"]


def test_a_screen_that_is_still_comes_back_as_it_is(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    time.sleep(0.05)
    again = capture.next_frame(frame, 0.3)
    assert again.data == frame.data
    assert again.captured_at > frame.captured_at


def test_a_wait_sees_the_signal_go_and_come(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    streamer.set(online=False)
    with pytest.raises(NoVideoSignal, match="no video signal"):
        capture.next_frame(frame, _LONG)
    streamer.show(BLUE, online=True)
    streamer.grab()
    assert capture.next_frame(frame, _LONG).data == BLUE


def test_a_wait_sees_another_resolution(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    streamer.show(jpeg("blue", (80, 60)))
    assert capture.next_frame(frame, _LONG).size == Size(80, 60)


def test_one_broken_picture_in_the_stream_is_passed_over(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    capture.next_frame(frame, 0.1)
    streamer.show(BLUE, cut=1)
    assert capture.next_frame(frame, _LONG).data == BLUE


def test_a_streamer_that_starts_anew_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "ustreamer.sock"
    with serve(V6_62, path):
        capture = open_capture(str(path))
        frame = capture.frame()
        capture.next_frame(frame, 0.1)
    with pytest.raises(DeviceUnreachable, match=r"no connection.*Is the streamer running"):
        capture.next_frame(frame, 0.1)
    with serve(V6_62, path) as streamer:
        streamer.show(BLUE)
        streamer.grab()
        assert capture.next_frame(frame, _LONG).data == BLUE
        capture.close()


def test_a_clock_elsewhere_never_makes_a_frame_newer_than_it_is() -> None:
    with serve(ELSEWHERE) as streamer:
        capture = open_capture(streamer.address)
        frame = capture.frame()
        for _ in range(4):
            frame = capture.frame()
            grabbed = (frame.sequence or 0) / 1e6 - ELSEWHERE.ahead
            assert grabbed - 0.5 < frame.captured_at < grabbed + 0.001
        capture.close()


def test_a_dongle_without_a_signal_sends_one_colour() -> None:
    with serve(V4_9) as streamer:
        capture = open_capture(streamer.address, blank_is_no_signal=True)
        assert capture.frame().data == RED
        streamer.show(_flat("#1010e0"))
        streamer.grab()
        with pytest.raises(NoVideoSignal, match=r"nothing but #[01].[01].[de].: capture dongles"):
            capture.frame()
        capture.close()
        other = open_capture(streamer.address, blank_is_no_signal=False)
        assert other.frame().size == Size(64, 48)
        other.close()


def test_closing_ends_a_stream_and_everything_after_it(streamer: Streamer, capture: Capture) -> None:
    frame = capture.frame()
    capture.next_frame(frame, 0.1)
    capture.close()
    capture.close()
    with pytest.raises(DeviceError, match="was closed"):
        capture.frame()


def _flat(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file.getvalue()
