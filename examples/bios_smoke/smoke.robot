*** Settings ***
Documentation     Is this firmware fit for a longer test? Its setup opens, says its version and has its settings as
...               shipped; its boot menu has all drives; the machine starts by itself, also when it has been without
...               power. Nothing is changed on it.
...
...               What differs between machines is in the variables below. For another machine put them into a file:
...               ``robot --variablefile ovmf.json smoke.robot``

Library           TinyPilotLibrary    timeout=1 min
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Connect
Suite Teardown    Close All Devices


*** Variables ***
# The machine: the URL of its device, and a profile of docs/firmware.md, or a file of your own.
${DEVICE}           virtual:?setup_prompt\=10s
${FIRMWARE_NAME}    virtual
# A text of the first page: the version that should be there.
${VERSION}          BIOS version 1.0
# A page, a setting, its value; and again.
@{AS_SHIPPED}       Advanced    Wake on LAN    Disabled
...                 Advanced    Secure boot    Unchecked
...                 Devices    SATA mode    AHCI
...                 Devices > PCIe slots    PCIe slot 24    Auto
# Entries of the boot menu.
@{DRIVES}           Hard Disk    Network    USB
# What the screen has when the machine has started, and what it has if it cannot.
${STARTED}          re:login:
${NOT_STARTED}      text:No bootable device
${START_TIME}       4 min


*** Test Cases ***
The Setup Opens
    Enter Firmware Setup    timeout=${START_TIME}
    Take Screenshot    setup
    Screen Should Contain    text:${VERSION}

Settings Are As Shipped
    VAR    ${open} =    ${EMPTY}
    FOR    ${page}    ${setting}    ${value}    IN    @{AS_SHIPPED}
        # A path begins at the first page.
        IF    $page != $open
            Enter Firmware Setup    timeout=${START_TIME}
            Go To    ${page}
            Take Screenshot
        END
        VAR    ${open} =    ${page}
        Setting Should Be    ${setting}    ${value}
    END

All Drives Are In The Boot Menu
    Open Boot Menu    timeout=${START_TIME}
    Take Screenshot    boot-menu
    FOR    ${drive}    IN    @{DRIVES}
        Screen Should Contain    text:${drive}
    END

It Starts By Itself
    [Documentation]    Nobody presses a key.
    Reset Target
    Should Start

It Starts After It Was Without Power
    Power Off
    Wait Until No Video Signal
    Power On
    Should Start


*** Keywords ***
Connect
    [Documentation]    Opens the device, and says which firmware it has.
    Open Device    ${DEVICE}
    Use Firmware Profile    ${FIRMWARE_NAME}

Should Start
    [Documentation]    What the screen showed before the machine was restarted does not count.
    Wait Until Screen Contains    ${STARTED}    unless=${NOT_STARTED}    timeout=${START_TIME}
    Take Screenshot    started
