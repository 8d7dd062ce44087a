"""The parts of a capture: the stream taken apart, clocks, finding, and a capture as a device."""

import sys
import time
from pathlib import Path

import pytest

from TinyPilotLibrary.devices.capture import Capture, open_capture
from TinyPilotLibrary.devices.capture.background_reader import read_reading
from TinyPilotLibrary.devices.capture.capture_search import FoundCapture
from TinyPilotLibrary.devices.capture.clock import StreamerClock
from TinyPilotLibrary.devices.capture.dongles import only_dongles
from TinyPilotLibrary.devices.capture.multipart import MultipartParser
from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, CorruptFrame, DeviceError, DeviceUnreachable, NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.devices.capture.streamer import V4_9, V6_62, jpeg, serve

_STREAM = (
    b"--b\r\nContent-Length: 3\r\nX-A: 1\r\n\r\nabc\r\n--b\r\nContent-Type: x\r\nContent-Length: 2\r\n\r\nde\r\n--b\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_stream_may_be_cut_anywhere(size: int) -> None:
    parser = MultipartParser()
    pieces = [_STREAM[start : start + size] for start in range(0, len(_STREAM), size)]
    parts = [part for piece in pieces for part in parser.feed(piece)]
    assert [part.body for part in parts] == [b"abc", b"de"]
    assert [part.headers.get("x-a") for part in parts] == ["1", None]


@pytest.mark.parametrize("stream", [b"--b\r\nContent-Type: image/jpeg\r\n\r\n\xff", b"x" * 20000])
def test_a_stream_without_lengths_is_refused(stream: bytes) -> None:
    with pytest.raises(CorruptFrame, match="Is it from uStreamer"):
        list(MultipartParser().feed(stream))


@pytest.mark.parametrize("length", [b"99999999999", b"9" * 5000, b"67108865"])
def test_a_picture_that_no_memory_holds_is_refused_before_it_comes(length: bytes) -> None:
    with pytest.raises(CorruptFrame, match="none is larger than 64 MiB"):
        list(MultipartParser().feed(b"--b\r\nContent-Length: " + length + b"\r\n\r\n"))


@pytest.mark.parametrize("length", [b"-1", b"\xb2", b"1e3", b"", b"0x10"])
def test_a_length_that_is_none_is_refused(length: bytes) -> None:
    with pytest.raises(CorruptFrame, match="does not give the length"):
        list(MultipartParser().feed(b"--b\r\nContent-Length: " + length + b"\r\n\r\n"))


def test_a_clock_of_this_machine_is_known_exactly() -> None:
    for now in (time.monotonic, lambda: time.clock_gettime(time.CLOCK_MONOTONIC_RAW)):
        clock = StreamerClock()
        asked = time.monotonic()
        sent = now()
        clock.learn(asked, sent, time.monotonic())
        instant, theirs = time.monotonic(), now()
        assert clock.local(theirs) == pytest.approx(instant, abs=0.001)


def test_a_clock_elsewhere_counts_as_early_as_it_can_be() -> None:
    clock = StreamerClock()
    clock.learn(asked=100.0, sent=7000.0, received=100.5)
    assert clock.local(7000.0) == 100.0
    clock.arrived(sent=7010.0, received=109.9)
    assert clock.local(7010.0) == pytest.approx(109.9), "its clock runs faster than this one"


@pytest.mark.parametrize(
    ("place", "why"),
    [("ftp://x", "neither"), ("http://", "neither"), ("video0", "neither"), ("http://user:password@x", "user or pass")],
)
def test_a_place_that_is_none_is_refused(place: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why) as refused:
        open_capture(place)
    assert "password@" not in str(refused.value)


@pytest.mark.parametrize("place", ["http://h:99999", "http://[::1", "http://h:x", "http:// a:80", "http://\x80/"])
def test_an_address_that_cannot_be_one_is_told_in_words(place: str) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be read: .+"):
        open_device(f"ustreamer:{place}")


_TOLD = {
    "x-ustreamer-online": "true",
    "x-ustreamer-width": "64",
    "x-ustreamer-height": "48",
    **{f"x-ustreamer-{name}-timestamp": "1.5" for name in ("grab", "encode-end", "send", "expose-begin", "expose-cmp")},
}


@pytest.mark.parametrize("name", ["grab-timestamp", "send-timestamp", "expose-cmp-timestamp", "width", "dropped"])
@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "-1", "1e300", "9" * 5000, "", "abc"])
def test_a_time_or_number_that_no_streamer_sends_is_told(name: str, value: str) -> None:
    assert read_reading(_TOLD, b"", "streamer").age == 0
    with pytest.raises(DeviceError, match="not with the signal state and time of its pictures"):
        read_reading({**_TOLD, f"x-ustreamer-{name}": value}, b"", "streamer")


def test_the_streamer_that_is_there_is_found(tmp_path: Path) -> None:
    with serve(V6_62) as streamer:

        def missing() -> Capture:
            raise DeviceUnreachable("Nothing is there.")

        capture = FoundCapture([missing, lambda: open_capture(streamer.address)])
        assert capture.frame().data == jpeg("red")
        assert capture.name == streamer.address
        capture.close()


def test_without_any_capture_it_is_told_what_was_tried() -> None:
    def missing() -> Capture:
        raise DeviceUnreachable("The socket does not exist.")

    with pytest.raises(DeviceUnreachable, match="No capture was found") as caught:
        FoundCapture([missing, missing]).frame()
    assert str(caught.value).count("\n- The socket does not exist.") == 2
    assert "video=" in str(caught.value)


def test_a_server_that_is_no_streamer_is_told() -> None:
    with serve(V6_62) as streamer:
        capture = open_capture(f"{streamer.address}/somewhere")
        with pytest.raises(DeviceError, match="/snapshot with status 404"):
            capture.frame()
        capture.close()


def test_nobody_at_the_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeviceUnreachable, match=r"No such file.*Is the streamer running"):
        open_capture(str(tmp_path / "none.sock")).frame()
    with serve(V6_62) as streamer:
        pass
    with pytest.raises(DeviceUnreachable, match="Connection refused"):
        open_capture(streamer.address).frame()


def test_a_capture_is_a_device_without_keys() -> None:
    with serve(V6_62) as streamer:
        device = open_device(f"ustreamer:{streamer.address}", {"frozen_after": "1s"})
        assert device.frame().data == jpeg("red")
        with pytest.raises(NotSupported, match="no keyboard"):
            device.type([Keystroke("KeyA")])
        with pytest.raises(NotSupported, match="no pointer"):
            device.point([PointerEvent(0.5, 0.5)])
        device.release()
        device.close()


def test_keys_of_another_device_count_for_the_picture() -> None:
    # This version answers at once, with the frame that it has.
    with serve(V4_9, interval=0.2) as streamer:
        device = CompositeDevice(VirtualDevice(), video=open_device(f"ustreamer:{streamer.address}"))
        device.frame()
        device.type([Keystroke("KeyA")])
        typed = time.monotonic()
        assert device.frame().captured_at > typed - 0.01
        device.point([PointerEvent(0.5, 0.5)])
        pointed = time.monotonic()
        assert device.frame().captured_at > pointed - 0.01
        require(device, HoldsKeys).key_down(["ShiftLeft"])
        held = time.monotonic()
        assert device.frame().captured_at > held - 0.01
        device.close()


@pytest.mark.parametrize(
    ("drivers", "only"),
    [
        (["uvcvideo", "uvcvideo"], True),
        (["uvcvideo", "bcm2835-codec", "bcm2835-isp"], True),
        (["unicam"], False),
        (["unicam", "uvcvideo"], False),
        ([], False),
    ],
)
def test_dongles_are_known_by_their_driver(drivers: list[str], only: bool, tmp_path: Path) -> None:  # noqa: FBT001
    for number, driver in enumerate(drivers):
        (tmp_path / "drivers" / driver).mkdir(parents=True, exist_ok=True)
        node = tmp_path / "video4linux" / f"video{number}" / "device"
        node.mkdir(parents=True)
        (node / "driver").symlink_to(tmp_path / "drivers" / driver)
    assert only_dongles(tmp_path / "video4linux") is only


@pytest.mark.skipif(sys.platform != "linux", reason="V4L2 is Linux's")
def test_a_node_that_is_none_is_told(tmp_path: Path) -> None:
    missing = open_capture(f"v4l2:{tmp_path / 'video9'}")
    with pytest.raises(DeviceUnreachable, match="There is no video device"):
        missing.frame()
    file = tmp_path / "video0"
    file.touch()
    with pytest.raises(NotSupported, match="is not a video device"):
        open_capture(f"v4l2:{file}").frame()
    with pytest.raises(ConfigurationError, match="does not name a video node"):
        open_capture("v4l2:video0")
