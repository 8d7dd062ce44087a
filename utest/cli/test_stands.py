"""`tinypilot stands` and `tinypilot check`: what is seen of stands, and what is wrong with one, on real servers."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from atest.lab.companion import Companion
from TinyPilotLibrary.cli import app
from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.session.checkup import Verdict, check_up
from TinyPilotLibrary.session.stands import Stand, find_stand, read_stands
from TinyPilotLibrary.session.survey import survey
from utest.clients import client
from utest.devices.scripted import AUTH, KEYSTROKE, SCREENSHOT, Answer, serving, told

_GOOD, _BAD, _NEEDLESS, _OPEN = Verdict.GOOD, Verdict.BAD, Verdict.NEEDLESS, Verdict.OPEN


@pytest.fixture
def target() -> VirtualDevice:
    return VirtualDevice(VirtualComputer())


@pytest.fixture
def url(target: VirtualDevice) -> Iterator[str]:
    with running(target) as url:
        yield url


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def _stand(text: str, folder: Path) -> Stand:
    file = folder / "devices.toml"
    file.write_text(f"[desk]\n{text}\n")
    return find_stand("desk", file)


def _checked(stand: Stand) -> dict[str, tuple[Verdict, str]]:
    device = stand.open({})
    try:
        return {step.name: (step.verdict, f"{step.told} {step.advice}") for step in check_up(stand, device)}
    finally:
        device.close()


def _verdicts(stand: Stand) -> list[Verdict]:
    return [verdict for verdict, _ in _checked(stand).values()]


@pytest.mark.integration
def test_all_stands_are_looked_at_at_once_and_one_that_says_nothing_holds_up_nobody(
    tmp_path: Path, url: str, silent: str, target: VirtualDevice
) -> None:
    file = tmp_path / "devices.toml"
    file.write_text(
        f'[silent]\nurl = "{silent}"\n[off]\nurl = "{url}"\n[key]\nurl = "{url}"\napi_key_env = "NO_SUCH_KEY"\n'
        f'[busy]\nurl = "{url}"\n[gone]\nurl = "http://127.0.0.1:9"\n[own]\nurl = "virtual:?graphics=1920x1080"\n'
    )
    with client(url) as other:
        other.does("press", "KeyA")
        silent_, off, key, busy, gone, own = survey(read_stands(file).values(), 5.0)
        assert (silent_.reachable, silent_.problem) == (False, "It did not answer within 5 s.")
        assert not key.reachable
        assert "'NO_SUCH_KEY'" in key.problem
        assert not gone.reachable
        assert "There is no connection" in gone.problem
        assert own.reachable
        for seen in (off, busy):
            assert seen.reachable
            assert str(seen.size) == "720x400"
            assert seen.version
            assert seen.version.startswith("companion ")
            assert seen.latency
            assert seen.holder
            assert ", suite 'Boot'" in seen.holder
        target.power_off()
        (dark,) = survey([read_stands(file)["off"]], 30.0)
        assert (dark.reachable, dark.size) == (True, None)
        assert "no video signal" in dark.problem


def test_a_healthy_stand_is_fine_and_shift_is_all_that_it_gets(tmp_path: Path, url: str, target: VirtualDevice) -> None:
    stand = _stand(f'url = "{url}"', tmp_path)
    assert _verdicts(stand) == [_GOOD, _NEEDLESS, _GOOD, _GOOD, _GOOD, _GOOD]
    assert target.computer.keyboard.received == ["+ShiftLeft", "-ShiftLeft"]
    assert _verdicts(find_stand("virtual:", None)) == [_GOOD, _NEEDLESS, _NEEDLESS, _NEEDLESS, _GOOD, _GOOD]


def test_the_step_that_fails_says_why_and_what_to_do_and_the_later_ones_are_open(tmp_path: Path) -> None:
    checked = _checked(_stand('url = "http://127.0.0.1:9"', tmp_path))
    assert [verdict for verdict, _ in checked.values()] == [_BAD, *[_OPEN] * 5]
    assert "There is no connection" in checked["address"][1]
    assert "Does its address open in a browser" in checked["address"][1]
    with running(VirtualDevice(), Serving(port=0, api_key="k" * 20)) as url:
        checked = _checked(_stand(f'url = "{url}"', tmp_path))
        assert [verdict for verdict, _ in checked.values()] == [_GOOD, _NEEDLESS, _BAD, *[_OPEN] * 3]
        assert "api_key_env=" in checked["key"][1]


def test_a_tinypilot_without_a_license_is_told_from_one_with_another_key(tmp_path: Path) -> None:
    with serving() as tinypilot:
        stand = _stand(f'url = "{tinypilot.url}"', tmp_path)
        tinypilot.answer(AUTH, Answer(404, b"<html>Not found</html>", "text/html"))
        checked = _checked(stand)
        assert [verdict for verdict, _ in checked.values()] == [_GOOD, _NEEDLESS, _GOOD, _BAD, *[_OPEN] * 2]
        assert "404" in checked["licence"][1]
        assert "tinypilot serve gadget:" in checked["licence"][1]
        tinypilot.answer(SCREENSHOT, *[told(403, "The license has expired")] * 2)
        checked = _checked(stand)
        assert [verdict for verdict, _ in checked.values()] == [_GOOD, _NEEDLESS, _BAD, *[_OPEN] * 3]
        assert "The license has expired" in checked["key"][1]
        assert not tinypilot.sent(KEYSTROKE)
        # With a license, and without what only a companion can, it is fine.
        assert _verdicts(stand) == [_GOOD, _NEEDLESS, _GOOD, _GOOD, _GOOD, _GOOD]
        assert {request.body["code"] for request in tinypilot.sent(KEYSTROKE)} == {"ShiftLeft"}


@pytest.mark.integration
def test_a_certificate_that_nobody_vouches_for_is_told_from_a_device_that_is_away(tmp_path: Path) -> None:
    companion = Companion("virtual:", {})
    try:
        stand = _stand(f'url = "{companion.url}"', tmp_path)
        checked = _checked(stand)
        assert [verdict for verdict, _ in checked.values()] == [_GOOD, _BAD, *[_OPEN] * 4]
        assert "ca_certificate=" in checked["TLS"][1]
        trusting = _stand(f'url = "{companion.url}"\nca_certificate = "{companion.authority}"', tmp_path)
        assert _verdicts(trusting) == [_GOOD] * 6
    finally:
        companion.close()


def test_a_target_that_is_off_is_told_from_a_cable_that_is_out(tmp_path: Path, url: str, target: VirtualDevice) -> None:
    stand = _stand(f'url = "{url}"', tmp_path)
    target.simulate_fault("no signal", 600)
    checked = _checked(stand)
    assert checked["video"][0] is _BAD
    assert "video cable" in checked["video"][1]
    assert checked["keyboard"][0] is _GOOD
    target.power_off()
    checked = _checked(stand)
    assert "tinypilot power desk on" in checked["video"][1]


@pytest.mark.integration
def test_a_stand_in_use_is_left_alone(tmp_path: Path, url: str, target: VirtualDevice) -> None:
    with client(url) as other:
        other.does("press", "KeyA")
        checked = _checked(_stand(f'url = "{url}"', tmp_path))
        assert checked["keyboard"][0] is _OPEN
        assert ", suite 'Boot'" in checked["keyboard"][1]
    assert target.computer.keyboard.received == ["+KeyA", "-KeyA"]


def test_the_commands_say_so_and_end_with_1_where_something_is_wrong(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    run = CliRunner().invoke
    assert "There is no devices.toml here" in str(run(app, ["stands"]).exception)
    (tmp_path / "devices.toml").write_text(f'[desk]\nurl = "{url}"\n[gone]\nurl = "http://127.0.0.1:9"\n')
    seen = run(app, ["stands", "--timeout", "20s"])
    assert seen.exit_code == 1
    header, desk, gone, why = seen.output.splitlines()[:4]
    assert header.split()[:4] == ["stand", "reachable", "signal", "screen"]
    assert desk.split()[:4] == ["desk", "yes", "yes", "720x400"]
    assert gone.split() == ["gone", "no"]
    assert why.startswith("gone: There is no connection")
    checked = run(app, ["check", "desk"])
    assert checked.exit_code == 0, checked.output
    assert checked.output.split()[:2] == ["address:", "ok"]
    failed = run(app, ["check", "gone"])
    assert failed.exit_code == 1
    assert "Does its address open in a browser" in failed.output
