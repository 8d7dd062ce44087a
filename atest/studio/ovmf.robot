*** Settings ***
Documentation     A setting of real UEFI firmware is recorded in the page, and set again by what was recorded.

Library           OperatingSystem
Library           Process
Library           TinyPilotLibrary    timeout=2 min    recording=never
Library           atest.lab.keywords.LabKeywords
Resource          studio.resource

Suite Teardown    Run Keywords    Close All Devices    AND    Close Studio    AND    Stop Machine

Test Tags         firmware

Name              Recording Of Real Firmware


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/ovmf
${ROUNDS}    1


*** Test Cases ***
A Setting Of UEFI Firmware
    [Documentation]    It is set on a machine that is new; ``--variable ROUNDS:3`` sets it on three.
    Open Studio Of A New Machine
    Record    time_out
    Reset In Page
    Hammer    F2    text:Select Language
    Choose In Page    Boot Maintenance Manager
    Wait Until Screen Contains    text:Auto Boot Time-out
    Choose In Page    [5]
    Type In Page    17
    Press In Page    Enter
    Wait Until Screen Contains    re:\\[17\\]
    Press In Page    F10
    Wait Until Screen Contains    text:Save configuration changes
    Type In Page    y
    Wait Until Screen Does Not Contain    text:Save configuration changes
    Stop Recording In Page
    Picture Of Page    ${OUTPUT_DIR}/pages/ovmf.png
    Click Button    id:record-save
    Wait Until Element Contains    id:record-saved    time_out.robot
    Close All Devices
    Close Studio
    FOR    ${_}    IN RANGE    ${ROUNDS}
        It Is Set On A New Machine
    END


*** Keywords ***
Open Studio Of A New Machine
    [Documentation]    A studio in front of a machine that is new; its screen is also seen by keywords.
    Create Directory    ${FOLDER}
    Empty Directory    ${FOLDER}
    Use Template Folder    ${FOLDER}
    ${machine} =    Start Machine    OVMF    boot_menu=5
    ${page} =    Serve Studio    device=${machine}
    Open Page    ${page}
    Page Should Be Live
    ${device} =    Get URL Of Device
    Open Device    ${device}

Reset In Page
    [Documentation]    By the button.
    Click Button    xpath://div[@id='power']/button[text()='Reset']
    Handle Alert
    Wait Until Screen Does Not Contain    text:Select Language

Hammer
    [Documentation]    Presses a key again and again, as a person does who does not know when it is taken.
    [Arguments]    ${key}    ${locator}
    WHILE    True    limit=3 min
        Click Button    xpath://div[@id='chords']/button[text()='${key}']
        ${is_there} =    Run Keyword And Return Status    Wait Until Screen Contains    ${locator}    timeout=0.7s
        IF    ${is_there}    BREAK
    END

Choose In Page
    [Documentation]    Goes down to an entry of the menu, or to its value, and enters it.
    [Arguments]    ${entry}
    WHILE    True    limit=20
        # A page that is drawn may have no selected row for a moment.
        ${selected} =    Wait Until Keyword Succeeds    20s    200ms    Get Selected Text
        IF    $entry in $selected    BREAK
        Press In Page    Down
    END
    Press In Page    Enter

Type In Page
    [Documentation]    Types a text.
    [Arguments]    ${text}
    Input Text    id:text    ${text}
    Submit Form    id:text-form

It Is Set On A New Machine
    [Documentation]    Runs the suite as a user does; the screen then shows the value.
    ${machine} =    Start Machine    OVMF    boot_menu=5
    VAR    @{options} =    --outputdir    ${FOLDER}/results    --variable    URL:${machine}
    ${result} =    Run Process    python    -m    robot    @{options}    ${FOLDER}/time_out.robot    timeout=5 min
    Log    ${result.stdout}
    Should Be Equal As Integers    ${result.rc}    0
    Open Device    ${machine}
    Wait Until Screen Contains    re:\\[17\\]
    Screen Should Not Contain    text:Configuration changed
    Close All Devices
