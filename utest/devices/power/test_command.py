"""`command:` runs what the lab has, and tells what it printed."""

import socket
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from TinyPilotLibrary.devices.power import PowerControl, open_control
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable

pytestmark = pytest.mark.integration


def _opened(url: str = "command:", **options: object) -> PowerControl:
    return open_control(url, options, {"stand": "stand-3"})


def _python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def _do(control: PowerControl, action: str) -> None:
    run = getattr(control, action)
    assert run is not None
    run()


def test_a_command_gets_its_arguments_as_they_are(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import sys, os; open({str(seen)!r}, 'w').write(repr((sys.argv[1:], os.environ['TINYPILOT_STAND'], "
    code += "os.environ['TINYPILOT_ACTION'], os.getcwd())))"
    _do(_opened(on=_python(code, "a b", "$HOME", ";rm"), folder=str(tmp_path)), "on")
    assert seen.read_text() == repr((["a b", "$HOME", ";rm"], "stand-3", "on", str(tmp_path)))


def test_what_is_not_given_cannot_be_done() -> None:
    control = _opened(on=["true"], state="echo on")
    assert [name for name in ("on", "off", "reset", "shutdown", "state") if getattr(control, name)] == ["on", "state"]


def test_a_failure_tells_the_exit_code_and_what_was_printed_but_no_argument() -> None:
    failing = _opened(off=_python("import sys; print('half'); sys.exit('no such outlet')", "s3cret"))
    with pytest.raises(
        DeviceError, match=r"'off' failed with the exit code 1\. It printed: no such outlet half"
    ) as told:
        _do(failing, "off")
    assert "s3cret" not in str(told.value)
    with pytest.raises(DeviceError, match=r"exit code 1\. It printed nothing"):
        _do(_opened(off=["false"]), "off")


def test_a_command_that_hangs_is_ended_with_all_that_it_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        child = f"import socket; socket.create_connection({listener.getsockname()!r}).recv(1)"
        code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); "
        code += "print('begun', flush=True); time.sleep(600)"
        # Long enough for two starts of Python on a busy machine.
        with pytest.raises(DeviceUnreachable, match=r"'on' did not end within 5 s \(timeout=\).*It printed: begun"):
            _do(_opened(on=_python(code), timeout="5s"), "on")
        listener.settimeout(30)
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(30)
            # The other end is gone: a child that lives on would keep it open.
            with suppress(ConnectionResetError):
                assert connection.recv(1) == b""


def test_a_program_that_there_is_not_is_told() -> None:
    with pytest.raises(ConfigurationError, match="'no-such-program' for 'on' cannot be started: No such file"):
        _do(_opened(on="no-such-program"), "on")


@pytest.mark.parametrize(
    ("printed", "state"),
    [("Chassis Power is on", PowerState.ON), ("Chassis Power is off", PowerState.OFF), ("power: ON", PowerState.ON)],
)
def test_the_state_is_read_from_what_is_printed(printed: str, state: PowerState) -> None:
    tell = _opened(on=["true"], state=["echo", printed]).state
    assert tell is not None
    assert tell() is state


@pytest.mark.parametrize("printed", ["unknown", "on or off", "button"])
def test_a_state_that_is_not_clear_is_no_state(printed: str) -> None:
    tell = _opened(on=["true"], state=["echo", printed]).state
    assert tell is not None
    with pytest.raises(DeviceError, match=f"of state_on .* and state_off .* match.* It printed: {printed}"):
        tell()


def test_the_words_of_a_state_can_be_others() -> None:
    tell = _opened(on=["true"], state="echo INTEGER: 2", state_on="INTEGER: 1", state_off="INTEGER: 2").state
    assert tell is not None
    assert tell() is PowerState.OFF


def test_one_command_may_know_the_words(tmp_path: Path) -> None:
    script = tmp_path / "pdu"
    script.write_text(f"#!/bin/sh\n[ $2 = state ] && cat {tmp_path}/relay || echo $2 > {tmp_path}/relay\n")
    script.chmod(0o755)
    control = _opened(f"command:{script} 7 {{action}}")
    assert control.state is not None
    _do(control, "off")
    assert control.state() is PowerState.OFF
    _do(control, "on")
    assert control.state() is PowerState.ON
    assert control.reset is None


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("command:", {}, "needs a command for at least one of on, off and reset"),
        ("command:", {"state": "true"}, "needs a command"),
        ("command:pdu 7", {}, r"lacks \{action\}"),
        ("command:", {"on": []}, "on= is empty"),
        ("command:", {"on": [""]}, "on= is empty"),
        ("command:", {"on": 7}, "must be a list of texts"),
        ("command:", {"on": ["a", 7]}, "must be a list of texts"),
        ("command:", {"on": "'a"}, "cannot be split"),
        ("command:", {"on": "a", "state_on": "("}, "'state_on' is not a valid regular expression"),
        ("command:", {"on": "a", "timeout": "0s"}, "'timeout' must be longer"),
        ("command:", {"on": "a", "of": "b"}, "has no option 'of'. Did you mean 'off'"),
    ],
)
def test_what_is_wrong_is_told_before_anything_runs(url: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        _opened(url, **options)
