*** Settings ***
Documentation     The boot order of UEFI firmware, over QEMU's VNC server; the power comes from QEMU itself.
...
...               The tests are one story and build on each other.

Library           TinyPilotLibrary    timeout=1 min    templates=${CURDIR}/../firmware/templates
Library           atest.lab.keywords.LabKeywords
Resource          TinyPilotLibrary/resources/boot_menu.resource
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Switch On A Machine Behind VNC
Suite Teardown    Put The Machine Away

Test Tags         firmware

Name              UEFI Firmware Over VNC


*** Test Cases ***
A New Machine Starts From Its Disc First
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=2 min
    Open The Boot Manager
    Screen Should Contain    ovmf/disc-is-first.png

The Shell Is Moved To The First Place And Saved
    Go Back To    ovmf/front-page.png
    Choose Entry    ovmf/boot-maintenance-selected.png    ovmf/boot-maintenance.png
    Choose Entry    ovmf/boot-options-selected.png    ovmf/boot-options.png
    Choose Entry    ovmf/change-boot-order-selected.png    ovmf/change-boot-order.png
    Press Keys    Enter
    Wait Until Screen Contains    ovmf/list-with-disc-first.png
    Move To Entry    ovmf/shell-selected-in-list.png
    Press Key Step By Step    NumpadAdd    ovmf/list-with-shell-first.png
    Press Keys    Enter
    Wait Until Screen Contains    ovmf/order-with-shell-first.png
    Save Settings    ovmf/save-changes.png

The Order Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Open The Boot Manager
    Screen Should Contain    ovmf/shell-is-first.png
    Screen Should Not Contain    ovmf/disc-is-first.png


*** Keywords ***
Switch On A Machine Behind VNC
    [Documentation]    Keys and picture go over VNC, the power over QMP.
    VAR    ${server}    /tmp/tinypilot-vnc-${{__import__('os').getpid()}}
    VAR    @{vnc}    -vnc    unix:${server}
    ${machine}    Start Machine    OVMF    boot_menu=5    extra=${vnc}
    Open Device    vnc:${server}    power=${machine}

Open The Boot Manager
    [Documentation]    From the front page.
    Choose Entry    ovmf/boot-manager-selected.png    ovmf/boot-manager.png
    Wait Until Screen Is Still    for_=300ms

Put The Machine Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Machine
