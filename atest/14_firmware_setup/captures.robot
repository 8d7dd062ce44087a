*** Settings ***
Documentation    One flow through a firmware setup, by reading, with whatever a capture of HDMI makes of the picture.

Library          TinyPilotLibrary    timeout=30s
Library          atest.lab.captured.Captures
Resource         TinyPilotLibrary/resources/firmware.resource

Suite Setup      Use Firmware Profile    virtual
Test Teardown    Run Keywords    Close All Devices    AND    Stop Captures
Test Template    Settings Are Kept Though The Picture Has


*** Test Cases ***
JPEG Of Quality 60    nothing    quality=60
Blur
    [Tags]    thorough
    blur
Limited Range
    [Tags]    thorough
    limited range
A Shift To The Right
    [Tags]    thorough
    a shift to the right
A Shift Down
    [Tags]    thorough
    a shift down
A Size Of 1080p
    [Tags]    thorough
    1080p
A Size Of 720p
    [Tags]    thorough
    720p
A Size Of 1080p Made Of 720p    1080p made of 720p
A Size Of 720p Made Of 1080p
    [Tags]    thorough
    720p made of 1080p
All Of It    limited range, blurred and shifted


*** Keywords ***
Settings Are Kept Though The Picture Has
    [Documentation]    A list, a number, a check box and a page that scrolls.
    [Arguments]    ${change}    ${quality}=80
    ${url} =    Serve Captured    virtual:?setup_prompt\=10m&quality\=100    ${change}    ${quality}
    Open Device    ${url}
    Change Settings
    Settings Should Be Changed
    Take Screenshot    kept

Change Settings
    [Documentation]    On pages of several kinds; they are saved.
    Enter Firmware Setup
    Go To    Devices
    Set Setting    SATA mode    IDE
    Set Setting    Fan speed    80
    Go To    Advanced
    Set Setting    Secure boot    on
    Go To    Devices > PCIe slots
    Set Setting    PCIe slot 22    Disabled
    Save And Exit

Settings Should Be Changed
    [Documentation]    After a restart.
    Enter Firmware Setup
    Go To    Advanced
    Setting Should Be    Secure boot    Checked
    Go To    Devices
    Setting Should Be    SATA mode    IDE
    Setting Should Be    Fan speed    80
    Go To    PCIe slots
    Setting Should Be    PCIe slot 22    Disabled
