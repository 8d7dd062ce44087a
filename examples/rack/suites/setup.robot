*** Settings ***
Documentation     A setting is kept, on any stand that is free.

Library           TinyPilotLibrary    url=any of: ${STANDS}    wait_for_device=30 min    timeout=1 min
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Use Firmware Profile    ${FIRMWARE_NAME}
Suite Teardown    Close All Devices


*** Variables ***
# A tag of devices.toml, or several: uefi+tpm. The CI files give it.
${STANDS}           uefi
${FIRMWARE_NAME}    virtual


*** Test Cases ***
Wake On LAN Is Kept
    Enter Firmware Setup
    Go To    Advanced
    Set Setting    Wake on LAN    Enabled
    Take Screenshot    wake-on-lan
    Save And Exit
    Enter Firmware Setup
    Go To    Advanced
    Setting Should Be    Wake on LAN    Enabled

It Can Be Switched Off Again
    Set Setting    Wake on LAN    Disabled
    Save And Exit
