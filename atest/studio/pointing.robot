*** Settings ***
Documentation     The target's mouse is moved and clicked by the keyboard of the page.

Library           TinyPilotLibrary    timeout=30s    recording=never
Resource          studio.resource

Suite Setup       Open Studio Of A Desktop
Suite Teardown    Close Studio

Name              Pointing


*** Variables ***
${POINT}     id:point
${PLACE}     id:pointing-told
${PROMPT}    re:tester@virtual


*** Test Cases ***
A Program Is Started From A Menu And Its Window Is Dragged
    [Documentation]    All of it by keys of the browser, from the button on.
    Set Focus To Element    ${CAPTURE}
    SeleniumLibrary.Press Keys    None    TAB
    Element Should Be Focused    ${POINT}
    SeleniumLibrary.Press Keys    None    ENTER
    Element Should Be Focused    ${SCREEN}
    Element Should Contain    ${PLACE}    Mouse at 512,384.
    Picture Of Page    ${OUTPUT_DIR}/pages/pointing.png
    Axe Should Find Nothing Serious
    SeleniumLibrary.Press Keys    None    r
    # The arrow of the mouse covers the begin of its first row.
    Wait Until Screen Contains    text:Restart
    SeleniumLibrary.Press Keys    None    ARROW_DOWN    ARROW_RIGHT
    SeleniumLibrary.Press Keys    None    CTRL+ARROW_RIGHT
    Element Should Contain    ${PLACE}    Mouse at 523,394.
    SeleniumLibrary.Press Keys    None    ENTER
    ${before} =    Wait Until Screen Contains    ${PROMPT}
    # The title is above the first line.
    Point At    ${{int($before.region.left) + 60}}    ${{int($before.region.top) - 16}}
    SeleniumLibrary.Press Keys    None    h
    Element Should Contain    ${PLACE}    its left button is held
    SeleniumLibrary.Press Keys    None    SHIFT+ARROW_RIGHT
    SeleniumLibrary.Press Keys    None    h
    Element Should Not Contain    ${PLACE}    held
    Wait Until Keyword Succeeds    20s    200ms    Window Should Be Moved    ${before}    100

An Icon Is Opened By A Double Click
    Point Anew
    Point At    60    128
    SeleniumLibrary.Press Keys    None    d
    Wait Until Screen Contains    text:jspaint.app

Escape Stops It And Tab Leads On
    Point Anew
    SeleniumLibrary.Press Keys    None    ESCAPE
    Element Should Be Focused    ${POINT}
    Element Attribute Value Should Be    ${POINT}    aria-pressed    false
    Element Should Not Be Visible    ${PLACE}
    Point Anew
    SeleniumLibrary.Press Keys    None    TAB
    Element Attribute Value Should Be    ${POINT}    aria-pressed    false

What Is Held Is Released When It Stops
    Point Anew
    SeleniumLibrary.Press Keys    None    h
    Wait Until Keyword Succeeds    20s    100ms    Held Buttons Should Be    1
    SeleniumLibrary.Press Keys    None    ESCAPE
    Wait Until Keyword Succeeds    20s    100ms    Held Buttons Should Be    0

The Target Gets No Key Of It
    ${before} =    Get Received Keys
    Point Anew
    SeleniumLibrary.Press Keys    None    ARROW_UP    SPACE    PAGE_DOWN    ESCAPE
    ${after} =    Get Received Keys
    Should Be Equal    ${after}    ${before}

The Pointer Stays On The Screen
    Point Anew
    Point At    3    3
    SeleniumLibrary.Press Keys    None    SHIFT+ARROW_UP    SHIFT+ARROW_LEFT
    Element Should Contain    ${PLACE}    Mouse at 0,0.


*** Keywords ***
Open Studio Of A Desktop
    [Documentation]    A studio of a computer whose desktop is shown.
    ${url} =    Serve Studio    boots=True
    Open Page    ${url}
    Page Should Be Live
    ${device} =    Get URL Of Device
    Open Device    ${device}
    Start The Desktop

Point Anew
    [Documentation]    Presses the button.
    ${on} =    Get Element Attribute    ${POINT}    aria-pressed
    IF    $on == 'true'    SeleniumLibrary.Press Keys    None    ESCAPE
    Set Focus To Element    ${POINT}
    SeleniumLibrary.Press Keys    None    ENTER
    Element Should Be Focused    ${SCREEN}

Point At
    [Documentation]    Moves the mouse to a pixel, by as few keys as it takes.
    [Arguments]    ${x}    ${y}
    ${told} =    Get Text    ${PLACE}
    ${keys} =    Get Keys To Point    ${told}    ${x}    ${y}
    FOR    ${key}    IN    @{keys}
        SeleniumLibrary.Press Keys    None    ${key}
    END
    Element Should Contain    ${PLACE}    Mouse at ${x},${y}.

Window Should Be Moved
    [Documentation]    Its first line is further to the right.
    [Arguments]    ${before}    ${by}
    ${now} =    Wait Until Screen Contains    ${PROMPT}
    Should Be True    abs($now.region.left - $before.region.left - ${by}) <= 2

Held Buttons Should Be
    [Documentation]    These buttons of the target's mouse are down.
    [Arguments]    ${buttons}
    ${held} =    Get Held Buttons
    Should Be Equal As Integers    ${held}    ${buttons}
