"""Faults of the virtual computer, in what is near to them: input that is down, who waits, who comes over HTTP."""

import threading
from collections.abc import Callable

import pytest

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.protocol import SimulatesFaults
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import Fault, VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.machine import HandClock

_A = [Keystroke("KeyA")]
_STILL = Speed(power_on_test=100_000.0)


@pytest.fixture
def hand() -> HandClock:
    return HandClock()


@pytest.fixture
def device(hand: HandClock) -> VirtualDevice:
    return VirtualDevice(VirtualComputer(clock=hand.now, speed=_STILL), clock=hand.now)


def test_keys_that_are_down_when_the_cable_goes_can_be_released(device: VirtualDevice) -> None:
    device.key_down(["ControlLeft"])
    device.simulate_fault("cable unplugged", 5)
    device.release()
    assert not device.computer.keyboard.down


def test_over_http_a_restart_also_forgets_the_tokens() -> None:
    target = VirtualDevice()
    with running(target) as url:
        device = open_device(url)
        device.frame()
        # So short that the reads which are repeated outlast it.
        require(device, SimulatesFaults).simulate_fault("server restart", 0.3)
        assert device.frame().size.width == 720
        device.type(_A)
        assert target.computer.keyboard.received == ["+KeyA", "-KeyA"]
        device.close()


@pytest.mark.parametrize(
    "use",
    [
        VirtualDevice.frame,
        lambda device: device.type(_A),
        lambda device: device.point([PointerEvent(0.5, 0.5)]),
        lambda device: device.next_frame(device.frame(), 0),
    ],
)
def test_a_slow_device_takes_longer_for_everything(
    device: VirtualDevice, monkeypatch: pytest.MonkeyPatch, use: Callable[[VirtualDevice], object]
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("TinyPilotLibrary.devices.virtual.virtual_device.time.sleep", waited.append)
    use(device)
    assert not waited
    device.simulate_fault("slow", 5)
    use(device)
    assert set(waited) == {1.0}


def test_a_corrupt_picture_is_told_with_what_came(device: VirtualDevice, hand: HandClock) -> None:
    whole = device.frame()
    device.simulate_fault("corrupt jpeg", 5)
    with pytest.raises(CorruptFrame, match="cut off") as corrupt:
        device.frame()
    assert whole.data.startswith(corrupt.value.data)
    assert 0 < len(corrupt.value.data) < len(whole.data)
    hand.time += 5
    assert device.frame().data == whole.data


def test_faults_end_at_once_with_no_seconds(device: VirtualDevice) -> None:
    for fault in Fault:
        device.simulate_fault(fault.value, 100)
    for fault in Fault:
        device.simulate_fault(fault.name, 0)
    device.type(_A)
    assert device.frame().size.width == 720


def test_who_waits_for_a_frame_is_told_when_the_fault_ends() -> None:
    """With real time: nothing else would end this waiting."""
    device = VirtualDevice(VirtualComputer(speed=_STILL))
    device.simulate_fault("resolution change", 0.2)
    small = device.frame()
    seen: list[str] = []
    waiting = threading.Thread(target=lambda: seen.append(str(device.next_frame(small, 60).size)))
    waiting.start()
    waiting.join(30)
    assert seen == ["720x400"]
