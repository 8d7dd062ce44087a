*** Settings ***
Documentation    One flow through the setup of UEFI firmware, by reading, at its own resolution of 640x480 and at those
...              that a capture of HDMI makes of it.

Library          atest.lab.captured.Captures
Resource         machine.resource

Suite Setup      Use Firmware Profile    edk2
Test Teardown    Run Keywords    Close All Devices    AND    Stop Captures    AND    Stop Machine
Test Template    Settings Are Set At

Name             UEFI Firmware Behind A Capture


*** Test Cases ***
At 1080p
    1080p    1920x1080
At 720p
    [Tags]    thorough
    720p    1280x720


*** Keywords ***
Settings Are Set At
    [Documentation]    What was set for the next boot is done.
    [Arguments]    ${change}    ${size}
    ${machine} =    Start Machine    OVMF    boot_menu=5
    ${url} =    Serve Captured    ${machine}    ${change}
    Open Device    ${url}
    Enter Firmware Setup    timeout=4 min
    ${seen} =    Get Screen Size
    Should Be Equal As Strings    ${seen}    ${size}
    Change Settings
    Take Screenshot    settings-changed
    Save And Exit
    Wait Until Screen Contains    text:Shell>    timeout=4 min

Change Settings
    [Documentation]    A number, and a value from a list.
    Go To    Boot Maintenance Manager
    Set Setting    Auto Boot Time-out    17
    Set Setting    Boot Next Value    EFI Internal Shell
    Setting Should Be    Auto Boot Time-out    17
