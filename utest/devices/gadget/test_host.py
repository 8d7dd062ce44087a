"""What sysfs and configfs tell of the host, on folders that look like them."""

from pathlib import Path

import pytest

from TinyPilotLibrary.devices.gadget.host import HostState


@pytest.fixture
def controller(tmp_path: Path) -> Path:
    folder = tmp_path / "sys/class/udc/fe980000.usb"
    (folder / "device").mkdir(parents=True)
    (folder / "state").write_text("configured\n")
    return folder


@pytest.mark.parametrize("flag", ["device/gadget.0/suspended", "device/gadget/suspended"])
def test_sleep_is_told_by_the_gadget(tmp_path: Path, controller: Path, flag: str) -> None:
    host = HostState(tmp_path)
    assert not host.is_suspended()
    # It appears when the gadget is bound, after the first look.
    (controller / flag).parent.mkdir()
    for text, asleep in (("0\n", False), ("1\n", True), ("0\n", False)):
        (controller / flag).write_text(text)
        assert host.is_suspended() is asleep


def test_sleep_is_told_by_the_state_of_some_drivers(tmp_path: Path, controller: Path) -> None:
    (controller / "state").write_text("suspended\n")
    assert HostState(tmp_path).is_suspended()


def test_a_machine_without_a_controller_is_not_asleep(tmp_path: Path) -> None:
    host = HostState(tmp_path)
    assert not host.is_suspended()
    assert host.described() == "this machine has no USB device controller"


def test_the_controllers_are_described_with_their_states(tmp_path: Path, controller: Path) -> None:
    assert HostState(tmp_path).described() == "controller fe980000.usb is 'configured'"
