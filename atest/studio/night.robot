*** Settings ***
Documentation     What a run has missed is mended in the page when it is over; the next run passes.

Library           OperatingSystem
Library           Process
Resource          studio.resource

Suite Setup       Open Target
Suite Teardown    Close Studio

Name              Night


*** Variables ***
${FOLDER}     ${OUTPUT_DIR}/night/templates
${INSIDE}     ${CURDIR}/_inside/mended.robot
${RESULTS}    ${OUTPUT_DIR}/night/results


*** Test Cases ***
A Miss Of The Night Is Mended And The Next Run Passes
    [Tags]    picture
    Run Should End With    2    KEYBOARD:text:Keyboards ... detected
    ${page} =    Serve Run    ${RESULTS}
    Open Page    ${page}
    Wait Until Element Contains    id:stored-told    2 misses
    Element Should Contain    ${STATUS}    Stored screen
    Element Should Not Be Visible    ${CAPTURE}
    Element Should Contain    id:stored-groups    disk.png: 1
    Click Element    css:#stored-groups summary
    Wait Until Page Contains Element    css:.slider img[alt^=wanted]
    Picture Of Page    ${OUTPUT_DIR}/pages/night.png
    Axe Should Find Nothing Serious In Any Look
    Keyboard Should Reach Everything    5
    Slide By Keyboard
    Click Button    xpath://button[contains(., 'Propose a new crop of disk.png')]
    Wait Until Element Contains    ${VERDICT}    Unique on this frame
    Wait Until Element Contains    ${VERDICT}    other screens of the run
    Click Button    id:save
    Wait Until Element Contains    id:saved    score 1.000
    Click Button    id:tab-stored
    Click Button    id:stored-again
    Wait Until Page Contains Element    css:#stored-groups details:not([open])
    Click Element    css:#stored-groups summary
    Wait Until Element Contains    id:stored-groups    It is found on this screen now.
    Run Should End With    0

A Missed Text Is Shown With What Was Read And Is Tried On The Screen As It Was
    Run Should End With    1    KEYBOARD:text:Keyboards ... detected
    ${page} =    Serve Run    ${RESULTS}
    Open Page    ${page}    dark=True
    Wait Until Element Contains    id:stored-told    1 miss,
    Element Should Contain    id:stored-groups    text:Keyboards ... detected: 1
    Click Element    css:#stored-groups summary
    Wait Until Page Contains Element    css:.read mark
    ${read} =    Get Text    css:.read
    Should Start With    ${read}    Keyboard ... detected\n
    Picture Of Page    ${OUTPUT_DIR}/pages/night-text.png
    Axe Should Find Nothing Serious In Any Look
    Click Button    Try on this screen
    Wait Until Element Contains    id:try-told    Not found.
    Input Text    id:locator    text:Keyboard ... detected
    Wait Until Element Contains    id:try-told    Found once.


*** Keywords ***
Open Target
    [Documentation]    A virtual computer over HTTP, and a template that its screen does not show.
    Create Directory    ${FOLDER}
    Use Template Folder    ${FOLDER}
    Serve Studio
    Make Dead Template    ${FOLDER}/disk.png

Run Should End With
    [Documentation]    Runs the suite; as many tests fail.
    [Arguments]    ${code}    @{others}
    Restart Virtual Computer
    ${url} =    Get URL Of Device
    VAR    @{variables} =    --variable    URL:${url}    --variable    FOLDER:${FOLDER}    --variable    ON_MISS:fail
    ${others} =    Evaluate    [part for each in $others for part in ('--variable', each)]
    ${result} =    Run Process
    ...    python
    ...    -m
    ...    robot
    ...    @{variables}
    ...    @{others}
    ...    --outputdir
    ...    ${RESULTS}
    ...    ${INSIDE}
    ...    timeout=3 min
    Log    ${result.stdout}
    Should Be Equal As Integers    ${result.rc}    ${code}

Slide By Keyboard
    [Documentation]    The edge between both pictures goes where the slider is.
    SeleniumLibrary.Press Keys    css:.slider input    END
    ${all} =    Execute Javascript    return document.querySelector('.slider img[alt^=wanted]').style.clipPath
    Should Contain    ${all}    0px 0%
    SeleniumLibrary.Press Keys    css:.slider input    HOME
    ${none} =    Execute Javascript    return document.querySelector('.slider img[alt^=wanted]').style.clipPath
    Should Contain    ${none}    0px 100%
