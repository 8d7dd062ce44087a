"""The user keywords that come with the library, on the virtual computer's firmware setup."""

from pathlib import Path

import TinyPilotLibrary
from utest.conftest import RunSuite

_TEMPLATES = Path(TinyPilotLibrary.__file__).parent / "demo" / "templates"
_SUITE = f"""
*** Settings ***
Library     TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=20s    templates={_TEMPLATES}
Resource    TinyPilotLibrary/resources/firmware.resource

*** Test Cases ***
"""


def test_an_entry_is_moved_to_by_sight_and_the_highlight_stays_there(run_suite: RunSuite) -> None:
    ran = run_suite(
        _SUITE
        + """
Change
    Enter Firmware Setup    setup.png
    Press Keys    Right
    Move To Entry    wake-on-lan-disabled.png
    Press Keys    Enter
    Screen Should Contain    wake-on-lan-enabled.png
    Save Settings    save-question.png    confirm_key=Enter
    Enter Firmware Setup    setup.png
"""
    )
    assert ran.result.suite.status == "PASS", ran.message


def test_an_entry_that_is_not_there_is_told(run_suite: RunSuite) -> None:
    ran = run_suite(
        _SUITE
        + """
Not There
    Enter Firmware Setup    setup.png
    Press Key Step By Step    Down    desktop.png    most=2
No Change
    Press Key Step By Step    F11    desktop.png    timeout=2s
"""
    )
    not_there, no_change = (str(test.message) for test in ran.result.suite.tests)
    assert not_there.startswith("'desktop.png' is not on the screen after 2 presses of Down.\n")
    assert no_change == "'desktop.png' is not on the screen, and press number 1 of F11 changed nothing."
