*** Settings ***
Documentation     The boot order of UEFI firmware: a new computer starts from its disc drive first. The order is
...               changed so that the UEFI shell comes first. It is so after a reset, and after the computer has been
...               without power; and left alone, the computer starts the shell.
...
...               The tests are one story and build on each other.

Resource          machine.resource

Suite Setup       Switch On A Machine With OVMF
Suite Teardown    Put The Machine Away

Name              UEFI Firmware Keeps Its Boot Order


*** Test Cases ***
A New Machine Starts From Its Disc First
    [Documentation]    From power on, F2 until the setup is there.
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=2 min
    Open The Boot Manager
    Screen Should Contain    ovmf/disc-is-first.png
    Screen Should Not Contain    ovmf/shell-is-first.png
    Take Screenshot    disc-is-first

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
    Take Screenshot    boot-order-saved

The Order Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Open The Boot Manager
    Screen Should Contain    ovmf/shell-is-first.png
    Screen Should Not Contain    ovmf/disc-is-first.png
    Take Screenshot    shell-is-first-after-reset

The Order Is Kept Without Power
    Switch The Machine Off And On
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=2 min
    Open The Boot Manager
    Screen Should Contain    ovmf/shell-is-first.png
    Screen Should Not Contain    ovmf/disc-is-first.png
    Take Screenshot    shell-is-first-after-power-off

The Machine Starts What Comes First
    [Documentation]    Nobody presses a key.
    Reset Target
    Wait Until Screen Contains    ovmf/shell.png    timeout=2 min
    Take Screenshot    shell


*** Keywords ***
Open The Boot Manager
    [Documentation]    From the front page.
    Choose Entry    ovmf/boot-manager-selected.png    ovmf/boot-manager.png
    Wait Until Screen Is Still    for_=300ms
