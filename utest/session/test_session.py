"""The open devices: aliases, the current one, when they are closed, and that no key stays pressed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, InputError, InputNotDelivered, NotSupported
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.session.session import AutoClose, Session
from TinyPilotLibrary.session.settings import Scope, Settings
from TinyPilotLibrary.watching.wait_until import Clock
from utest.machine import HandClock, PolledDevice


def _session(
    auto_close: AutoClose = AutoClose.SUITE,
    default: str | None = None,
    stands: Callable[[], Path | None] = lambda: None,
    hand: HandClock | None = None,
) -> Session:
    settings = Settings(10.0, 0.8, None, 0.5)
    clock = hand.clock if hand else None
    return Session(settings, (default, {}) if default else None, auto_close, stands, clock)


def _is_closed(device: Device) -> bool:
    try:
        device.type([Keystroke("KeyA")])
    except DeviceError:
        return True
    return False


def test_the_device_opened_last_is_current() -> None:
    session = _session()
    session.open("virtual:", {}, "left")
    session.open("virtual:", {}, "right")
    assert session.current.alias == "right"
    assert session.aliases == ["left", "right"]


def test_a_device_without_an_alias_gets_one() -> None:
    session = _session()
    assert [session.open("virtual:", {}).alias for _ in range(2)] == ["device-1", "device-2"]


def test_switching_gives_the_one_before_and_case_and_blanks_do_not_count() -> None:
    session = _session()
    session.open("virtual:", {}, "Stand Left")
    session.open("virtual:", {}, "right")
    assert session.switch("standleft") == "right"
    assert session.switch("RIGHT") == "Stand Left"


@pytest.mark.parametrize("act", [lambda session: session.switch("middle"), lambda session: session.close("middle")])
def test_an_unknown_alias_is_told_the_open_ones(act: Callable[[Session], object]) -> None:
    session = _session()
    with pytest.raises(ConfigurationError, match=r"no open device 'middle'\. Open devices: none"):
        act(session)
    session.open("virtual:", {}, "left")
    with pytest.raises(ConfigurationError, match=r"no open device 'middle'\. Open devices: left"):
        act(session)


def test_a_device_open_under_the_same_alias_is_closed() -> None:
    session = _session()
    first = session.open("virtual:", {}, "stand").device
    second = session.open("virtual:", {}, "Stand").device
    assert _is_closed(first)
    assert session.current.device is second
    assert session.aliases == ["Stand"]


def test_a_device_that_cannot_be_opened_leaves_the_others_as_they_are() -> None:
    session = _session()
    session.open("virtual:", {}, "left")
    with pytest.raises(ConfigurationError, match="no option 'colour'"):
        session.open("virtual:", {"colour": "red"}, "left")
    assert session.current.alias == "left"
    assert not _is_closed(session.current.device)


def test_an_option_that_is_given_counts_instead_of_the_url_s() -> None:
    session = _session()
    assert session.open("virtual:?graphics=1x1", {"graphics": "1920x1080"}).alias == "device-1"
    session.close_all()


def test_after_closing_the_one_opened_before_is_current() -> None:
    session = _session()
    for alias in ("one", "two", "three"):
        session.open("virtual:", {}, alias)
    assert session.close() == "three"
    assert session.current.alias == "two"
    assert session.close("one") == "one"
    assert session.current.alias == "two"
    assert session.close() == "two"
    assert session.close() is None


def test_nothing_is_open_and_none_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"No device is open\. Open one with the keyword 'Open Device'"):
        _ = _session().current


def test_the_named_one_is_opened_when_it_is_first_needed() -> None:
    session = _session(default="virtual:")
    assert session.current_if_open is None
    device = session.current.device
    assert session.current.device is device


def test_a_stand_is_opened_by_its_name_with_its_layout(tmp_path: Path) -> None:
    file = tmp_path / "devices.toml"
    file.write_text('[stand-3]\nurl = "virtual:"\nlayout = "en-US"\n')
    session = _session(stands=lambda: file)
    assert session.open("stand-3", {}).alias == "stand-3"
    assert session.layout.name == "us"
    with pytest.raises(ConfigurationError, match=r"no stand 'stand-4' in .*Known: stand-3"):
        session.open("stand-4", {})


def _closed_after(auto_close: AutoClose) -> list[list[bool]]:
    """What is closed after the test, its suite and the suite above: opened in the upper suite, the lower, the test."""
    session = _session(auto_close)
    devices: list[Device] = []
    for scope in (Scope.SUITE, Scope.SUITE, Scope.TEST):
        session.begin(scope)
        devices.append(session.open("virtual:", {}, f"{len(devices)}").device)
    closed = []
    for _ in range(3):
        session.end()
        closed.append([_is_closed(device) for device in devices])
    return closed


@pytest.mark.parametrize(
    ("auto_close", "closed"),
    [
        (AutoClose.TEST, [[False, False, True], [False, True, True], [True, True, True]]),
        (AutoClose.SUITE, [[False, False, False], [False, True, True], [True, True, True]]),
        (AutoClose.MANUAL, [[False, False, False], [False, False, False], [False, False, False]]),
    ],
)
def test_devices_are_closed_when_it_is_their_time(auto_close: AutoClose, closed: list[list[bool]]) -> None:
    assert _closed_after(auto_close) == closed


def test_all_are_closed_also_if_one_of_them_fails() -> None:
    session = _session()
    devices = [session.open("virtual:", {}, alias).device for alias in ("one", "two")]
    failing = session.open("virtual:", {}, "three")
    failing.device = _FailsToClose()
    with pytest.raises(DeviceError, match="does not let go"):
        session.close_all()
    assert all(_is_closed(device) for device in devices)
    assert session.aliases == []


class _FailsToClose(VirtualDevice):
    def close(self) -> None:
        raise DeviceError("It does not let go.")


def _opened(hand: HandClock) -> tuple[OpenDevice, PolledDevice]:
    device = PolledDevice(hand)
    return OpenDevice("bench", device, None, hand.clock), device


def test_a_delay_is_between_two_keys_and_not_after_the_last() -> None:
    hand = HandClock()
    item, device = _opened(hand)
    item.type([Keystroke("KeyA"), Keystroke("KeyB"), Keystroke("KeyC")], delay=0.2)
    assert device.pressed == ["KeyA", "KeyB", "KeyC"]
    assert hand.slept == [0.2, 0.2]


def test_the_pointer_stays_where_it_was_sent() -> None:
    item, _ = _opened(HandClock())
    item.point([PointerEvent(0.1, 0.2), PointerEvent(0.3, 0.4, buttons=1)])
    assert item.pointer == PointerEvent(0.3, 0.4, buttons=1)
    item.release()
    assert item.pointer == PointerEvent(0.3, 0.4)


def test_after_an_event_that_was_not_delivered_no_button_stays_down() -> None:
    item, device = _opened(HandClock())
    item.point([PointerEvent(0.5, 0.5, buttons=1)])
    device.virtual.simulate_fault("cable unplugged", 60)
    with pytest.raises(InputNotDelivered):
        item.point([PointerEvent(0.6, 0.6, buttons=1)])
    assert device.virtual.computer.pointer.buttons == 0
    assert item.pointer.buttons == 0


def test_when_a_long_press_is_interrupted_the_key_goes_up() -> None:
    def interrupted(_: float) -> None:
        raise TimeoutError

    device = VirtualDevice()
    item = OpenDevice("device", device, None, Clock(sleep=interrupted))
    with pytest.raises(TimeoutError):
        item.press([Chord.parse("Power")], hold=5.0)
    assert device.computer.keyboard.received == ["+Power", "-Power"]


def test_when_holding_fails_halfway_nothing_stays_down() -> None:
    device = _LosesItsCable()
    item = OpenDevice("bench", device, None, HandClock().clock)
    with pytest.raises(InputNotDelivered):
        item.hold(["ControlLeft", "AltLeft", "Delete"])
    assert device.computer.keyboard.received == ["+ControlLeft", "-ControlLeft"]


class _LosesItsCable(VirtualDevice):
    def key_down(self, codes: object) -> None:
        super().key_down(["ControlLeft"])
        self.simulate_fault("cable unplugged", 60)
        super().key_down(["AltLeft"])


def test_holding_is_refused_by_the_name_of_the_device_with_those_which_can() -> None:
    item, _ = _opened(HandClock())
    refused = (
        r"Holding keys is not possible with 'polled:'\. Supported by 'gadget:', 'pikvm:', 'qemu:', 'virtual:' and "
        "'vnc:' devices, and a companion"
    )
    with pytest.raises(NotSupported, match=refused):
        item.hold(["ShiftLeft"])
    with pytest.raises(NotSupported, match=refused):
        item.let_go([])


def test_closing_releases_what_is_held() -> None:
    session = _session()
    item = session.open("virtual:", {})
    item.hold(["ControlLeft"])
    item.point([PointerEvent(0.5, 0.5, buttons=3)])
    device = item.device
    assert isinstance(device, VirtualDevice)
    session.close_all()
    assert device.computer.keyboard.down == set()
    assert device.computer.pointer.buttons == 0


_LEFT_OPEN = """\
import sys
from TinyPilotLibrary import TinyPilotLibrary
from TinyPilotLibrary.hid.chords import Chord
TinyPilotLibrary(sys.argv[1]).hold_keys(Chord.parse("Shift"))
"""


@pytest.mark.integration
def test_a_program_that_ends_without_closing_leaves_no_key_down() -> None:
    target = VirtualDevice()
    with running(target) as url:
        subprocess.run([sys.executable, "-c", _LEFT_OPEN, url], check=True, timeout=60)
        assert target.computer.keyboard.received == ["+ShiftLeft", "-ShiftLeft"]


@pytest.mark.parametrize(
    "act",
    [
        lambda item: item.type([Keystroke("KeyA")], delay=-0.1),
        lambda item: item.type_text([Keystroke("KeyA")], delay=-0.1),
        lambda item: item.press([Chord.parse("A")], delay=-0.1),
        lambda item: item.press([Chord.parse("A")], hold=-0.1),
    ],
)
def test_a_pause_that_cannot_be_is_refused_before_the_first_key(act: Callable[[OpenDevice], None]) -> None:
    item, device = _opened(HandClock())
    with pytest.raises(InputError, match=r"The argument '(delay|hold)' must not be negative, got -0\.1 s\."):
        act(item)
    assert device.pressed == []


@pytest.mark.parametrize(
    ("event", "waits"), [(PointerEvent(0.9, 0.9), True), (PointerEvent(0.5, 0.5, buttons=1), False)]
)
def test_the_pointer_stays_where_a_button_was_released_until_the_target_has_seen_it(
    event: PointerEvent, *, waits: bool
) -> None:
    hand = HandClock()
    item, _ = _opened(hand)
    item.point([PointerEvent(0.5, 0.5), PointerEvent(0.5, 0.5, buttons=1), PointerEvent(0.5, 0.5)])
    hand.slept.clear()
    item.point([event])
    assert (sum(hand.slept) > 0) == waits
