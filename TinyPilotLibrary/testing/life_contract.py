"""What a device can do besides, and how it ends."""

import time

import pytest

from TinyPilotLibrary.devices.capabilities import CAPABILITIES, capability_names
from TinyPilotLibrary.devices.protocol import Device, HasLeds, HasPower, SimulatesFaults
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import DeviceError, InputNotDelivered, NotSupported, NoVideoSignal
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.testing.bench import Bench, promised

_TIMEOUT = 60.0


class LifeContract:
    """What holds for capabilities, names and the end."""

    def test_the_capabilities_are_those_that_the_device_has(self, bench: Bench, device: Device) -> None:
        assert set(capability_names(device)) == set(bench.capabilities)

    def test_a_capability_that_lacks_is_refused_in_a_sentence(self, bench: Bench, device: Device) -> None:
        for capability in CAPABILITIES:
            if capability.name not in bench.capabilities:
                with pytest.raises(NotSupported, match="Supported by ") as refused:
                    require(device, capability.kind)
                assert device.name in str(refused.value)
                assert str(refused.value).startswith(capability.what)

    def test_power_can_be_cut_and_given_again(self, bench: Bench, device: Device) -> None:
        power = promised(bench, device, HasPower)
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

    def test_lights_follow_the_keys(self, bench: Bench, device: Device) -> None:
        lights = promised(bench, device, HasLeds)
        if lights is None:
            return
        before = lights.leds().caps_lock
        device.type([Keystroke("CapsLock")])
        # The target sets them when it has seen the key.
        until = time.monotonic() + _TIMEOUT
        while lights.leds().caps_lock is before and time.monotonic() < until:
            device.frame()
        assert lights.leds().caps_lock is not before

    def test_faults_come_and_go(self, bench: Bench, device: Device) -> None:
        faults = promised(bench, device, SimulatesFaults)
        if faults is None:
            return
        faults.simulate_fault("cable unplugged", 100)
        with pytest.raises(InputNotDelivered):
            device.type([Keystroke("KeyA")])
        faults.simulate_fault("cable unplugged", 0)
        device.type([Keystroke("KeyA")])

    def test_close_may_be_called_twice_and_ends_everything(self, device: Device) -> None:
        device.frame()
        device.close()
        device.close()
        for use in (device.frame, lambda: device.type([Keystroke("KeyA")])):
            with pytest.raises(DeviceError, match="closed"):
                use()

    def test_a_device_that_was_never_used_can_be_closed(self, bench: Bench) -> None:
        bench.open().close()

    def test_a_device_has_a_name_for_messages(self, device: Device) -> None:
        assert device.name
        assert "k3y" not in f"{device.name} {device!r}"
