*** Settings ***
Documentation     Waits end as soon as they can, at once where something forbidden comes, and say what they saw.

Resource          ../resources/target.resource

Suite Setup       Open Target
Suite Teardown    Close Target
Test Setup        Reset Target


*** Variables ***
@{FORBIDDEN}    desktop.png    login.png


*** Test Cases ***
Whatever Comes First Ends A Wait
    ${match} =    Wait Until Screen Contains    desktop.png    login.png    setup.png
    Should Be Equal    ${match.locator}    login.png

What Is Forbidden Ends A Long Wait At Once
    [Timeout]    5 min
    ${told} =    Run Keyword And Expect Error
    ...    *
    ...    Wait Until Screen Contains
    ...    desktop.png
    ...    unless=login.png
    ...    timeout=1 h
    Should Match
    ...    ${told}
    ...    While waiting for 'desktop.png', 'login.png' at * appeared, which is forbidden (unless=).

What Is Forbidden Ends The Pressing Of A Key
    Run Keyword And Expect Error
    ...    *'login.png' at * appeared*
    ...    Press Key Until Screen Contains
    ...    F1
    ...    setup.png
    ...    unless=${FORBIDDEN}

A Wait In Vain Says What It Saw
    ${told} =    Run Keyword And Expect Error    *    Wait Until Screen Contains    desktop.png    timeout=0.3s
    Should Match Regexp
    ...    ${told}
    ...    ^'desktop\\.png' did not appear within 0\\.3 s\\. Checked (1 frame|\\d+ frames, (none|\\d+) changed)\\.
    Should Contain    ${told}    'desktop.png':

Without Time There Is One Look
    Wait Until Screen Contains    login.png
    Wait Until Screen Contains    login.png    timeout=0s
    ${told} =    Run Keyword And Expect Error    *    Wait Until Screen Contains    desktop.png    timeout=0s
    Should Contain    ${told}    Checked 1 frame.

What Goes Is Waited For
    Enter Setup
    Press Keys    Esc    Enter
    Wait Until Screen Does Not Contain    setup.png
    Screen Should Not Contain    setup.png

A Blinking Cursor Is No Change
    Wait Until Screen Contains    login.png
    Wait Until Screen Is Still    for_=1s
    Press Keys    F1
    Run Keyword And Expect Error    *did not change*    Wait Until Screen Changes    timeout=0.6s

A Change That Came At Once Is Not Missed
    Press Keys    F2
    Wait Until Screen Changes    timeout=0s

A Lost Signal Is Waited Over
    Simulate Fault    no signal    for_=0.5s
    Wait Until No Video Signal
    Wait Until Screen Contains    login.png
    Wait Until Video Signal    timeout=0s

A Broken Picture Is Waited Over
    Simulate Fault    corrupt jpeg    for_=0.5s
    Wait Until Screen Contains    login.png

That There Was No Picture Is Told
    Power Off
    ${told} =    Run Keyword And Expect Error    *    Wait Until Screen Contains    login.png    timeout=0.3s
    Should Contain    ${told}    no video signal for the last
    [Teardown]    Power On
