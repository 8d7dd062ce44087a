"""`power =` of a stand, and of `Open Device`: one way, several outlets, one for each action."""

from pathlib import Path

import pytest

from atest.power.outlets import serving_outlet
from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.protocol import HasPower, KnowsPowerState, PowerState
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.session.stands import find_stand, read_stands


def _stand(folder: Path, power: str) -> Path:
    file = folder / "devices.toml"
    file.write_text(f'[stand-3]\nurl = "virtual:"\n{power}\n')
    return file


def test_an_outlet_switches_the_power_of_a_stand(tmp_path: Path) -> None:
    with serving_outlet("shelly-gen2", "s3cret") as outlet:
        (tmp_path / "outlet.password").write_text("s3cret\n")
        power = f'{{ url = "{outlet.url}", preset = "shelly-gen2", password_file = "outlet.password" }}'
        device = find_stand("stand-3", _stand(tmp_path, f"power = {power}")).open({})
        require(device, HasPower).power_off()
        assert outlet.relays == [False]
        assert require(device, KnowsPowerState).power_state() is PowerState.OFF
        # It is the outlet's: the device's own goes on.
        assert device.frame().size.width == 720
        device.close()


def test_two_power_supplies_are_a_list(tmp_path: Path) -> None:
    with serving_outlet("tasmota") as one, serving_outlet("shelly") as two:
        power = f'power = [{{ url = "{one.url}", preset = "tasmota" }}, "{two.url}?preset=shelly"]'
        device = find_stand("stand-3", _stand(tmp_path, f'{power}\npower_pause = "50ms"')).open({})
        require(device, HasPower).reset()
        assert [moment[1] for outlet in (one, two) for moment in outlet.moments] == [False, True] * 2
        device.close()


def test_each_action_may_have_a_way_of_its_own(tmp_path: Path) -> None:
    with serving_outlet("tasmota") as outlet:
        off = f'{{ url = "{outlet.url}", preset = "tasmota" }}'
        power = f'power = {{ on = "wol:00:11:22:33:44:55?broadcast=127.0.0.1", off = {off}, state = {off} }}'
        device = find_stand("stand-3", _stand(tmp_path, power)).open({})
        require(device, HasPower).power_off()
        assert outlet.relays == [False]
        assert "shutdown" not in capability_names(device)
        device.close()


@pytest.mark.integration
def test_a_command_runs_beside_the_file_and_knows_its_stand(tmp_path: Path) -> None:
    script = tmp_path / "pdu"
    script.write_text('#!/bin/sh\necho "$TINYPILOT_STAND $1" > said\n')
    script.chmod(0o755)
    power = 'power = { url = "command:", on = ["./pdu", "on"], off = "./pdu off", folder = "." }'
    device = find_stand("stand-3", _stand(tmp_path, power)).open({})
    require(device, HasPower).power_off()
    assert (tmp_path / "said").read_text() == "stand-3 off\n"
    device.close()


def test_power_is_an_option_of_any_device(tmp_path: Path) -> None:
    with serving_outlet("shelly") as outlet:
        for power in (f"{outlet.url}?preset=shelly", {"url": outlet.url, "preset": "shelly", "password": "s3cret"}):
            device = find_stand("virtual:", None).open({"power": power, "graphics": "1920x1080"})
            require(device, HasPower).power_off()
            assert outlet.relays == [False]
            require(device, HasPower).power_on()
            device.close()
        # It counts instead of the stand's.
        file = _stand(tmp_path, 'power = "command:false {action}"')
        device = find_stand("stand-3", file).open({"power": f"{outlet.url}?preset=shelly"})
        require(device, HasPower).power_off()
        assert outlet.relays == [False]
        device.close()


@pytest.mark.integration
def test_the_timing_of_a_stand_can_be_given_alone(tmp_path: Path) -> None:
    file = _stand(tmp_path, 'power = { url = "command:", on = "true", off = "true" }\npower_pause = "1 day"')
    with pytest.raises(ConfigurationError, match="'power_pause' must be a duration"):
        read_stands(file)
    file = _stand(tmp_path, 'power = { url = "command:", on = "true", off = "true" }\npower_pause = "60m"')
    device = find_stand("stand-3", file).open({"power_pause": "10ms"})
    require(device, HasPower).reset()
    device.close()


@pytest.mark.parametrize(
    ("power", "told"),
    [
        ('power = "tasmota:10.0.0.5"', "'tasmota:10.0.0.5' is not a way to switch power.* Known: command:"),
        ('power = { url = "command:", onn = "true" }', "has no option 'onn'. Did you mean 'on'"),
        ("power = []", "the list of outlets is empty"),
        ('power = ["wol:001122334455", "nothing"]', "power, outlet 2: the url 'nothing' has no scheme"),
        ('power = { onn = "wol:001122334455" }', "got 'onn'. Did you mean 'on'"),
        ("power = {}", "got nothing"),
        ("power = 7", "power: url is missing"),
        ("power = { on = { port = 9 } }", "power, on: url is missing"),
        (
            'power = { url = "redfish://bmc", password = "s3cret" }',
            "do not put a password into this file.*password_env",
        ),
        ('power = { url = "redfish://bmc", password_env = "A", password_file = "b" }', "not both"),
        ('power_pause = "5s"', "power_pause is of no use without power"),
        ('power = "virtual:"\npower_timeout = "soon"', "'power_timeout' must be a duration"),
    ],
)
def test_what_is_wrong_is_told_when_the_file_is_read(tmp_path: Path, power: str, told: str) -> None:
    file = _stand(tmp_path, power)
    with pytest.raises(ConfigurationError, match=told) as refused:
        read_stands(file)
    assert "The stand 'stand-3' in" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_password_that_is_not_there_is_told_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BMC_PASSWORD", raising=False)
    power = 'power = { url = "redfish://bmc", username = "admin", password_env = "BMC_PASSWORD" }'
    stand = find_stand("stand-3", _stand(tmp_path, power))
    with pytest.raises(ConfigurationError, match="'BMC_PASSWORD' for the password is not set"):
        stand.open({})
