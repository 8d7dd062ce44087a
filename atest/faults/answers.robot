*** Settings ***
Documentation     What answers is slow, without end, or somebody else. Each is told in time and in words,
...               and input counts as sent only if the device itself says so.

Library           TinyPilotLibrary    templates=${EXECDIR}/TinyPilotLibrary/demo/templates    timeout=20s
Library           atest.resources.faults.Faults

Suite Setup       Open Target Over A Bad Network
Suite Teardown    Run Keywords    Close All Devices    AND    Stop Serving
Test Setup        Wait Until Screen Contains    login.png
Test Teardown     End Fault

Name              Answers


*** Test Cases ***
A Picture That Drips Is Given Up In Time
    [Timeout]    10s
    Begin Fault    dripping
    Run Keyword And Expect Error    '*' gave no answer within 2 s*    Screen Should Contain    login.png

A Key Of Which The Answer Drips Is Not Sent Twice
    [Timeout]    10s
    ${before} =    Get Keys That Arrived
    Begin Fault    dripping
    Run Keyword And Expect Error    *gave no answer within 2*may have been delivered*    Press Keys    A
    End Fault
    ${after} =    Get Keys That Arrived
    Should Be Equal    ${after}    ${{ [*$before, 'KeyA'] }}

A Picture Without End Is Refused
    [Timeout]    10s
    Begin Fault    endless
    Run Keyword And Expect Error    *more than 64 MiB*    Screen Should Contain    login.png


*** Keywords ***
Open Target Over A Bad Network
    [Documentation]    Starts a virtual computer behind a proxy that breaks what it is told to.
    ${url} =    Serve Over A Bad Network
    Open Device    ${url}    connect_timeout=2s    read_timeout=2s
    Reset Target
