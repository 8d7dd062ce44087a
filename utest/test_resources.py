"""The user keywords that come with the library, on the virtual computer's firmware setup."""

from pathlib import Path

import pytest

import TinyPilotLibrary
from utest.conftest import RunSuite

pytestmark = pytest.mark.integration

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
    assert no_change.startswith("'desktop.png' is not on the screen, and press number 1 of F11 changed nothing.\n")
    # What the screen showed instead.
    assert no_change.splitlines()[1].startswith("'desktop.png'")


_BY_READING = _SUITE.replace("*** Test", "Suite Setup    Use Firmware Profile    virtual\n\n*** Test")


def test_settings_are_set_without_templates_and_kept(run_suite: RunSuite) -> None:
    ran = run_suite(
        _BY_READING
        + """
Set
    Enter Firmware Setup
    Go To    Devices
    Set Setting    SATA mode    IDE
    Set Setting    Fan speed    80
    Save And Exit
    Enter Firmware Setup
    Go To    Devices
    Setting Should Be    Fan speed    80
    ${mode} =    Get Setting    SATA mode
    Should Be Equal    ${mode}    IDE
"""
    )
    assert ran.result.suite.status == "PASS", ran.message


def test_a_value_that_a_setting_does_not_take_is_told_and_nothing_stays_open(run_suite: RunSuite) -> None:
    ran = run_suite(
        _BY_READING
        + """
List
    Enter Firmware Setup
    Go To    Devices
    Set Setting    SATA mode    SCSI
Number
    Set Setting    Fan speed    7
Not So
    Setting Should Be    Fan speed    7
"""
    )
    messages = [str(test.message) for test in ran.result.suite.tests]
    assert messages[0].startswith("'SATA mode' cannot be set to 'SCSI': 'SCSI' is not an entry of the menu.")
    assert messages[1] == "'Fan speed' cannot be set to '7'. Values that were seen: ['50']."
    assert messages[2] == "'Fan speed' should be '7', but it is '50'."


def test_without_a_profile_it_is_told_how_to_say_which_firmware_it_is(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE + "No Profile\n    Get Setting    Wake on LAN\n")
    assert ran.message.startswith("Say first which firmware it is: `Use Firmware Profile    edk2`.")
