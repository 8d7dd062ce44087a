*** Settings ***
Documentation     What is done in the page becomes a suite, which passes on the same machine in its first state.

Library           OperatingSystem
Library           Process
Library           TinyPilotLibrary    timeout=30s    recording=never
Resource          studio.resource

Suite Setup       Open Studio Of A Computer That Boots
Suite Teardown    Close Studio
Test Setup        Start Anew

Name              Record


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/record
${TEXT}      id:record-text
${UNTIL}     Wait Until Screen Contains


*** Test Cases ***
A Setting Of The Firmware
    [Tags]    picture
    Record    setting
    Enter Setup In Page
    Press In Page    Right
    See And Press    text:Secure boot    Down
    Press In Page    Enter
    See And Press    text:Wake on LAN [Enabled]    F10
    See And Press    text:Yes    Enter
    Wait Until Screen Contains    text:Press F2
    Stop Recording In Page
    Suite Should Hold    Power On    ${UNTIL}${SPACE*4}text:Wake on LAN [Enabled]    Press Keys${SPACE*4}F10
    Picture Of Page    ${OUTPUT_DIR}/pages/record.png
    It Passes In The First State
    Axe Should Find Nothing Serious In Any Look

A Login Without Its Password
    Record    login
    Switch On Anew
    Type In Page    text:virtual login:    tester\n
    Wait Until Screen Contains    text:Password:
    Mark As Password    ${True}
    Type In Page    text:Password:    tinypilot\n
    Mark As Password    ${False}
    Wait Until Screen Contains    text:tester@virtual
    Stop Recording In Page
    Suite Should Hold
    ...    Type Text${SPACE*4}tester\\n
    ...    Type Text${SPACE*4}\${PASSWORD}
    ...    \${PASSWORD: Secret}${SPACE*4}\%{PASSWORD}
    ${suite} =    Suite In Page
    Should Not Contain    ${suite}    tinypilot
    It Passes In The First State

A Drawing
    Record How Paint Is Opened    drawing    60    128
    Drag In Page    ${SCREEN}    256    256    768    512
    Wait Until Screen Is Still
    Stop Recording In Page
    Suite Should Hold    Double Click    Drag${SPACE*4}point:0.2500,    ${UNTIL}${SPACE*4}drawing/wait-1.png
    File Should Not Exist    ${FOLDER}/drawing/wait-1.png
    It Passes In The First State
    File Should Exist    ${FOLDER}/drawing/wait-1.png

What Is By Texts Passes At Another Resolution
    [Documentation]    Recorded at 1024x768, run at 1920x1080 as a user does: the password is in the environment.
    Record How Paint Is Opened    texts
    Stop Recording In Page
    Suite Should Hold    Double Click${SPACE*4}text:Paint
    ${suite} =    Suite In Page
    Should Not Contain    ${suite}    .png
    Click Button    id:record-save
    Wait Until Element Contains    id:record-saved    texts.robot
    FOR    ${size}    IN    1024x768    1920x1080
        ${result} =    Run Process
        ...    python
        ...    -m
        ...    robot
        ...    --outputdir
        ...    ${FOLDER}/results/texts
        ...    --variable
        ...    URL:virtual:?graphics\=${size}
        ...    ${FOLDER}/texts.robot
        ...    env:PASSWORD=tinypilot
        ...    timeout=3 min
        Log    ${result.stdout}
        Should Be Equal As Integers    ${result.rc}    0
    END

It Is Recorded And Saved By Keyboard Alone
    Keys    TAB    TAB    TAB    TAB    ARROW_LEFT
    Element Should Be Focused    id:tab-record
    Keys    TAB    CTRL+A    by_keyboard    ENTER
    Wait Until Element Contains    ${TOLD}    is recorded
    Keys    SHIFT+TAB    SHIFT+TAB    SHIFT+TAB    SHIFT+TAB    ENTER
    Element Should Be Focused    ${SCREEN}
    Hold Keys In Page    F5
    Hold Keys In Page    ControlLeft    AltLeft    KeyG
    Element Should Be Focused    ${CAPTURE}
    Keys    TAB    TAB    TAB    TAB    ENTER
    Wait Until Element Is Enabled    id:record-save    timeout=2 min
    Suite Should Hold    Press Keys${SPACE*4}F5
    Keys    TAB    TAB
    Element Should Be Focused    ${TEXT}
    Keys    TAB    ENTER
    Wait Until Element Contains    id:record-saved    by_keyboard.robot

What Was Edited Is What Is Saved And Run
    Record    edited
    Enter Setup In Page
    Stop Recording In Page
    ${suite} =    Suite In Page
    Input Text    ${TEXT}    ${suite}${SPACE*4}Fail${SPACE*4}As it was edited.
    Click Button    id:record-run
    Wait Until Element Contains    ${TOLD}    not passed    timeout=3 min
    Element Should Contain    id:record-output    As it was edited.
    The Log Is At Hand

A Taken Name Is Refused In Words And Nothing Is Lost
    Create File    ${FOLDER}/taken.robot    before
    Record    taken
    Enter Setup In Page
    Stop Recording In Page
    Click Button    id:record-save
    Wait Until Element Contains    id:message    taken.robot' already
    ${content} =    Get File    ${FOLDER}/taken.robot
    Should Be Equal    ${content}    before


*** Keywords ***
Open Studio Of A Computer That Boots
    [Documentation]    A studio that saves into a folder of its own; its screen is also seen by keywords.
    Create Directory    ${FOLDER}
    Empty Directory    ${FOLDER}
    Use Template Folder    ${FOLDER}
    ${url} =    Serve Studio    boots=True
    Open Page    ${url}
    Page Should Be Live
    ${device} =    Get URL Of Device
    Open Device    ${device}

Start Anew
    [Documentation]    The computer and the page are new.
    Let Firmware Wait    2s
    Restore First State
    Reload Page
    Page Should Be Live

Enter Setup In Page
    [Documentation]    Switches the computer on and enters the setup of its firmware.
    # On a busy machine the key may come late.
    Let Firmware Wait    8s
    Switch On Anew
    See And Press    text:Press F2    F2
    Wait Until Screen Contains    text:Arrows: select

See And Press
    [Documentation]    Presses a key by its button once the screen shows something.
    [Arguments]    ${locator}    ${key}
    Wait Until Screen Contains    ${locator}
    Press In Page    ${key}

Record How Paint Is Opened
    [Documentation]    On a busy machine so much time may pass between two clicks that they are no double click: then it
    ...    is recorded anew, as a person would do.
    [Arguments]    ${name}    @{place}
    Wait Until Keyword Succeeds    5x    0s    Paint Should Open While Recording    ${name}    @{place}

Paint Should Open While Recording
    [Documentation]    By a double click on a pixel, or else on its name.
    [Arguments]    ${name}    @{place}
    Start Anew
    Record    ${name}
    Start The Desktop
    IF    not $place
        ${icon} =    Wait Until Screen Contains    text:Paint
        VAR    @{place} =    ${{int($icon.region.center.x)}}    ${{int($icon.region.center.y)}}
    END
    Click Button    ${CAPTURE}
    Click In Page    ${SCREEN}    @{place}    count=2
    Wait Until Screen Contains    text:jspaint.app

Mark As Password
    [Documentation]    Says whether what is typed now is a password.
    [Arguments]    ${is_one}
    Click Button    id:tab-record
    IF    ${is_one}
        Select Checkbox    id:record-secret
    ELSE
        Unselect Checkbox    id:record-secret
    END
    Wait Until Keyword Succeeds    1 min    100ms    Password Should Be Marked    ${is_one}
    Click Button    id:tab-operate

Password Should Be Marked
    [Documentation]    The studio knows it.
    [Arguments]    ${is_one}
    ${checked} =    Get Element Attribute    id:record-secret    checked
    Should Be Equal    ${{bool($checked)}}    ${is_one}

Keys
    [Documentation]    Presses keys in the page, wherever its focus is.
    [Arguments]    @{keys}
    FOR    ${key}    IN    @{keys}
        SeleniumLibrary.Press Keys    None    ${key}
    END

Suite In Page
    [Documentation]    The text of the suite.
    ${text} =    Get Value    ${TEXT}
    RETURN    ${text}

Suite Should Hold
    [Documentation]    These are in the text of the suite.
    [Arguments]    @{parts}
    ${text} =    Suite In Page
    Log    ${text}
    FOR    ${part}    IN    @{parts}
        Should Contain    ${text}    ${part}
    END

It Passes In The First State
    [Documentation]    Saves and runs what was recorded, three times.
    FOR    ${_}    IN RANGE    3
        Restore First State
        Click Button    id:record-run
        Wait Until Element Contains    ${TOLD}    The suite runs.
        Wait Until Element Contains    ${TOLD}    passed    timeout=4 min
        ${output} =    Get Text    id:record-output
        Log    ${output}
        Element Text Should Be    ${TOLD}    The suite has passed.
    END
    The Log Is At Hand

The Log Is At Hand
    [Documentation]    The link leads to the log, which has no rights of the page.
    Wait Until Page Contains Element    css:#record-log a
    Click Link    Its log
    Switch Window    NEW
    Wait Until Page Contains    Execution Log
    ${origin} =    Execute Javascript    return window.origin
    Should Be Equal    ${origin}    null
    Close Window
    Switch Window    MAIN
