*** Settings ***
Documentation    Media of a virtual machine: inserted, started from once, and ejected, with a BIOS and with UEFI
...              firmware. Left alone, the machine starts its disk.

Library          TinyPilotLibrary    timeout=5 min
Library          atest.lab.keywords.LabKeywords

Test Teardown    Put The Machine Away
Test Template    Medium Should Be Started Once

Test Tags        firmware

Name             Media Of A Machine


*** Test Cases ***
A CD With A BIOS    SEABIOS    cd
A USB Stick With A BIOS
    [Tags]    thorough
    SEABIOS    usb
A CD With UEFI
    [Tags]    thorough
    OVMF    cd
A USB Stick With UEFI    OVMF    usb


*** Keywords ***
Medium Should Be Started Once
    [Documentation]    The target starts from it once, and not where it is gone by then.
    [Arguments]    ${firmware}    ${kind}
    ${disc} =    Start A Machine With A Disk    ${firmware}
    Insert Medium    ${disc}    as_=${kind}
    Media Should Be    ${{ {'kind': $kind, 'image': str($disc)} }}
    Boot Once From    ${kind}
    Reset And Wait For    The first disc
    Reset And Wait For    Say the word
    Boot Once From    ${kind}
    Eject Medium    ${kind}
    Media Should Be
    Reset And Wait For    Say the word

Start A Machine With A Disk
    [Documentation]    Returns an image of something else, which starts from a CD as well as from a stick.
    [Arguments]    ${firmware}
    ${disk} =    Make Disc    ${CURDIR}/../firmware/discs/second.cfg
    ${disc} =    Make Disc    ${CURDIR}/../firmware/discs/first.cfg
    VAR    @{drive} =    -drive    if=none,id=disk,format=raw,readonly=on,file=${disk}
    ...    -device    virtio-blk-pci,drive=disk,bootindex=1
    ${url} =    Start Machine    ${firmware}    tablet=True    extra=${drive}
    Open Device    ${url}
    Wait Until Screen Contains    text:Say the word
    RETURN    ${disc}

Media Should Be
    [Documentation]    What is inserted.
    [Arguments]    @{wanted}
    @{media} =    Get Media
    Should Be Equal    ${media}    ${wanted}

Reset And Wait For
    [Documentation]    Waits for a boot loader that says this.
    [Arguments]    ${text}
    Reset Target
    Wait Until Screen Contains    text:${text}
    Take Screenshot

Put The Machine Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Machine
