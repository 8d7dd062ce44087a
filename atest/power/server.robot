*** Settings ***
Documentation     A server behind its BMC: power, media and the next start by Redfish, the screen over VNC. The BMC is
...               sushy-tools' emulator, the server a real machine of QEMU that libvirt keeps.
...
...               The tests are one story and build on each other.

Library           TinyPilotLibrary    timeout=2 min
Library           atest.lab.keywords.LabKeywords
Library           atest.power.power_keywords.PowerThings

Suite Setup       Open A Server That Is Off
Suite Teardown    Put The Server Away

Test Tags         firmware

Name              A Server Behind Its BMC


*** Variables ***
${FROM_DISK}      text:Say the word
${FROM_MEDIUM}    text:This is the medium


*** Test Cases ***
Switched On It Starts Its Disk
    Power Should Be    off
    Power On
    Power Should Be    on
    Wait Until Screen Contains    ${FROM_DISK}

A Medium That Is Inserted Is Started At The Reset
    ${medium} =    Make Live Medium
    Insert Medium    ${medium}
    Media Should Be    ${{ {'kind': 'cd', 'image': str($medium)} }}
    Boot Once From    cd
    Reset Target
    Power Should Be    on
    Wait Until Screen Contains    ${FROM_MEDIUM}
    Take Screenshot

A System That Is Asked Shuts Down
    Power Off    graceful=True
    Power Should Be    off

What Is Ejected Is Started No More
    Eject Medium
    Media Should Be
    Power On
    Wait Until Screen Contains    ${FROM_DISK}

A Boot Loader Does Not Shut Down, And Is Switched Off If That Is Allowed
    Run Keyword And Expect Error    *still on after 2 s. *    Power Off    graceful=True    timeout=2s
    Power Should Be    on
    Power Off    graceful=True    timeout=2s    force=True
    Power Should Be    off


*** Keywords ***
Open A Server That Is Off
    [Documentation]    Its disk starts a menu.
    ${disk} =    Make Disc    ${CURDIR}/../firmware/discs/second.cfg
    ${bmc}    ${screen} =    Start Server    ${disk}
    Open Device    ${screen}    power=${bmc}    media=${bmc}

Power Should Be
    [Documentation]    What the BMC says.
    [Arguments]    ${wanted}
    ${state} =    Get Power State
    Should Be Equal    ${state}    ${wanted}

Media Should Be
    [Documentation]    What is inserted.
    [Arguments]    @{wanted}
    @{media} =    Get Media
    Should Be Equal    ${media}    ${wanted}

Put The Server Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Serving Power
