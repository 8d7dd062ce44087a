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

A Key That A Login Page Took Has Not Been Sent
    ${before} =    Get Keys That Arrived
    Begin Fault    login page
    Run Keyword And Expect Error
    ...    *answered * and a web page ('Sign in'), which is not an answer from the device*not sent again.
    ...    Press Keys    A
    End Fault
    ${after} =    Get Keys That Arrived
    Should Be Equal    ${after}    ${before}
    Press Keys    A

A Key That Is Sent Elsewhere Has Not Been Sent
    Begin Fault    redirect
    Run Keyword And Expect Error    *302 and does not say where to*not sent again.    Press Keys    A

A Login Page Is No Screen
    Begin Fault    login page
    Run Keyword And Expect Error    *a web page ('Sign in')*    Screen Should Contain    login.png

A Key That Was Refused On The Way Back Is Not Sent Twice
    ${before} =    Get Keys That Arrived
    Begin Fault    answer forged
    Run Keyword And Expect Error    *401: Not this way.*may have been delivered*not sent again.    Press Keys    A
    ${after} =    Get Keys That Arrived
    Should Be Equal    ${after}    ${{ [*$before, 'KeyA'] }}

A Companion Is Known For One After Somebody Else Has Answered
    [Template]    Companion Should Be Known After
    login page
    redirect
    error


*** Keywords ***
Companion Should Be Known After
    [Documentation]    Opens the device while somebody else answers. Held keys need a companion.
    [Arguments]    ${fault}
    ${url} =    Get Url
    Open Device    ${url}    alias=new    read_timeout=2s
    Begin Fault    ${fault}
    Run Keyword And Expect Error    *    Press Keys    A
    End Fault
    Hold Keys    Shift
    Release Keys    Shift
    Close Device

Open Target Over A Bad Network
    [Documentation]    Starts a virtual computer behind a proxy that breaks what it is told to.
    ${url} =    Serve Over A Bad Network
    Open Device    ${url}    connect_timeout=2s    read_timeout=2s
    Reset Target
