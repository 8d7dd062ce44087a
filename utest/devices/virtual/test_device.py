"""The virtual computer as a device: keys, frames, abilities, faults, options."""

import threading
import time
from collections.abc import Callable

import pytest

from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.errors import (
    ConfigurationError,
    CorruptFrame,
    DeviceError,
    DeviceUnreachable,
    InputNotDelivered,
    NoVideoSignal,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.machine import HandClock


@pytest.fixture
def hand() -> HandClock:
    return HandClock()


@pytest.fixture
def device(hand: HandClock) -> VirtualDevice:
    return VirtualDevice(clock=hand.now)


def test_modifiers_go_down_before_the_key_and_up_after_it(device: VirtualDevice) -> None:
    device.type([Keystroke("Delete", frozenset({"AltLeft", "ControlLeft"}))])
    assert device.computer.keyboard.received == [
        "+ControlLeft", "+AltLeft", "+Delete", "-Delete", "-AltLeft", "-ControlLeft",
    ]  # fmt: skip


def test_a_modifier_alone_is_pressed_and_released(device: VirtualDevice) -> None:
    device.type([Keystroke("MetaLeft")])
    assert device.computer.keyboard.received == ["+MetaLeft", "-MetaLeft"]


def test_frames_are_whole_jpegs_numbered_as_the_picture_changes(device: VirtualDevice) -> None:
    first, again = device.frame(), device.frame()
    device.type([Keystroke("F2")])
    changed = device.frame()
    assert (first.format, first.size) == ("JPEG", (720, 400))
    assert again.sequence == first.sequence
    assert changed.sequence != first.sequence
    assert changed.data != first.data


def test_quality_makes_larger_pictures() -> None:
    small, large = (open_device(f"virtual:?quality={quality}").frame().data for quality in (10, 95))
    assert len(small) < len(large)


def test_a_new_frame_is_told_as_soon_as_a_key_makes_one() -> None:
    device = VirtualDevice()
    before = device.frame()
    timer = threading.Timer(0.05, device.type, ([Keystroke("F2")],))
    timer.start()
    after = device.next_frame(before, timeout=20)
    timer.join()
    assert after.data != before.data
    assert device.computer.keyboard.received[0] == "+F2"


def test_without_a_new_frame_the_screen_as_it_is_comes_in_the_end() -> None:
    device = VirtualDevice()
    before = device.frame()
    assert device.next_frame(before, timeout=0.05).sequence == before.sequence


def test_held_keys_are_released_by_hand_and_by_closing(device: VirtualDevice) -> None:
    device.key_down(["ShiftLeft", "KeyA"])
    device.key_up(["KeyA"])
    assert device.computer.keyboard.down == {"ShiftLeft"}
    device.point([PointerEvent(0.2, 0.2, buttons=5)])
    device.close()
    assert device.computer.keyboard.down == set()
    assert device.computer.pointer.buttons == 0


def test_locks_light_the_leds_and_capital_letters_come_of_them(device: VirtualDevice, hand: HandClock) -> None:
    hand.sleep(30)
    device.type([Keystroke("CapsLock")])
    assert device.leds() == Leds(caps_lock=True)
    device.type([Keystroke("CapsLock"), Keystroke("NumLock"), Keystroke("ScrollLock")])
    assert device.leds() == Leds(num_lock=True, scroll_lock=True)


def test_power_is_seen_in_the_video_signal(device: VirtualDevice) -> None:
    device.power_off()
    with pytest.raises(NoVideoSignal, match="Is it switched on"):
        device.frame()
    device.reset()
    with pytest.raises(NoVideoSignal):
        device.frame()
    device.power_on()
    assert device.frame().size == (720, 400)


def _frame(device: VirtualDevice) -> None:
    device.frame()


def _type(device: VirtualDevice) -> None:
    device.type(US.keystrokes("a"))


def _point(device: VirtualDevice) -> None:
    device.point([PointerEvent(0.5, 0.5)])


@pytest.mark.parametrize(
    ("fault", "act", "error"),
    [
        ("no signal", _frame, NoVideoSignal),
        ("cable unplugged", _type, InputNotDelivered),
        ("cable unplugged", _point, InputNotDelivered),
        ("server restart", _frame, DeviceUnreachable),
        ("server restart", _type, DeviceUnreachable),
        ("corrupt jpeg", _frame, CorruptFrame),
    ],
)
def test_a_fault_lasts_as_long_as_it_was_told(
    device: VirtualDevice, hand: HandClock, fault: str, act: Callable[[VirtualDevice], None], error: type[Exception]
) -> None:
    act(device)
    device.simulate_fault(fault, 5)
    with pytest.raises(error):
        act(device)
    hand.sleep(5)
    act(device)
    device.simulate_fault(fault, 5)
    device.simulate_fault(fault, 0)
    act(device)


def test_a_resolution_change_gives_another_size(device: VirtualDevice) -> None:
    device.simulate_fault("resolution change", 5)
    assert device.frame().size == (800, 600)


@pytest.mark.integration
def test_a_slow_device_takes_its_time() -> None:
    device = VirtualDevice()
    device.simulate_fault("slow", 60)
    begun = time.monotonic()
    device.frame()
    assert time.monotonic() - begun >= 1


def test_what_a_cable_would_have_lost_did_not_arrive(device: VirtualDevice) -> None:
    device.simulate_fault("cable unplugged", 5)
    with pytest.raises(InputNotDelivered, match=r"could not access /dev/hidg0 \(is cable connected\?\)"):
        device.type([Keystroke("KeyA")])
    assert device.computer.keyboard.received == []


@pytest.mark.parametrize("name", ["No Signal", "no-signal", "no_signal"])
def test_a_fault_is_named_as_one_likes(device: VirtualDevice, name: str) -> None:
    device.simulate_fault(name, 5)
    with pytest.raises(NoVideoSignal):
        device.frame()


def test_an_unknown_fault_is_told_the_known_ones(device: VirtualDevice) -> None:
    with pytest.raises(ConfigurationError, match=r"no fault 'fire'\. Available: 'no signal', 'cable unplugged'"):
        device.simulate_fault("fire", 5)


def test_a_closed_device_says_so_and_closes_twice(device: VirtualDevice) -> None:
    device.close()
    device.close()
    for act in (_frame, _type, _point):
        with pytest.raises(DeviceError, match="was closed"):
            act(device)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("virtual:?graphics=640x480", "'graphics' must be one of 1024x768, 1920x1080, got '640x480'"),
        ("virtual:?quality=0", "'quality' must be a whole number from 1 to 100"),
        ("virtual:?colour=red", r"no option 'colour'\. Its options: graphics, quality, setup_prompt"),
        ("virtual:?setup_prompt=soon", "'setup_prompt' must be a duration such as"),
        ("virtual:?setup_prompt=65536", "must be at most 65535 seconds, got '65536'"),
        ("virtual:one", "write 'virtual:'"),
    ],
)
def test_a_wrong_option_is_refused_with_the_right_ones(url: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        open_device(url)
