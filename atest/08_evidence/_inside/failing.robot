*** Settings ***
Documentation    Fails on purpose: the suite above looks at what its log shows.

Library          TinyPilotLibrary    url=virtual:    templates=${TEMPLATES}    timeout=0s

Test Tags        inside


*** Variables ***
${PASSWORD: Secret}    %{SECRET=nothing}


*** Test Cases ***
Fails Now
    Press Keys    A
    Screen Should Contain    desktop.png

Fails In A Keyword Of The Suite
    Open The Desktop

Fails By A Time Limit
    [Timeout]    1 second
    Wait Until Screen Contains    desktop.png    timeout=1 hour

Fails Elsewhere
    Press Keys    A
    Fail    Nothing of the screen

Fails And Is Caught
    Run Keyword And Expect Error    *    Screen Should Contain    desktop.png

Fails Without A Picture
    Power Off
    Screen Should Contain    desktop.png
    [Teardown]    Power On

Types A Secret
    Type Text    ${PASSWORD}
    Take Screenshot    after-the-secret

Fails At A Template That Is Not There
    Screen Should Contain    stup.png

Fails At A Character That Cannot Be Typed
    Press Keys    A
    Type Text    中


*** Keywords ***
Open The Desktop
    [Documentation]    Passes the failure of a keyword of the library on.
    Wait For The Desktop

Wait For The Desktop
    [Documentation]    Fails at a keyword of the library.
    Wait Until Screen Contains    desktop.png
