"""What `tinypilot gadget` says where no gadget can be made. That it makes one is shown in the lab machine."""

from pathlib import Path

import pytest

from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.errors import DeviceError
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD


def _machine(root: Path, *controllers: str, configfs: bool = True) -> Gadget:
    for name in controllers:
        (root / "sys/class/udc" / name).mkdir(parents=True)
    if configfs:
        (root / "sys/kernel/config/usb_gadget").mkdir(parents=True)
    return Gadget([KEYBOARD, ABSOLUTE_MOUSE], root=root)


def test_a_machine_without_controller_is_told_with_what_a_raspberry_needs(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="dtoverlay=dwc2"):
        _machine(tmp_path).up()


def test_of_several_controllers_one_has_to_be_chosen(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"a\.usb, b\.usb\. Choose one with --udc"):
        _machine(tmp_path, "b.usb", "a.usb").up()


def test_a_controller_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match=r"no USB device controller 'c\.usb'\. Available: a\.usb, b\.usb\."):
        _machine(tmp_path, "b.usb", "a.usb").up("c.usb")


def test_a_kernel_without_gadgets_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DeviceError, match=r"is not loaded, or configfs is not mounted\. Run this command with sudo"):
        _machine(tmp_path, "a.usb", configfs=False).up()


def test_there_is_nothing_to_remove_or_to_tell(tmp_path: Path) -> None:
    gadget = _machine(tmp_path, "a.usb")
    assert not gadget.down()
    assert list(gadget.statuses()) == []
