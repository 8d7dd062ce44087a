*** Settings ***
Documentation     The boot menu of any stand that is free.

Library           TinyPilotLibrary    url=any of: ${STANDS}    wait_for_device=30 min    timeout=1 min
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Use Firmware Profile    ${FIRMWARE_NAME}
Suite Teardown    Close All Devices


*** Variables ***
# A tag of devices.toml, or several: uefi+tpm. The CI files give it.
${STANDS}           uefi
${FIRMWARE_NAME}    virtual


*** Test Cases ***
The Boot Menu Offers The Network
    Open Boot Menu
    Take Screenshot    boot-menu
    Screen Should Contain    text:Network

It Starts From The Disk
    Boot Once From    Hard Disk
    Wait Until Screen Contains    re:login:    unless=text:No bootable device
    Take Screenshot    started
