"""`tinypilot gadget` on the kernel's configfs."""

import grp
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from atest.ondevice._inside.kernel_rig import load_modules
from TinyPilotLibrary.cli import app, main
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.errors import DeviceError
from TinyPilotLibrary.hid.descriptors import KEYBOARD

_OURS = Path("/sys/kernel/config/usb_gadget/tinypilotlibrary")
_GROUP = "adm"


def _gadget(*arguments: str, code: int = 0) -> str:
    """Runs the command here, which saves its start."""
    result = CliRunner().invoke(app, ["gadget", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(autouse=True)
def _without_gadget() -> Iterator[None]:
    load_modules()
    yield
    Gadget([]).down()


def test_it_comes_up_once_and_goes_down_once() -> None:
    _gadget("status", code=1)
    up = _gadget("up", "--group", _GROUP)
    assert "/dev/hidg0  keyboard" in up
    assert "/dev/hidg1  mouse" in up
    for node in ("/dev/hidg0", "/dev/hidg1"):
        status = Path(node).stat()
        assert (status.st_mode & 0o777, status.st_gid) == (0o660, grp.getgrnam(_GROUP).gr_gid)
    born = _OURS.stat().st_ino
    assert "was up already" in _gadget("up")
    assert _OURS.stat().st_ino == born
    assert "tinypilotlibrary: at dummy_udc.0" in _gadget("status")
    assert "is removed" in _gadget("down")
    assert not _OURS.exists()
    assert "There is no gadget" in _gadget("down")


def test_its_descriptors_are_tinypilots() -> None:
    _gadget("up")
    keyboard, mouse = (_OURS / "functions" / name for name in ("hid.keyboard", "hid.mouse"))
    assert len((keyboard / "report_desc").read_bytes()) == 60
    assert len((mouse / "report_desc").read_bytes()) == 68
    for name, value in (("idVendor", "0x1d6b"), ("idProduct", "0x0104"), ("bcdUSB", "0x0200")):
        assert (_OURS / name).read_text().strip() == value
    for name, value in (("protocol", "1"), ("subclass", "1"), ("report_length", "8"), ("no_out_endpoint", "1")):
        assert (keyboard / name).read_text().strip() == value
    assert (_OURS / "configs/c.1/MaxPower").read_text().strip() == "250"


def test_what_was_left_half_made_is_made_whole() -> None:
    (_OURS / "functions/hid.keyboard").mkdir(parents=True)
    (_OURS / "functions/hid.keyboard/report_length").write_text("5")
    (_OURS / "configs/c.1").mkdir()
    (_OURS / "configs/c.1/hid.keyboard").symlink_to(_OURS / "functions/hid.keyboard")
    _gadget("up")
    assert (_OURS / "functions/hid.keyboard/report_length").read_text().strip() == "8"
    assert Path("/dev/hidg1").is_char_device()


def test_an_unbound_one_is_bound_and_another_shape_is_made_anew() -> None:
    _gadget("up")
    (_OURS / "UDC").write_text("\n")
    assert not Path("/dev/hidg0").exists()
    assert "is up" in _gadget("up", "--relative-mouse")
    assert Path("/dev/hidg2").is_char_device()


def test_a_controller_in_use_is_told_with_its_user() -> None:
    _gadget("up", "--name", "other")
    with pytest.raises(DeviceError, match=r"The controller 'dummy_udc.0' is in use by the gadget other"):
        _gadget("up")
    _gadget("down", "--name", "other")


def test_a_group_that_does_not_exist_is_told() -> None:
    with pytest.raises(DeviceError, match="There is no group 'nosuchgroup'"):
        _gadget("up", "--group", "nosuchgroup")


def test_only_root_may() -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setuid(65534)
        try:
            Gadget([KEYBOARD]).up()
        except DeviceError as error:
            os.write(writer, str(error).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    assert b"only root can. Run this command with sudo." in os.read(reader, 1000)
    os.close(reader)


def test_what_goes_wrong_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tinypilot", "gadget", "up", "--udc", "none.0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told == "Error: There is no USB device controller 'none.0'. Available: dummy_udc.0.\n"
