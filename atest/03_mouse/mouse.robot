*** Settings ***
Documentation     The pointer on a desktop: icons, windows, menus, drawing and scrolling.

Resource          ../resources/target.resource

Suite Setup       Open Target
Suite Teardown    Close Target
Test Setup        Start Desktop


*** Test Cases ***
A Program Is Started By A Double Click On Its Picture
    Double Click    paint-icon.png
    Wait Until Screen Contains    paint.png

A Line Is Drawn By Dragging
    Open Paint
    Drag    point:0.25,0.5    point:0.75,0.5
    Move Mouse To    point:0.9,0.9
    Pixel Is Ink    0.5,0.5
    Pixel Is White    0.5,0.4

A Line Is Drawn By Hand
    Open Paint
    Move Mouse To    point:300,300
    Press Mouse Button
    Move Mouse To    point:500,300
    Move Mouse To    point:500,500
    Release Mouse Button
    Move Mouse To    point:700,600
    Pixel Is Ink    400,300
    Pixel Is Ink    500,400
    Pixel Is White    600,550

A Place Beside A Picture Is Clicked
    [Documentation]    The drawing begins below the title of the program, so many pixels beside it.
    Open Paint
    ${title} =    Get Match    paint.png
    Drag    ${title}    ${title}    offset=0,200    end_offset=0,300
    Move Mouse To    point:0.9,0.9
    ${x} =    Evaluate    $title.click_point.x
    ${y} =    Evaluate    $title.click_point.y + 250
    Pixel Is Ink    ${x},${y}

A Menu Is Opened By A Right Click
    Right Click    point:0.6,0.5
    Click    offset=40,70
    Wait Until Screen Contains    login.png

A Page Is Scrolled
    Press Keys    Ctrl+Alt+T
    Wait Until Screen Contains    terminal.png
    Type Text    google-chrome\n
    Wait Until Screen Contains    browser.png
    Type Text    example.org\n
    Move Mouse To    point:0.5,0.5
    Wait Until Screen Is Still    for_=0.3s    region=0.0,0.0,1.0,0.9
    ${top} =    Take Screenshot
    ${lines} =    Crop Picture    ${top}    ${OUTPUT_DIR}/templates/lines.png    ${8}    ${66}    ${300}    ${80}
    Screen Should Contain    ${lines}
    Scroll    down    20    target=point:0.5,0.5
    Wait Until Screen Does Not Contain    ${lines}
    Scroll    up    20
    Wait Until Screen Contains    ${lines}

What Is Not There Is Not Clicked
    Press Keys    Ctrl+Alt+T
    Wait Until Screen Contains    terminal.png
    Refused With    'setup.png' did not appear within 0 s*    Click    setup.png    timeout=0s
    Refused With    *is not on the screen*    Click    point:1024,0
    Refused With    *does not have member 'thumb'*    Click    button=thumb
    Screen Should Contain    terminal.png


*** Keywords ***
Open Paint
    [Documentation]    Starts the drawing program.
    Double Click    paint-icon.png
    Wait Until Screen Contains    paint.png

Pixel Is Ink
    [Documentation]    The pixel is dark.
    [Arguments]    ${point}
    Wait Until Keyword Succeeds    2s    0.1s    Brightness Should Be    ${point}    0    80

Pixel Is White
    [Documentation]    The pixel is white, up to what JPEG makes of it.
    [Arguments]    ${point}
    Brightness Should Be    ${point}    240    255

Brightness Should Be
    [Documentation]    The pixel's brightness is in a range.
    [Arguments]    ${point}    ${least}    ${most}
    ${color} =    Get Pixel Color    ${point}
    ${brightness} =    Evaluate    sum(bytes.fromhex($color[1:])) / 3
    Should Be True    ${least} <= ${brightness} <= ${most}    The pixel at ${point} is ${color}.
