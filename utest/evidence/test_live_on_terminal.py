"""A long wait on a terminal: one line below the test, rewritten in place, and gone afterwards."""

from pathlib import Path

from utest.terminal import ProgramInTerminal, lines_of

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
_NO_FILES = ("--output", "NONE", "--log", "NONE", "--report", "NONE")


def _begun(folder: Path, *options: str) -> ProgramInTerminal:
    suite = folder / "suite.robot"
    suite.write_text(_SUITE, "utf-8")
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
