*** Settings ***
Documentation     Settings of UEFI firmware, found, set and read by their texts alone: a number that is typed, a value
...               from a list; what was saved is there after a reset, what was discarded is not; a boot menu.
...
...               The tests are one story and build on each other.

Resource          machine.resource

Suite Setup       Run Keywords    Switch On A Machine With OVMF    AND    Use Firmware Profile    edk2
Suite Teardown    Put The Machine Away

Name              UEFI Firmware Without Templates


*** Test Cases ***
A Page Has Its Entries
    Enter Firmware Setup
    Go To    Boot Maintenance Manager
    ${entries} =    Get Menu Entries
    Should Be Equal    ${entries[0].label}    Boot Options
    Should Be Equal    ${entries[-1].label}    Auto Boot Time-out

A Number Is Typed And A Value Chosen From Its List
    [Documentation]    The setting of the next boot is for the next boot alone.
    Set Setting    Auto Boot Time-out    17
    Set Setting    Boot Next Value    EFI Internal Shell
    Setting Should Be    Auto Boot Time-out    17
    Take Screenshot    settings-changed
    Save And Exit

What Was Set For The Next Boot Is Done
    [Documentation]    Nobody presses a key.
    Wait Until Screen Contains    text:Shell>    timeout=4 min

What Was Discarded Is Not Kept
    Enter Firmware Setup
    Go To    Boot Maintenance Manager
    Set Setting    Boot Next Value    EFI Internal Shell
    Discard And Exit
    Enter Firmware Setup
    Go To    Boot Maintenance Manager
    Setting Should Be    Boot Next Value    NONE

Another Entry Is Started Once
    Boot Once From    EFI Internal Shell    timeout=4 min
    Wait Until Screen Contains    text:Shell>    timeout=4 min
