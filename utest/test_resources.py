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


_BY_READING = _SUITE.replace("*** Test", "Suite Setup    Use Firmware Profile    virtual\n\n*** Test")


def test_settings_of_all_kinds_are_set_by_reading_and_kept(run_suite: RunSuite) -> None:
    ran = run_suite(
        _BY_READING
        + """
Set
    Enter Firmware Setup
    Press Keys    Right
    Set Setting    Wake on LAN    Enabled
    Set Setting    Secure boot    on
    Press Keys    Right    Right
    Set Setting    SATA mode    IDE
    Set Setting    Fan speed    80
    Go To    PCIe slots
    Set Setting    PCIe slot 22    Gen3
    Press Keys    Esc    Left    Left    Left
    Set Setting    Asset tag    R 12
    Save And Exit
Kept
    Enter Firmware Setup
    Setting Should Be    Asset tag    R 12
    Press Keys    Right
    Setting Should Be    Wake on LAN    Enabled
    Setting Should Be    Secure boot    Checked
    Press Keys    Right    Right
    Go To    PCIe slots
    Setting Should Be    PCIe slot 22    Gen3
    Setting Should Be    PCIe slot 2    Auto
    Press Keys    Esc
    ${speed} =    Get Setting    Fan speed
    Should Be Equal    ${speed}    80
    Reset To Defaults
    Setting Should Be    SATA mode    AHCI
    Discard And Exit
    Enter Firmware Setup
    Press Keys    Right    Right    Right
    Setting Should Be    SATA mode    IDE
"""
    )
    assert ran.result.suite.status == "PASS", ran.message


def test_a_value_that_a_setting_does_not_take_is_told_and_nothing_stays_open(run_suite: RunSuite) -> None:
    ran = run_suite(
        _BY_READING
        + """
List
    Enter Firmware Setup
    Press Keys    Right    Right    Right
    Set Setting    SATA mode    SCSI
Number
    Set Setting    Fan speed    7
In Place
    Press Keys    Left    Left
    Set Setting    Wake on LAN    Sometimes
Not So
    Setting Should Be    Wake on LAN    Sometimes
"""
    )
    messages = [str(test.message) for test in ran.result.suite.tests]
    assert messages[0].startswith("'SATA mode' cannot be set to 'SCSI': 'SCSI' is not an entry of the menu.")
    assert messages[1] == "'Fan speed' cannot be set to '7'. Values that were seen: ['50']."
    assert messages[2].startswith("'Wake on LAN' cannot be set to 'Sometimes'. Values that were seen: ['Disabled', 'E")
    assert messages[3] == "'Wake on LAN' should be 'Sometimes', but it is 'Disabled'."


def test_a_setup_that_asks_for_its_password_is_entered_with_it(run_suite: RunSuite) -> None:
    ran = run_suite(
        _BY_READING
        + """
Set
    Enter Firmware Setup
    Press Keys    Right    Right    Right    Right
    Press Keys    Enter
    Type Text    s3cret\\n
    Setting Should Be    Setup password    Set
    Save And Exit
Enter
    Enter Firmware Setup    password=s3cret
    Boot Once From    Network
    Wait Until Screen Contains    text:no answer from a DHCP server
Without
    Enter Firmware Setup
"""
    )
    assert [test.status for test in ran.result.suite.tests] == ["PASS", "PASS", "FAIL"], ran.message
    assert "asks for a password" in str(ran.result.suite.tests[2].message)


def test_without_a_profile_it_is_told_how_to_say_which_firmware_it_is(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE + "No Profile\n    Get Setting    Wake on LAN\n")
    assert ran.message.startswith("Say first which firmware it is: `Use Firmware Profile    edk2`.")
