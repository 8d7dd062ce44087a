*** Settings ***
Documentation     Settings of a firmware setup, found, set and checked by their texts alone: tabs, a list that scrolls,
...               values that are ticked, chosen, typed or changed in place, a help column that repeats the words of
...               the list, a password, and a boot menu.
...
...               The tests are one story and build on each other.

Library           TinyPilotLibrary    timeout=20s
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Switch On
Suite Teardown    Close All Devices


*** Variables ***
${PASSWORD}    s3cret


*** Test Cases ***
A Page Has Its Entries
    [Documentation]    Headings too, which the highlight passes by. The help column is none of them.
    Enter Firmware Setup
    Go To    Devices
    ${entries} =    Get Menu Entries
    VAR    @{labels} =    @{{[entry.label for entry in $entries]}}
    VAR    @{expected} =    Storage    SATA mode    Cooling    Fan speed    PCIe slots
    Should Be Equal    ${labels}    ${expected}
    VAR    @{selectable} =    @{{[entry.label for entry in $entries if entry.can_be_selected]}}
    VAR    @{expected} =    SATA mode    Fan speed    PCIe slots
    Should Be Equal    ${selectable}    ${expected}
    Should Be Equal    ${entries[1].value}    AHCI

A List That Scrolls Is Seen Whole
    Go To    PCIe slots
    ${entries} =    Get Menu Entries
    VAR    @{labels} =    @{{[entry.label for entry in $entries]}}
    VAR    @{expected} =    @{{[f'PCIe slot {number}' for number in range(1, 25)]}}
    Should Be Equal    ${labels}    ${expected}

Settings Of Each Kind Are Set
    [Documentation]    Chosen from a list, typed as a number, changed in place, ticked, typed as a text.
    Set Setting    PCIe slot 22    Gen3
    Press Keys    Esc
    Set Setting    SATA mode    IDE
    Set Setting    Fan speed    80
    Go To    Advanced
    Set Setting    Wake on LAN    Enabled
    Set Setting    Secure boot    on
    Go To    Main
    Set Setting    Asset tag    R 12
    Take Screenshot    settings-changed
    Save And Exit

They Are Kept
    Enter Firmware Setup
    Go To    Devices > PCIe slots
    Setting Should Be    PCIe slot 22    Gen3
    Setting Should Be    PCIe slot 2    Auto
    Press Keys    Esc
    Setting Should Be    SATA mode    IDE
    ${speed} =    Get Setting    Fan speed
    Should Be Equal    ${speed}    80
    Go To    Advanced
    Setting Should Be    Wake on LAN    Enabled
    Setting Should Be    Secure boot    Checked
    Go To    Main
    Setting Should Be    Asset tag    R 12

What Is Discarded Is Not Kept
    Go To    Devices
    Reset To Defaults
    Setting Should Be    SATA mode    AHCI
    Discard And Exit
    Enter Firmware Setup
    Go To    Devices
    Setting Should Be    SATA mode    IDE

What A Setting Does Not Take Is Told With What It Takes
    Run Keyword And Expect Error
    ...    'SATA mode' cannot be set to 'SCSI': 'SCSI' is not an entry of the menu.*RAID*
    ...    Set Setting    SATA mode    SCSI
    # The list has been closed, and the setting is as it was.
    Setting Should Be    SATA mode    IDE
    Run Keyword And Expect Error
    ...    'Fan speed' cannot be set to '7'. Values that were seen: *80*
    ...    Set Setting    Fan speed    7
    Run Keyword And Expect Error    'Curve' is not an entry of the menu.*    Go To    Devices > Curve

A Setup That Asks For Its Password Is Entered With It
    Go To    Security > Setup password
    Type Text    ${PASSWORD}\n
    Setting Should Be    Setup password    Set
    Save And Exit
    Enter Firmware Setup    password=${PASSWORD}
    Setting Should Be    BIOS version    1.0
    Run Keyword And Expect Error
    ...    The setup asks for a password: `Enter Firmware Setup${SPACE*4}password=…`.
    ...    Enter Firmware Setup
    Type Password    ${PASSWORD}
    Setting Should Be    BIOS version    1.0

Another Device Is Started Once
    Boot Once From    Network
    Wait Until Screen Contains    text:no answer from a DHCP server
    Open Boot Menu
    ${entry} =    Get Selected Text
    Should Contain    ${entry}    Hard Disk


*** Keywords ***
Switch On
    [Documentation]    A computer that is as new, and waits for F2 and F12 for as long as a busy one may need.
    Open Device    virtual:?setup_prompt\=10m
    Use Firmware Profile    virtual
