"""Keywords for power, in suites."""

import os
import pty
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from utest.conftest import RunSuite

_HEAD = "*** Settings ***\nLibrary    TinyPilotLibrary    timeout=2s\n"
_TEST = "*** Test Cases ***\nPower\n    Open Device    virtual:"


def _suite(*lines: str, options: str = "") -> str:
    return _HEAD + _TEST + options + "\n" + "".join(f"    {line}\n" for line in lines)


def test_what_was_seen_before_a_switch_does_not_count(run_suite: RunSuite) -> None:
    ran = run_suite(
        _suite(
            "Wait Until Screen Contains    text:F2",
            "Power Off",
            "Wait Until No Video Signal    timeout=0s",
            "Power On",
            "Reset Target    by=keys",
            "Reset Target    by=keys    keys=Ctrl+Alt+Delete",
            "${state} =    Get Power State",
            "Should Be Equal    ${state}    on",
            "Wait Until Power Is    ON",
        ),
    )
    assert ran.result.return_code == 0, ran.message


@pytest.mark.integration
def test_a_graceful_end_is_waited_for_and_forced_only_by_name(run_suite: RunSuite, tmp_path: Path) -> None:
    machine = tmp_path / "machine"
    machine.write_text("on")
    cut = f"cp {tmp_path / 'off'} {machine}"
    (tmp_path / "off").write_text("off")
    power = f"    power=${{{{dict(url='command:', off='{cut}', shutdown='true', state='cat {machine}')}}}}"
    graceful = "Power Off    graceful=True    timeout=0.3s"
    ran = run_suite(_suite(graceful, options=power))
    assert "was asked to shut down, and is still on after 0.3 s" in ran.message
    assert "force=True" in ran.message
    assert machine.read_text() == "on"
    ran = run_suite(_suite(f"{graceful}    force=True", "Wait Until Power Is    off", options=power))
    assert ran.result.return_code == 0, ran.message
    assert machine.read_text() == "off"
    assert "did not shut down within" in ran.console


def test_a_state_that_does_not_come_is_told(run_suite: RunSuite) -> None:
    ran = run_suite(_suite("Wait Until Power Is    off    timeout=0.2s"))
    assert "is still on after 0.2 s" in ran.message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Power Off    force=True", "force= is for graceful=True"),
        ("Reset Target    keys=Ctrl+C", "keys= is for by=keys, and this is by=power"),
        ("Power Off    graceful=True    timeout=-1s", "timeout must not be negative"),
        ("Wait Until Power Is    broken", "Argument 'state' got value 'broken' that cannot be converted"),
        ("Reset Target    by=magic", "'by' got value 'magic' that cannot be converted to ResetBy"),
    ],
)
def test_what_cannot_be_meant_is_refused(run_suite: RunSuite, line: str, told: str) -> None:
    assert told in run_suite(_suite(line)).message


def _on_a_terminal(folder: Path, work: Callable[[int], None]) -> int:
    """Runs the suite with a terminal as its console, and gives its exit code."""
    child, terminal = pty.fork()
    if child == 0:
        command = [sys.executable, "-m", "robot", "--outputdir", str(folder / "out"), str(folder / "suite.robot")]
        os.execv(sys.executable, command)  # noqa: S606 - no shell
    try:
        work(terminal)
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    return os.waitstatus_to_exitcode(status)


def _read_until(terminal: int, text: str) -> str:
    seen = ""
    deadline = time.monotonic() + 60
    while text not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 4096).decode()
            except OSError:
                break
    return seen


@pytest.mark.integration
def test_a_person_is_asked_on_the_console(tmp_path: Path) -> None:
    (tmp_path / "suite.robot").write_text(_suite("Reset Target    by=person    timeout=30s"))

    def answer(terminal: int) -> None:
        assert "reset the target of 'device-1' by hand" in _read_until(terminal, "Then press Enter here (30 s).")
        os.write(terminal, b"\n")
        _read_until(terminal, "Log:")

    assert _on_a_terminal(tmp_path, answer) == 0
    assert "A person was asked to reset" in (tmp_path / "out" / "output.xml").read_text()
