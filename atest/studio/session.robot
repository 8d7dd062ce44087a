*** Settings ***
Documentation     The studio shows who has the device, and a person takes it over and hands it over.

Library           TinyPilotLibrary
Resource          studio.resource

Suite Setup       Open Studio
Suite Teardown    Run Keywords    Close All Devices    AND    Close Studio

Name              Session


*** Test Cases ***
A Person Takes The Device Over From A Suite And Hands It Over
    Suite Presses    A
    Wait Until Element Contains    id:lease    The device is in use by
    Element Should Contain    id:lease    , suite '
    Click Button    xpath://button[text()='Tab']
    Wait Until Element Contains    id:message    Wait, or take it over under Operate.
    Picture Of Page    ${OUTPUT_DIR}/pages/session.png
    Click Button    id:take-over
    Handle Alert
    Wait Until Element Contains    id:lease    This page has the device since
    Element Should Not Be Visible    id:take-over
    Run Keyword And Expect Error
    ...    *someone in the studio (page *) took over the device at *
    ...    TinyPilotLibrary.Press Keys
    ...    B
    Click Button    xpath://button[text()='Tab']
    Target Should Have Received    +KeyA    -KeyA    +Tab    -Tab
    Click Button    id:hand-over
    Wait Until Element Contains    id:lease    Nobody sends input now.
    Element Should Not Be Visible    id:hand-over
    Suite Presses    B
    Target Should Have Received    +KeyA    -KeyA    +Tab    -Tab    +KeyB    -KeyB

A Page That Is Left Open Keeps Nobody Out
    [Documentation]    A suite that waits has its turn though the page goes on looking.
    Close All Devices
    Click Button    xpath://button[text()='Tab']
    Wait Until Element Contains    id:lease    This page has the device since
    Suite Presses    C    wait_for_device=1 min

A Page That Is Loaded Anew Gives The Device Back At Once
    [Documentation]    It is another client then, and so is the suite: neither has to wait.
    Close All Devices
    Restart Virtual Computer
    Click Button    xpath://button[text()='Tab']
    Wait Until Element Contains    id:lease    This page has the device since
    Reload Page
    Page Should Be Live
    Click Button    xpath://button[text()='Tab']
    Target Should Have Received    +Tab    -Tab    +Tab    -Tab
    Go To    about:blank
    Suite Presses    D


*** Keywords ***
Suite Presses
    [Documentation]    Presses a key by the suite's own device.
    [Arguments]    ${key}    &{options}
    ${url} =    Get URL Of Device
    Open Device    ${url}    alias=suite    &{options}
    TinyPilotLibrary.Press Keys    ${key}
