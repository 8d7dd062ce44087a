*** Settings ***
Documentation     A setting of UEFI firmware: the name by which the computer presents itself to iSCSI storage. A new
...               computer has none; one is typed in and saved. It is there after a reset, and after the computer has
...               been without power.
...
...               The tests are one story and build on each other.

Resource          machine.resource

Suite Setup       Switch On A Machine With OVMF
Suite Teardown    Put The Machine Away

Name              UEFI Firmware Keeps A Name


*** Test Cases ***
A New Machine Has No Initiator Name
    [Documentation]    From power on, F2 until the setup is there.
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=5 min
    Open The Page Of The Initiator Name
    Wait Until Screen Contains    ovmf/no-initiator-name.png
    Screen Should Not Contain    ovmf/initiator-name.png
    Take Screenshot    no-initiator-name

The Name Is Typed And Saved
    Press Keys    Enter
    Wait Until Screen Contains    ovmf/type-in-your-data.png
    Type Text    iqn.2026-01.org.example:lab7
    Wait Until Screen Contains    ovmf/initiator-name-typed.png
    Press Keys    Enter
    Wait Until Screen Contains    ovmf/initiator-name.png
    Save Settings    ovmf/save-changes.png
    Take Screenshot    initiator-name-saved

The Name Is Kept Over A Reset
    Enter Firmware Setup    ovmf/front-page.png
    Open The Page Of The Initiator Name
    Wait Until Screen Contains    ovmf/initiator-name.png
    Screen Should Not Contain    ovmf/no-initiator-name.png
    Take Screenshot    initiator-name-after-reset

The Name Is Kept Without Power
    Switch The Machine Off And On
    Press Key Until Screen Contains    F2    ovmf/front-page.png    interval=0.2s    timeout=5 min
    Open The Page Of The Initiator Name
    Wait Until Screen Contains    ovmf/initiator-name.png
    Screen Should Not Contain    ovmf/no-initiator-name.png
    Take Screenshot    initiator-name-after-power-off


*** Keywords ***
Open The Page Of The Initiator Name
    [Documentation]    From the front page. The order of entries differs from build to build: it is read, not counted.
    Choose Entry    ovmf/device-manager-selected.png    ovmf/device-manager.png
    Choose Entry    ovmf/iscsi-selected.png    ovmf/iscsi.png
    Wait Until Screen Is Still    for_=300ms
