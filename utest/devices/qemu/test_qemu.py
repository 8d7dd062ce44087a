"""The QEMU device on a real machine: keys by name, the pointer, the screen, power, and errors in words."""

import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from TinyPilotLibrary.devices.protocol import Device, HasPower, HoldsKeys
from TinyPilotLibrary.devices.qemu import qmp_connection
from TinyPilotLibrary.devices.qemu.qcodes import QCODES, qcode
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import (
    ConfigurationError,
    DeviceUnreachable,
    InputNotDelivered,
    NoVideoSignal,
    UnknownKey,
)
from TinyPilotLibrary.hid.keys import USAGES
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from utest.qemu import machine_of

pytestmark = pytest.mark.integration

Opener = Callable[[str], Device]

_PATIENCE = 20.0
_BLUE = (0, 0, 200)
_FAST = {"key_hold": "1ms", "key_gap": "0"}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine in SeaBIOS, which shows a blue picture of 1024x768 until Escape opens its boot menu."""
    folder = tmp_path_factory.mktemp("qemu")
    (folder / "trace").touch()
    Image.new("RGB", (1024, 768), _BLUE).save(folder / "splash.jpg")
    events = [argument for name in ("key_qcode", "btn") for argument in ("-trace", f"input_event_{name}")]
    extra = ("-boot", f"splash={folder}/splash.jpg", *events, "-D", str(folder / "trace"))
    with machine_of(Hardware(memory=32, boot_menu=60, tablet=True, extra=extra)) as built:
        built.switch_on()
        yield built


@pytest.fixture
def opener() -> Iterator[Opener]:
    """Opens devices that type fast, and are closed at the end."""
    opened: list[Device] = []

    def opener(url: str) -> Device:
        opened.append(open_device(url, _FAST))
        return opened[-1]

    yield opener
    for device in opened:
        device.close()


@pytest.fixture
def device(machine: Machine, opener: Opener) -> Device:
    return opener(machine.url)


def _traced(machine: Machine, what: str) -> list[str]:
    arguments = machine.hardware.extra
    return re.findall(what, Path(arguments[arguments.index("-D") + 1]).read_text())


def _shown(device: Device, size: Size) -> Frame:
    """The first frame of a size."""
    deadline = time.monotonic() + _PATIENCE
    while (frame := device.frame()).size != size:
        assert time.monotonic() < deadline, f"the screen is {frame.size} and does not become {size}"
    return frame


def test_a_screen_that_becomes_smaller_is_whole(machine: Machine, device: Device) -> None:
    deadline = time.monotonic() + _PATIENCE
    # It is drawn line by line.
    while (blue := float(_shown(device, Size(1024, 768)).color[:, :, 0].min())) < _BLUE[2] - 20:
        assert time.monotonic() < deadline, f"the picture does not come: {blue}"
    device.type([Keystroke("Escape")])
    text = _shown(device, Size(720, 400))
    # Nothing is left of the larger picture.
    assert len(text.data) == len(b"P6\n720 400\n255\n") + 720 * 400 * 3
    assert text.color.shape == (400, 720, 3)
    assert text.color.mean() < 100
    device.close()


def test_every_key_has_a_name_that_qemu_knows(machine: Machine, device: Device) -> None:
    # The power key would switch the machine off.
    codes = [code for code in QCODES if code != "Power"]
    device.type([Keystroke(code) for code in codes])
    device.close()
    # For QEMU, SysRq and Print are one key.
    names = ["print" if code == "SystemRequest" else qcode(code) for code in codes]
    assert _traced(machine, r"key qcode (\w+), down 1")[-len(codes) :] == names
    assert _traced(machine, r"key qcode (\w+), down 0")[-len(codes) :] == names


def test_keys_that_qemu_does_not_have_are_refused_before_anything_is_typed(machine: Machine, device: Device) -> None:
    before = len(_traced(machine, "down 1"))
    for code in USAGES.keys() - QCODES.keys() - {"OSLeft", "OSRight"}:
        with pytest.raises(UnknownKey, match=f"QEMU has no key for '{code}'; nothing was typed"):
            device.type([Keystroke("KeyA"), Keystroke(code)])
    with pytest.raises(UnknownKey):
        require(device, HoldsKeys).key_down(["KeyA", "Select"])
    device.close()
    assert len(_traced(machine, "down 1")) == before


@pytest.mark.parametrize(
    ("event", "buttons"),
    [
        (PointerEvent(0.5, 0.5, wheel=-1), ["wheel-up"]),
        (PointerEvent(0.5, 0.5, wheel=1), ["wheel-down"]),
        (PointerEvent(0.5, 0.5, pan=-1), ["wheel-left"]),
        (PointerEvent(0.5, 0.5, pan=1), ["wheel-right"]),
        (PointerEvent(0.5, 0.5, 31), ["left", "right", "middle", "side", "extra"]),
    ],
)
def test_buttons_and_wheels_have_qemu_s_names(
    machine: Machine, device: Device, event: PointerEvent, buttons: list[str]
) -> None:
    before = len(_traced(machine, r"button ([\w-]+), down 1"))
    device.point([event])
    device.close()
    assert _traced(machine, r"button ([\w-]+), down 1")[before:] == buttons
    # What was pressed is up again at the end.
    assert sorted(_traced(machine, r"button ([\w-]+), down 0")[-len(buttons) :]) == sorted(buttons)


def test_a_qemu_that_was_started_anew_is_found_again(machine: Machine, device: Device) -> None:
    device.frame()
    machine.switch_off()
    with pytest.raises(DeviceUnreachable, match=r"QEMU at '.*' went away|no connection to QEMU"):
        device.frame()
    with pytest.raises(DeviceUnreachable, match=r"no connection to QEMU at '.*'\. There is no such socket\."):
        device.type([Keystroke("KeyA")])
    machine.switch_on()
    assert device.frame().size.width > 0
    device.type([Keystroke("KeyA")])
    device.close()


def test_the_first_input_for_a_qemu_that_was_started_anew_is_not_lost(machine: Machine, device: Device) -> None:
    device.frame()
    machine.switch_off()
    machine.switch_on()
    before = len(_traced(machine, "key_qcode"))
    device.type([Keystroke("KeyA")])
    assert len(_traced(machine, "key_qcode")) > before
    device.close()


def test_a_machine_that_waits_to_be_switched_on_is_off(opener: Opener) -> None:
    with machine_of(Hardware(memory=32, extra=("-S",))) as waiting:
        waiting.switch_on()
        device = opener(waiting.url)
        with pytest.raises(NoVideoSignal, match="is off"):
            device.frame()
        with pytest.raises(InputNotDelivered, match="Switch it on first"):
            device.type([Keystroke("KeyA")])
        with pytest.raises(InputNotDelivered):
            require(device, HoldsKeys).key_down(["KeyA"])
        require(device, HasPower).power_on()
        assert device.frame().size.width > 0
        with pytest.raises(InputNotDelivered, match=r"no absolute pointing device.*usb-tablet"):
            device.point([PointerEvent(0.5, 0.5)])
        device.close()


def test_qemu_serves_one_at_a_time_and_says_so(
    machine: Machine, device: Device, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.frame()
    monkeypatch.setattr(qmp_connection, "_TIMEOUT", 0.5)
    second = opener(machine.url)
    with pytest.raises(DeviceUnreachable, match="nobody else connected to it"):
        second.frame()


def test_a_socket_without_qemu_is_told(opener: Opener, tmp_path: Path) -> None:
    device = opener(f"qemu:{tmp_path}/none.qmp")
    with pytest.raises(DeviceUnreachable, match=r"no such socket\. Is it started with '-qmp unix:/.*server=on"):
        device.frame()
    device.close()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{unused.getsockname()[1]}"
        device = opener(f"qemu:{place}")
        with pytest.raises(DeviceUnreachable, match=f"no connection to QEMU at '{place}'.*-qmp tcp:{place}"):
            device.frame()
        device.close()


def test_an_address_is_needed_and_options_are_checked() -> None:
    with pytest.raises(ConfigurationError, match="address of QEMU is missing"):
        open_device("qemu:")
    with pytest.raises(ConfigurationError, match="key_hold"):
        open_device("qemu:/run/vm.qmp", {"key_hold": "long"})
    with pytest.raises(ConfigurationError, match=r"'key_hold' must be at most 200 ms, got '1s': targets repeat keys"):
        open_device("qemu:/run/vm.qmp", {"key_hold": "1s"})
    with pytest.raises(ConfigurationError, match="Its options: click_hold, key_gap, key_hold"):
        open_device("qemu:/run/vm.qmp", {"layout": "us"})


@pytest.mark.skipif(sys.platform == "win32", reason="needs a process that can be stopped")
@pytest.mark.parametrize(
    ("act", "down", "up"),
    [
        (lambda device: device.type([Keystroke("F9")]), "key qcode f9, down 1", "key qcode f9, down 0"),
        (lambda device: require(device, HoldsKeys).key_down(["F8"]), "key qcode f8, down 1", "key qcode f8, down 0"),
        (lambda device: device.point([PointerEvent(0.3, 0.3, 2)]), "button right, down 1", "button right, down 0"),
    ],
    ids=["typed", "held", "button"],
)
def test_what_qemu_takes_too_late_to_answer_does_not_stay_down(
    machine: Machine, device: Device, monkeypatch: pytest.MonkeyPatch, act: Callable[[Device], None], down: str, up: str
) -> None:
    device.point([PointerEvent(0.3, 0.3)])
    execute = qmp_connection.QmpSession.command

    def stop_before_input(session: qmp_connection.QmpSession, name: str, **arguments: object) -> object:
        if name == "input-send-event" and not stopped:
            stopped.append(name)
            monkeypatch.setattr(qmp_connection, "_TIMEOUT", 0.5)
            os.kill(machine.pid, signal.SIGSTOP)
        return execute(session, name, **arguments)

    stopped: list[str] = []
    monkeypatch.setattr(qmp_connection.QmpSession, "command", stop_before_input)
    before = len(_traced(machine, down)), len(_traced(machine, up))
    try:
        with pytest.raises(DeviceUnreachable, match="no answer within"):
            act(device)
    finally:
        os.kill(machine.pid, signal.SIGCONT)
    monkeypatch.undo()
    device.close()
    assert len(_traced(machine, down)) == before[0] + 1
    assert len(_traced(machine, up)) > before[1]


@pytest.mark.parametrize("next_kind", ["keys", "pointer"])
@pytest.mark.parametrize("first_kind", ["keys", "pointer"])
def test_a_pause_is_made_before_what_comes_next_and_none_after_the_last(
    machine: Machine, first_kind: str, next_kind: str
) -> None:
    device = open_device(machine.url, {"key_hold": "1ms", "key_gap": "2s", "click_hold": "2s"})
    act: dict[str, Callable[[], None]] = {
        "keys": lambda: device.type([Keystroke("F12")]),
        "pointer": lambda: device.point([PointerEvent(0.2, 0.2)]),
    }
    begun = time.monotonic()
    act[first_kind]()
    assert time.monotonic() - begun < 2
    act[next_kind]()
    assert time.monotonic() - begun >= 2
    device.close()


def test_two_clients_of_a_machine_see_its_screen_at_the_same_time(machine: Machine, opener: Opener) -> None:
    first, second = opener(machine.url), opener(f"qemu:{machine.watcher}")
    sizes = [device.frame().size for device in (first, second, first, second)]
    assert len(set(sizes)) == 1
