*** Settings ***
Documentation     The boot order of UEFI firmware: a new computer starts from its disc drive first. The order is
...               changed so that the UEFI shell comes first. It is so after a reset, and after the computer has been
...               without power; and left alone, the computer starts the shell.
...
...               The tests are one story and build on each other.

Resource          boot_order.resource
Resource          machine.resource

Suite Setup       Switch On A Machine With OVMF
Suite Teardown    Put The Machine Away

Name              UEFI Firmware Keeps Its Boot Order


*** Test Cases ***
A New Machine Starts From Its Disc First
    [Documentation]    From power on, F2 until the setup is there.
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=5 min
    Disc Should Be First
    Take Screenshot    disc-is-first

The Shell Is Moved To The First Place And Saved
    Move The Shell To The First Place And Save
    Take Screenshot    boot-order-saved

The Order Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Shell Should Be First
    Take Screenshot    shell-is-first-after-reset

The Order Is Kept Without Power
    Switch The Machine Off And On
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=5 min
    Shell Should Be First
    Take Screenshot    shell-is-first-after-power-off

The Machine Starts What Comes First
    [Documentation]    Nobody presses a key.
    Reset Target
    Wait Until Screen Contains    ovmf/shell.png    timeout=5 min
    Take Screenshot    shell
