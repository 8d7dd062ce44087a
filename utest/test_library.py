"""What is misspelled at the import is told by the import, in a dry run too, and nothing is contacted for it."""

from pathlib import Path

import pytest

from utest.conftest import RunSuite

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    {arguments}

*** Test Cases ***
Nothing Is Opened
    Log    The library was imported.
"""


def _imported(run_suite: RunSuite, arguments: str, **options: object) -> str:
    return run_suite(_SUITE.format(arguments=arguments), dryrun=True, **options).console


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("url=virtual:    tmeout=20s", "an option 'tmeout'. Did you mean 'timeout'?"),
        ("tmeout=20s", "an option 'tmeout'. Did you mean 'timeout'?"),
        ("url=https://tinypilot.test    treshold=0.9", "an option 'treshold'. Did you mean 'threshold'?"),
        ("url=virtual:    grafics=1920x1080", "an option 'grafics'. Did you mean 'graphics'? The device's options: "),
        ("url=virtual:    api_key=k3y", "The device 'virtual:' has no option 'api_key'. Its options: "),
        ("graphics=1920x1080", "options of a device ('graphics') but no device. Add url="),
        ("url=vrtual:", "unknown scheme. Did you mean 'virtual'?"),
        ("url=tinypilot.local:8000", "write https://tinypilot.local:8000."),
        ("url=localhost:8000", "write http://localhost:8000."),
        ("url=virtual:?grafics=1", "an option 'grafics'"),
        ("url=stand-4", "no stand 'stand-4' in "),
        ("url=stand-4", "Did you mean 'stand-3'? Known: stand-3."),
        ("url=stand-3    conect_timeout=1s", "an option 'conect_timeout'. Did you mean 'connect_timeout'?"),
    ],
)
def test_the_import_fails_with_what_was_meant(run_suite: RunSuite, tmp_path: Path, arguments: str, told: str) -> None:
    file = tmp_path / "devices.toml"
    file.write_text('[stand-3]\nurl = "https://tinypilot.test"\n')
    assert told in _imported(run_suite, arguments, variable=[f"DEVICES_FILE:{file}"])


def test_of_a_stand_that_is_not_there_yet_only_what_is_misspelled_is_told(run_suite: RunSuite, tmp_path: Path) -> None:
    missing = [f"DEVICES_FILE:{tmp_path / 'none.toml'}"]
    # Its kind of device may be one that is installed only where the stands are.
    assert "ERROR" not in _imported(run_suite, "url=stand-3    fan_speed=3", variable=missing)
    for option, meant in (("tmeout", "timeout"), ("conect_timeout", "connect_timeout")):
        assert f"Did you mean '{meant}'?" in _imported(run_suite, f"url=stand-3    {option}=1s", variable=missing)


@pytest.mark.parametrize("arguments", ["", "url=virtual:    graphics=1920x1080", "url=https://a.test    verify=no"])
def test_what_is_right_is_imported(run_suite: RunSuite, arguments: str) -> None:
    assert "ERROR" not in _imported(run_suite, arguments)


def test_an_address_without_a_scheme_is_answered_with_one(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE.format(arguments="url=tinypilot.local").replace("Log    The", "Press Keys    F2    #"))
    assert ran.message.endswith("If it is a device's address, write https://tinypilot.local.")
