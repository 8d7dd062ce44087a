*** Settings ***
Documentation     The boot order of UEFI firmware, over QEMU's VNC server; the power comes from QEMU itself.
...
...               The tests are one story and build on each other.

Library           TinyPilotLibrary    timeout=1 min    templates=${CURDIR}/../firmware/templates
Library           atest.lab.keywords.LabKeywords
Resource          ../firmware/boot_order.resource

Suite Setup       Switch On A Machine Behind VNC
Suite Teardown    Put The Machine Away

Test Tags         firmware

Name              UEFI Firmware Over VNC


*** Test Cases ***
A New Machine Starts From Its Disc First
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=5 min
    Disc Should Be First

The Shell Is Moved To The First Place And Saved
    Move The Shell To The First Place And Save

The Order Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Shell Should Be First


*** Keywords ***
Switch On A Machine Behind VNC
    [Documentation]    Keys and picture go over VNC, the power over QMP.
    VAR    ${server}    /tmp/tinypilot-vnc-${{__import__('os').getpid()}}
    VAR    @{vnc}    -vnc    unix:${server}
    ${machine}    Start Machine    OVMF    boot_menu=5    extra=${vnc}
    Open Device    vnc:${server}    power=${machine}

Put The Machine Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Machine
