"""Every device: the screen, what it can do besides, and its end."""

import time

import pytest

from TinyPilotLibrary.devices.capabilities import CAPABILITIES, capability_names, capability_of
from TinyPilotLibrary.devices.protocol import Device, HasLeds, HasPower, NotifiesFrames, SimulatesFaults
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import DeviceError, InputNotDelivered, NotSupported, NoVideoSignal
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import whole
from TinyPilotLibrary.vision.motion.changes import changed_regions, is_cursor
from utest.contract.bench import Bench, Target

_PATIENCE = 20.0


def _shows_something_else(before: Frame, now: Frame) -> bool:
    changes = changed_regions(before, now, whole(before.size))
    return bool(changes) and not is_cursor(changes)


def test_a_frame_is_the_target_s_screen(device: Device, target: Target) -> None:
    deadline = time.monotonic() + _PATIENCE
    # A machine that was just switched on has another size until its firmware sets one.
    while (size := device.frame().size) != target.size:
        assert time.monotonic() < deadline, f"the screen is {size}"
    asked = time.monotonic()
    frame = device.frame()
    assert frame.size == target.size
    assert frame.color.shape == (target.size.height, target.size.width, 3)
    assert asked <= frame.captured_at <= time.monotonic()


def _at_rest(device: Device, target: Target, deadline: float) -> Frame:
    """The screen, once it stays as it is."""
    since, frame = time.monotonic(), device.frame()
    while time.monotonic() - since < target.rest:
        assert time.monotonic() < deadline, "the screen does not come to rest"
        now = device.frame()
        if _shows_something_else(frame, now):
            since, frame = time.monotonic(), now
    return frame


def test_a_key_shows_on_the_screen(device: Device, target: Target) -> None:
    deadline = time.monotonic() + _PATIENCE
    target.start_over()
    before = _at_rest(device, target, deadline)
    device.type([target.key])
    while not _shows_something_else(before, device.frame()):
        assert time.monotonic() < deadline, "nothing happened on the screen"


def test_waiting_for_a_frame_ends_with_a_newer_one(bench: Bench, device: Device, target: Target) -> None:
    able = capability_of(device, NotifiesFrames)
    assert (able is not None) == ("new-frames" in bench.abilities)
    if able is None:
        return
    before = device.frame()
    device.type([target.key])
    after = able.next_frame(before, _PATIENCE)
    assert after.data != before.data
    assert after.captured_at > before.captured_at


def test_waiting_for_a_frame_that_does_not_come_ends_in_time(bench: Bench, device: Device) -> None:
    able = capability_of(device, NotifiesFrames)
    if able is None:
        return
    before = device.frame()
    begun = time.monotonic()
    after = able.next_frame(before, 0.0)
    assert time.monotonic() - begun < _PATIENCE
    assert after.size == before.size
    assert after.captured_at > before.captured_at


def test_no_video_signal_is_told(device: Device, target: Target) -> None:
    before = device.frame()
    target.go_dark(device)
    with pytest.raises(NoVideoSignal, match="no video signal"):
        device.frame()
    able = capability_of(device, NotifiesFrames)
    if able is not None:
        with pytest.raises(NoVideoSignal):
            able.next_frame(before, 0.1)


def test_the_abilities_are_those_that_the_device_has(bench: Bench, device: Device) -> None:
    assert set(capability_names(device)) == bench.abilities


def test_an_ability_that_lacks_is_refused_in_a_sentence(bench: Bench, device: Device) -> None:
    for capability in CAPABILITIES:
        if capability.name not in bench.abilities:
            with pytest.raises(NotSupported, match="These can: ") as refused:
                require(device, capability.kind)
            assert device.name in str(refused.value)
            assert str(refused.value).startswith(capability.what)


def test_power_can_be_cut_and_given_again(bench: Bench, device: Device) -> None:
    power = capability_of(device, HasPower)
    if power is None:
        return
    power.power_off()
    power.power_off()
    with pytest.raises(NoVideoSignal):
        device.frame()
    power.reset()
    with pytest.raises(NoVideoSignal):
        device.frame()
    power.power_on()
    power.power_on()
    assert device.frame().size.width > 0


def test_lights_follow_the_keys(bench: Bench, device: Device) -> None:
    lights = capability_of(device, HasLeds)
    if lights is None:
        return
    before = lights.leds().caps_lock
    device.type([Keystroke("CapsLock")])
    assert lights.leds().caps_lock is not before


def test_faults_come_and_go(bench: Bench, device: Device) -> None:
    faults = capability_of(device, SimulatesFaults)
    if faults is None:
        return
    faults.simulate_fault("cable unplugged", 100)
    with pytest.raises(InputNotDelivered):
        device.type([Keystroke("KeyA")])
    faults.simulate_fault("cable unplugged", 0)
    device.type([Keystroke("KeyA")])


def test_close_may_be_called_twice_and_ends_everything(device: Device) -> None:
    device.frame()
    device.close()
    device.close()
    for use in (device.frame, lambda: device.type([Keystroke("KeyA")])):
        with pytest.raises(DeviceError, match="closed"):
            use()


def test_a_device_that_was_never_used_can_be_closed(bench: Bench) -> None:
    bench.open().close()


def test_a_device_has_a_name_for_messages(device: Device) -> None:
    assert device.name
    assert "k3y" not in f"{device.name} {device!r}"
