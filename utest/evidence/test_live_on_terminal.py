"""A long wait on a terminal: one line below the test, rewritten in place, and gone afterwards."""

from pathlib import Path

import pytest

from utest.terminal import ProgramInTerminal, lines_of

pytestmark = pytest.mark.integration

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:?setup_prompt=10m

*** Test Cases ***
Before
    No Operation

Waits
    Press Keys    Down
    Run Keyword And Ignore Error    Wait Until Screen Contains    text:Pres F2 to enter the setup    timeout=3.2s
"""
_POWER = """\
*** Settings ***
Library    TinyPilotLibrary

*** Test Cases ***
Waits
    Open Device    virtual:    power=${{dict(url='command:', on='true', off='true', state='echo on')}}
    ...    power_timeout=3.2s
    Run Keyword And Ignore Error    Wait Until Power Is    off    timeout=3.2s
    Run Keyword And Ignore Error    Power Off
"""
_NO_FILES = ("--output", "NONE", "--log", "NONE", "--report", "NONE")


def _begun(folder: Path, *options: str, text: str = _SUITE) -> ProgramInTerminal:
    suite = folder / "suite.robot"
    suite.write_text(text, "utf-8")
    # So few lines that it scrolls, and so wide that the line of the wait is longer than those of Robot Framework.
    arguments = *options, *_NO_FILES, str(suite)
    return ProgramInTerminal(
        "import robot; robot.run_cli(sys.argv[1:])", *arguments, folder=folder, rows=8, columns=120
    )


def test_a_wait_is_one_line_that_goes(tmp_path: Path) -> None:
    (tmp_path / "quiet").mkdir()
    verbose, quiet = _begun(tmp_path), _begun(tmp_path / "quiet", "--console", "quiet")

    screens = [lines_of(screen) for screen in verbose.screens()]
    assert verbose.code == 0
    during = [screen for screen in screens if any("Waiting for" in line for line in screen)]
    assert during
    for screen in during:
        [at] = [index for index, line in enumerate(screen) if "Waiting for" in line]
        assert screen[at].startswith("Waiting for 'text:Pres F2 to enter the setup', ")
        assert "of 3.2 s: read there: " in screen[at]
        # Below what Robot Framework has written, of which nothing is lost.
        assert screen[at - 1].startswith("Waits")
        assert screen[at - 3].startswith("Before")
    assert not [line for line in screens[-1] if "Waiting for" in line or "read there" in line or len(line) > 78]
    assert "2 tests, 2 passed, 0 failed" in screens[-1]

    assert not list(quiet.screens())
    assert quiet.code == 0


def test_what_waits_for_power_is_told_too(tmp_path: Path) -> None:
    program = _begun(tmp_path, text=_POWER)
    during = {line for screen in program.screens() for line in lines_of(screen) if line.startswith("Waiting for")}
    assert program.code == 0
    assert any(line.startswith("Waiting for the target to be off, 2 of 3.2 s: still on") for line in during), during
    # Where switching says itself how long it takes at most, only the time that passed is told.
    assert any(line.startswith("Waiting for the target to be off, 2 s: still on") for line in during), during


def test_a_command_tells_its_long_wait_and_takes_the_line_away(tmp_path: Path) -> None:
    statement = "from TinyPilotLibrary.cli import main; main()"
    arguments = "wait", "virtual:?setup_prompt=10m", "text:Pres F2 to enter the setup", "--timeout", "3.2s"
    told = ProgramInTerminal(statement, *arguments, folder=tmp_path, rows=8, columns=120)
    quiet = ProgramInTerminal(statement, *arguments, "--quiet", folder=tmp_path, rows=8, columns=120)

    screens = [lines_of(screen) for screen in told.screens()]
    assert told.code == 1
    during = [line for screen in screens for line in screen if line.startswith("Waiting for 'text:Pres F2 to")]
    assert any("of 3.2 s: read there: " in line for line in during)
    assert not [line for line in screens[-1] if "Waiting for" in line]
    assert any("closest line first" in line for line in screens[-1])

    assert not [line for screen in quiet.screens() for line in lines_of(screen) if "Waiting for" in line]
