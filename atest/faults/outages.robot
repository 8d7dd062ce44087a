*** Settings ***
Documentation     The network or the device's server is away for a while. Waits survive it as long as
...               their own time lasts, and say so if it lasts longer. Input is never sent twice.

Library           TinyPilotLibrary    templates=${EXECDIR}/TinyPilotLibrary/demo/templates    timeout=20s
Library           atest.resources.faults.Faults

Suite Setup       Open Target Over A Bad Network
Suite Teardown    Run Keywords    Close All Devices    AND    Stop Serving
Test Setup        Reset Target
Test Teardown     End Fault

Name              Outages


*** Test Cases ***
A Wait Survives That Nobody Listens
    Wait Until Screen Contains    press-f2.png
    Begin Fault    refused    for_=3s
    Wait Until Screen Contains    login.png

A Wait Survives That Nothing Goes On
    Wait Until Screen Contains    press-f2.png
    Begin Fault    stalled    for_=3s
    Wait Until Screen Contains    login.png

A Wait For Stillness Survives
    Wait Until Screen Contains    login.png
    Begin Fault    refused    for_=3s
    Wait Until Screen Is Still    for_=1s

A Wait For Something To Go Survives
    Wait Until Screen Contains    press-f2.png
    Begin Fault    refused    for_=3s
    Wait Until Screen Does Not Contain    press-f2.png

A Wait That Ends In An Outage Says So
    Wait Until Screen Contains    login.png
    Begin Fault    refused    after=1s
    ${told} =    Run Keyword And Expect Error    *    Wait Until Screen Contains    desktop.png    timeout=4s
    Should Match    ${told}    'desktop.png' did not appear within 4 s. Checked * frame*; unreachable for the last *
    Should Contain    ${told}    There is no connection

A Wait That Sees Nothing At All Says Why
    Begin Fault    refused
    Run Keyword And Expect Error
    ...    There is no connection to *It was tried for 2 s, while waiting for 'desktop.png'.
    ...    Wait Until Screen Contains    desktop.png    timeout=2s

A Single Look Fails At Once
    Begin Fault    refused
    Run Keyword And Expect Error    There is no connection*    Screen Should Contain    login.png

A Key That May Have Arrived Is Not Sent Twice
    Wait Until Screen Contains    login.png
    ${before} =    Get Keys That Arrived
    Begin Fault    answers lost    for_=3s
    Run Keyword And Expect Error    *may have been delivered*    Press Keys    A
    End Fault
    ${after} =    Get Keys That Arrived
    Should Be Equal    ${after}    ${{ [*$before, 'KeyA'] }}

The Pressing Of A Key Goes On After An Outage
    Wait Until Screen Contains    login.png
    ${before} =    Get Keys That Arrived
    Begin Fault    answers lost    for_=2s
    Press Key Until Screen Contains    A    text:aa    interval=0.5s
    ${after} =    Get Keys That Arrived
    Should Be Equal    ${after}    ${{ [*$before, 'KeyA', 'KeyA'] }}


*** Keywords ***
Open Target Over A Bad Network
    [Documentation]    Starts a virtual computer behind a proxy that breaks what it is told to.
    ${url} =    Serve Over A Bad Network
    Open Device    ${url}    connect_timeout=2s    read_timeout=2s
