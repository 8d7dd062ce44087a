"""`gadget:` as it is opened, on a machine without a gadget."""

import sys
from pathlib import Path

import pytest

from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable, NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("gadget:/dev/hidg0", "has no address"),
        ("gadget:?pointer=trackball", "must be absolute or relative"),
        ("gadget:?press_time=soon", "must be a duration"),
        ("gadget:?deadline=0", "longer than 0"),
        ("gadget:?screen=wide", "such as 1024x768"),
        ("gadget:?speed=fast", "has no option 'speed'"),
    ],
)
def test_a_wrong_option_is_refused(url: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        open_device(url)


def test_it_says_what_it_can_before_there_is_a_gadget(tmp_path: Path) -> None:
    device = open_device(f"gadget:?keyboard={tmp_path}/hidg0&mouse={tmp_path}/hidg1&deadline=50ms")
    assert capability_names(device) == ["new-frames", "held-keys", "interruption", "leds"]
    device.close()


def test_no_file_is_made_where_a_node_is_missing(tmp_path: Path) -> None:
    device = open_device(f"gadget:?keyboard={tmp_path}/hidg0&mouse={tmp_path}/hidg1&deadline=50ms")
    with pytest.raises(DeviceUnreachable, match="gadget up"):
        device.type([Keystroke("KeyA")])
    device.release()
    device.close()
    assert list(tmp_path.iterdir()) == []


def test_an_ordinary_file_is_left_as_it_is(tmp_path: Path) -> None:
    node = tmp_path / "hidg0"
    node.write_bytes(b"left over")
    device = open_device(f"gadget:?keyboard={node}&mouse={tmp_path}/hidg1&deadline=50ms")
    with pytest.raises(DeviceUnreachable, match="ordinary file"):
        device.type([Keystroke("KeyA")])
    device.close()
    assert node.read_bytes() == b"left over"


def test_where_no_gadget_can_be_it_is_told_how_to_reach_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(NotSupported, match=r"Only Linux can be a USB keyboard.*by its address: https://"):
        open_device("gadget:")
    with pytest.raises(ConfigurationError, match=r"Captures such as '/dev/video0' exist only on Linux.*video=http"):
        open_device("gadget:?video=/dev/video0")
