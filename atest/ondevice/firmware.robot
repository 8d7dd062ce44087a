*** Settings ***
Documentation     The boot order of UEFI firmware behind a USB gadget and a capture: the firmware's own driver reads
...               the keyboard of the gadget in a lab machine, and the capture there sees its screen.
...
...               The tests are one story and build on each other.

Library           TinyPilotLibrary    timeout=1 min    templates=${CURDIR}/../firmware/templates
Library           atest.lab.ondevice.firmware.FirmwareKeywords
Resource          ../firmware/boot_order.resource

Suite Setup       Connect The Firmware
Suite Teardown    Put The Firmware Away

Test Tags         firmware

Name              UEFI Firmware Behind A Gadget


*** Test Cases ***
A New Machine Starts From Its Disc First
    Power On
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=2 min
    Disc Should Be First

The Shell Is Moved To The First Place And Saved
    Move The Shell To The First Place And Save

The Order Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Shell Should Be First
    Take Screenshot


*** Keywords ***
Connect The Firmware
    [Documentation]    Keys and picture go over the lab machine's companion, the power over QMP.
    ${url}    ${options} =    Start Firmware Behind A Gadget
    Open Device    ${url}    &{options}
    Wait Until Device Is Ready    timeout=15 min

Put The Firmware Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Firmware Behind A Gadget
