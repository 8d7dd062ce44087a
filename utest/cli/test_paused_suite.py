"""`tinypilot studio --run SUITE` runs a suite that pauses, and ends as `robot` does."""

from pathlib import Path

import pytest

from utest.cli.conftest import Command, Done

_SUITE = """*** Settings ***
Library    TinyPilotLibrary    url=virtual:    timeout=0s    pause_limit=100ms

*** Test Cases ***
It Is Seen
    Wait Until Screen Contains    {locator}

It Has What Was Given
    Should Be Equal    ${{GIVEN}}    yes
"""


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    """A folder of suites, of which a test misses something, and another one passes if it is given a variable."""
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites/a.robot").write_text(_SUITE.format(locator="text:never"))
    return tmp_path / "suites"


@pytest.mark.parametrize("place", ["suites", "suites/a.robot"])
def test_a_suite_is_paused_and_ends_as_robot_does(tinypilot: Command, suites: Path, place: str) -> None:
    def run(*options: str) -> Done:
        # A page of its own, at a free port; what comes behind `--` is for robot.
        given = ("--variable", "GIVEN:yes", "--outputdir", str(suites.parent / "out"), *options)
        return tinypilot("studio", "--run", place, "--port", "0", "--", *given)

    assert run().code == 1
    assert (suites.parent / "out/log.html").is_file()
    assert "The run was paused, and nobody answered" in (suites.parent / "out/output.xml").read_text("utf-8")
    assert run("--test", "It Has*").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--run", "nowhere.robot"], "'nowhere.robot' does not exist: it is neither a suite nor the results of a run."),
        (["--run", "empty"], "'empty' is neither a suite nor the results of a run. Give --run a .robot file"),
        (["--run", "notes.txt"], "'notes.txt' is neither a suite nor the results of a run."),
        (["--run", "suites", "virtual:", "--templates", "suites"], "leave out DEVICE, --templates."),
        (["virtual:", "--", "--variable", "A:1"], "Behind '--' are options of robot, which --run SUITE takes: --var"),
    ],
)
def test_what_is_no_suite_and_what_a_suite_has_no_use_for_is_refused(
    tinypilot: Command, suites: Path, arguments: list[str], told: str
) -> None:
    (suites.parent / "empty").mkdir()
    (suites.parent / "notes.txt").touch()
    done = tinypilot("studio", *arguments)
    assert done.code == 2
    assert told in done.complained


def test_a_folder_with_results_is_a_run_that_is_over_even_if_suites_are_beside_them(
    tinypilot: Command, suites: Path
) -> None:
    (suites / "output.xml").write_text("<nothing/>")
    done = tinypilot("studio", "--run", "suites")
    assert done.code == 2
    assert "There are no results of a run in 'suites/output.xml'" in done.complained
