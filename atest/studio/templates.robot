*** Settings ***
Documentation     Locators are tried, and templates are cut, in the page; a suite then finds what was cut.

Library           OperatingSystem
Library           TinyPilotLibrary    templates=${FOLDER}
Resource          studio.resource

Suite Setup       Open Studio With Templates
Suite Teardown    Close Studio
Test Setup        Live Screen

Name              Templates


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/cut


*** Test Cases ***
All Places Of A Locator Are Told Live
    Click Button    id:tab-try
    Input Text    id:locator    re:F1?2
    Wait Until Element Contains    id:try-told    Found 2 times.
    Element Should Contain    id:try-results    read: F12
    Input Text    id:try-offset    -100,0
    Wait Until Element Contains    id:try-results    a click goes nowhere
    Input Text    id:try-offset    20,-9
    Wait Until Element Does Not Contain    id:try-results    a click goes nowhere
    Picture Of Page    ${OUTPUT_DIR}/pages/try-offset.png
    Input Text    id:locator    text:No such text
    Wait Until Element Contains    id:try-told    Not found.
    Input Text    id:locator    tag:none
    Wait Until Element Contains    id:try-told    is tagged

Several Places Have The Numbers That Suites Count By
    [Documentation]    From top to bottom, though the pictures of a folder are looked for in the order of their names.
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    Cut Row    rows/a    279    64
    Cut Row    rows/b    189    48
    Click Button    id:freeze
    Click Button    id:tab-try
    Input Text    id:locator    rows
    Wait Until Element Contains    id:try-told    Found 2 times.
    Element Should Contain    css:#try-results li:nth-child(1)    b.png
    Element Should Contain    css:#try-results li:nth-child(2)    a.png

A Template Is Cut Judged Saved And Found
    [Tags]    picture
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    Drag In Page    ${SCREEN}    0    64    279    80
    Wait Until Element Contains    ${VERDICT}    Unique on this frame
    Wait Until Element Contains    ${VERDICT}    text:Hard disk ... VIRTUAL DISK 8 GB is on this frame once
    Input Text    id:cut-name    disk
    Click Button    id:save
    Wait Until Element Contains    id:saved    score 1.000
    Save Page Picture    cut
    ${url} =    Get URL Of Device
    Open Device    ${url}
    ${match} =    Wait Until Screen Contains    disk.png
    Should Be True    $match.region.top in (63, 64, 65) and $match.region.width in range(277, 282)

A Template Is Tried On The Screens Of The Session
    [Documentation]    Only the last row is another one after the key.
    [Tags]    picture
    Press In Page    F2
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    Drag In Page    ${SCREEN}    0    64    279    80
    Wait Until Element Contains    ${VERDICT}    other screens in this session:
    Element Should Contain    ${VERDICT}    It is also on
    Save Page Picture    session
    Click Button    Remove
    Drag In Page    ${SCREEN}    0    384    180    400
    Wait Until Element Contains    ${VERDICT}    It is on none of the other screens in this session

Areas Are Moved By A Pixel And Judged Anew By Keyboard Alone
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    SeleniumLibrary.Press Keys    id:add-area    ENTER
    Element Should Contain    id:areas    340,180,40,40
    Wait Until Element Contains    ${VERDICT}    flat
    SeleniumLibrary.Press Keys    ${SCREEN}    ARROW_LEFT    ARROW_UP
    Wait Until Element Contains    id:areas    339,179,40,40
    SeleniumLibrary.Press Keys    ${SCREEN}    SHIFT+ARROW_RIGHT
    Wait Until Element Contains    id:areas    339,179,41,40
    SeleniumLibrary.Press Keys    ${SCREEN}    CTRL+ARROW_DOWN
    SeleniumLibrary.Press Keys    ${SCREEN}    CTRL+SHIFT+ARROW_RIGHT
    Wait Until Element Contains    id:areas    339,189,51,40
    # A second one becomes the click point, of which the list says the kind.
    SeleniumLibrary.Press Keys    None    INSERT
    SeleniumLibrary.Press Keys    None    SPACE    SPACE    SPACE
    List Selection Should Be    css:#areas li:nth-child(2) select    click
    Keyboard Should Reach Everything    16
    # The list is written anew with each choice, and the keyboard stays in it.
    Set Focus To Element    css:#areas li:nth-child(2) select
    SeleniumLibrary.Press Keys    None    ARROW_UP
    SeleniumLibrary.Press Keys    None    ARROW_UP
    List Selection Should Be    css:#areas li:nth-child(2) select    exclude
    Set Focus To Element    css:#areas li:nth-child(2) .line button:last-child
    SeleniumLibrary.Press Keys    None    ENTER
    SeleniumLibrary.Press Keys    None    ENTER
    Wait Until Page Does Not Contain Element    css:#areas li
    SeleniumLibrary.Press Keys    None    INSERT
    Wait Until Element Contains    id:areas    340,180,40,40
    SeleniumLibrary.Press Keys    None    DELETE
    Wait Until Page Does Not Contain Element    css:#areas li
    Drag In Page    ${SCREEN}    3    66    320    78
    SeleniumLibrary.Press Keys    ${SCREEN}    ENTER
    Wait Until Element Contains    id:areas    0,64,279,16

What Is Frozen Stays While The Screen Goes On
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    Simulate Fault Of Device    no signal    1
    Wait Until Element Contains    ${STATUS}    No signal
    Element Should Contain    ${STATUS}    a frozen frame is shown
    Drag In Page    ${SCREEN}    0    32    225    48
    Wait Until Element Contains    ${VERDICT}    Memory test
    Page Should Be Live

A Taken Name Is Refused In Words And Nothing Is Lost
    Create File    ${FOLDER}/taken.png    before
    Click Button    id:tab-cut
    Click Button    id:freeze
    Wait Until Element Is Enabled    id:save
    Drag In Page    ${SCREEN}    0    64    279    80
    Input Text    id:cut-name    taken
    Click Button    id:save
    Wait Until Element Contains    id:message    There is taken.png already
    ${content} =    Get File    ${FOLDER}/taken.png
    Should Be Equal    ${content}    before
    Select Checkbox    id:cut-replace
    Click Button    id:save
    Wait Until Element Contains    id:saved    score 1.000


*** Keywords ***
Open Studio With Templates
    [Documentation]    A studio that saves into a folder of its own.
    Create Directory    ${FOLDER}
    Use Template Folder    ${FOLDER}
    Open Studio

Live Screen
    [Documentation]    Nothing is frozen, and the forms are empty.
    Reload Page
    Page Should Be Live

Save Page Picture
    [Documentation]    For people: how the page looks.
    [Arguments]    ${name}
    Picture Of Page    ${OUTPUT_DIR}/pages/${name}.png

Cut Row
    [Documentation]    Saves a row of text as a template.
    [Arguments]    ${name}    ${width}    ${top}
    Drag In Page    ${SCREEN}    0    ${top}    ${width}    ${{${top} + 16}}
    Wait Until Element Contains    ${VERDICT}    Unique on this frame
    Input Text    id:cut-name    ${name}
    Click Button    id:save
    Wait Until Element Contains    id:saved    ${name}
    Click Button    Remove
