"""What a target's power is made of: reset of off and on, several outlets, states that are waited for."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from atest.power.outlets import Outlet, serving_outlet
from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.power import PowerControl, TargetPower, Timing, composite, open_control
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported

_QUICK = Timing(pause=0.2, timeout=1.0)


@pytest.fixture
def two() -> Iterator[tuple[Outlet, Outlet]]:
    with serving_outlet("tasmota") as first, serving_outlet("shelly") as second:
        yield first, second


def _control(outlet: Outlet) -> PowerControl:
    return open_control(outlet.url, {"preset": outlet.make}, {})


def _power(closing: ExitStack, *controls: PowerControl, timing: Timing = _QUICK) -> TargetPower:
    power = TargetPower(controls, timing)
    closing.callback(power.close)
    return power


def test_a_reset_is_made_of_off_a_pause_and_on(two: tuple[Outlet, Outlet]) -> None:
    with ExitStack() as closing:
        power = _power(closing, _control(two[0]))
        begun = time.monotonic()
        power.reset()
        assert time.monotonic() - begun >= _QUICK.pause
        assert two[0].moments == [("0", False), ("0", True)]


def test_all_outlets_are_off_before_the_first_is_on_again(two: tuple[Outlet, Outlet]) -> None:
    order: list[tuple[str, bool]] = []
    for outlet in two:
        outlet.moments = order
    with ExitStack() as closing:
        power = _power(closing, *map(_control, two))
        power.reset()
        assert [on for _, on in order] == [False, False, True, True]
        power.power_off()
        assert power.power_state() is PowerState.OFF
        assert [outlet.relays for outlet in two] == [[False], [False]]


def test_a_target_that_is_known_to_be_off_stays_off(two: tuple[Outlet, Outlet]) -> None:
    with ExitStack() as closing:
        power = _power(closing, *map(_control, two))
        power.power_off()
        power.reset()
        assert [outlet.relays for outlet in two] == [[False], [False]]


def test_one_outlet_that_fails_keeps_none_of_the_others(two: tuple[Outlet, Outlet]) -> None:
    broken = PowerControl("broken", on=lambda: None, off=_fail)
    with ExitStack() as closing:
        power = _power(closing, broken, _control(two[0]))
        with pytest.raises(DeviceError, match="no fuse"):
            power.power_off()
        assert two[0].relays == [False]
        # A reset that fails half-way leaves no target without power.
        two[0].relays = [True]
        with pytest.raises(DeviceError, match="no fuse"):
            power.reset()
        assert two[0].relays == [True]


def _fail() -> None:
    raise DeviceError("no fuse")


@pytest.mark.integration
def test_what_does_not_do_what_it_says_is_found_out() -> None:
    with ExitStack() as closing:
        lies = _power(closing, open_control("command:", {"on": "true", "off": "true", "state": "echo on"}, {}))
        with pytest.raises(DeviceError, match=r"took the order, but the target is not off after 1 s \(power_ti"):
            lies.power_off()


@pytest.mark.integration
def test_what_takes_its_time_is_waited_for(tmp_path: Path) -> None:
    machine = tmp_path / "machine"
    machine.write_text("on")
    off = threading.Timer(0.7, machine.write_text, ["off"])
    slow = {"on": "true", "off": "true", "state": ["cat", str(machine)]}
    with ExitStack() as closing:
        power = _power(closing, open_control("command:", slow, {}), timing=Timing(timeout=20.0))
        off.start()
        power.power_off()
        assert machine.read_text() == "off"
        off.join()


def test_what_is_so_already_is_not_ordered_again(two: tuple[Outlet, Outlet]) -> None:
    with ExitStack() as closing:
        power = _power(closing, _control(two[0]))
        power.power_on()
        assert two[0].moments == []
        # With one of them off, all are switched.
        both = _power(closing, *map(_control, two))
        two[1].relays = [False]
        both.power_on()
        assert two[1].relays == [True]


@pytest.mark.integration
def test_on_by_one_and_off_by_another(two: tuple[Outlet, Outlet], tmp_path: Path) -> None:
    woken = tmp_path / "woken"
    on = open_control("command:", {"on": ["touch", str(woken)]}, {})
    with ExitStack() as closing:
        off = _control(two[0])
        power = _power(closing, composite({"on": on, "off": off, "state": off}))
        power.power_off()
        assert two[0].relays == [False]
        # The one that tells the state sees that it did not work.
        with pytest.raises(DeviceError, match="not on after 1 s"):
            power.power_on()
        assert woken.exists()


def test_what_wakes_alone_says_who_may_do_the_rest() -> None:
    with ExitStack() as closing:
        power = _power(closing, open_control("wol:00:11:22:33:44:55", {"broadcast": "127.0.0.1", "port": 9}, {}))
        assert capability_names(power) == ["power"]
        power.power_on()
        for action in (power.power_off, power.reset):
            with pytest.raises(NotSupported, match=r"'wol:00:11:22:33:44:55' cannot switch the target off.*off = "):
                action()
        with pytest.raises(NotSupported, match=r"cannot tell whether the target is on.*state = "):
            power.power_state()


def test_a_device_is_an_outlet_too() -> None:
    with ExitStack() as closing:
        power = _power(closing, open_control("virtual:", {}, {}))
        power.power_off()
        assert power.power_state() is PowerState.OFF
        power.power_on()
        power.shut_down()
        assert power.power_state() is PowerState.OFF


def test_what_cannot_be_composed_is_refused() -> None:
    wakes = open_control("wol:00:11:22:33:44:55", {}, {})
    plain = open_control("command:", {"on": "true", "off": "true"}, {})
    with pytest.raises(ConfigurationError, match=r"each must be switched on and off, which 'wol:.*' cannot.*off = "):
        TargetPower([plain, wakes])
    with pytest.raises(ConfigurationError, match="is to do 'off' of power =, which it cannot"):
        composite({"on": plain, "off": wakes})
    with pytest.raises(ConfigurationError, match="names nothing"):
        TargetPower([])


def test_an_unknown_way_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"is not a way to switch power\. Did you mean 'redfish'\? Known: com"):
        open_control("redfisch://bmc", {}, {})
