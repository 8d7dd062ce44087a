*** Settings ***
Documentation     The studio shows a device as it is, and operates it.

Resource          studio.resource
Library           atest.resources.targets.Targets

Suite Setup       Open Studio
Suite Teardown    Close Studio
Test Setup        Start Anew

Name              Live


*** Variables ***
@{SHIFT_A}    +ShiftLeft    +KeyA    -KeyA    -ShiftLeft


*** Test Cases ***
The Screen Is Shown With Its Size
    [Tags]    picture
    Element Text Should Be    ${STATUS}    Live, 720×400
    Element Attribute Value Should Be    ${SCREEN}    aria-label    The target's screen, 720 by 400 pixels
    ${lit} =    Execute Javascript
    ...    const c = document.getElementById('screen');
    ...    return c.getContext('2d').getImageData(0, 0, 720, 400).data.some((v, i) => i % 4 < 3 && v > 100);
    Should Be True    ${lit}
    Picture Of Page    ${OUTPUT_DIR}/pages/operate.png

A Still Screen Costs No Picture
    Press Button    Tab
    Target Should Have Received    +Tab    -Tab
    ${before} =    Evaluate Bytes
    Wait Until Looked Again
    ${after} =    Evaluate Bytes
    Should Be Equal    ${after}    ${before}

What Is Wrong Is Said And It Recovers By Itself
    Simulate Fault Of Device    no signal    1
    Wait Until Element Contains    ${STATUS}    No signal
    Element Text Should Be    id:blind    No signal
    Page Should Be Live
    Element Should Not Be Visible    id:blind

A Device That Does Not Answer Is Told And Seen Again
    ${device} =    Serve Virtual Computer
    ${url} =    Serve Studio    device=${device}
    Open Page    ${url}
    Page Should Be Live
    Stop Serving
    Wait Until Element Contains    ${STATUS}    Device unreachable
    ${port} =    Evaluate    int($device.split(':')[2])
    Serve Virtual Computer    port=${port}
    Page Should Be Live
    [Teardown]    Close Second Page

It Connects Again To A Studio That Was Restarted
    ${url} =    Get Location
    ${port} =    Evaluate    int($url.split(':')[2].split('/')[0])
    Stop Studios
    Wait Until Element Contains    ${STATUS}    Studio unreachable
    Serve Studio    port=${port}
    Page Should Be Live

Keys Go To The Target Only While They Are Captured
    Press Keys    ${SCREEN}    x
    Click Button    ${CAPTURE}
    Element Attribute Value Should Be    ${CAPTURE}    aria-pressed    true
    Hold Keys In Page    ShiftLeft    KeyA
    Target Should Have Received    @{SHIFT_A}
    Hold Keys In Page    Tab
    Hold Keys In Page    F5
    Target Should Have Received    @{SHIFT_A}    +Tab    -Tab    +F5    -F5

They Are Set Free By Keys And Nothing Stays Pressed
    Click Button    ${CAPTURE}
    Hold Keys In Page    ControlLeft    AltLeft    KeyG
    Element Attribute Value Should Be    ${CAPTURE}    aria-pressed    false
    Target Should Have Received    +ControlLeft    +AltLeft    -AltLeft    -ControlLeft
    Hold Keys In Page    KeyA
    Element Should Be Focused    ${CAPTURE}
    Press Button    F2
    Target Should Have Received    +ControlLeft    +AltLeft    -AltLeft    -ControlLeft    +F2    -F2

Buttons Press Chords And A Wrong One Is Refused In Words
    Press Button    Ctrl+Alt+F2
    Target Should Have Received    +ControlLeft    +AltLeft    +F2    -F2    -AltLeft    -ControlLeft
    Input Text    id:chord    Ctrl+Entr
    Submit Form    id:chord-form
    Wait Until Element Contains    id:message    Entr

Text Is Typed On The Targets Layout
    Select From List By Value    id:layout    de
    Input Text    id:text    z
    Submit Form    id:text-form
    Target Should Have Received    +KeyY    -KeyY
    Input Text    id:text    日
    Submit Form    id:text-form
    Wait Until Element Contains    id:message    日

It Is Used By Keyboard Alone
    Reload Page
    Page Should Be Live
    Press Keys    None    TAB
    Element Should Be Focused    ${CAPTURE}
    Press Keys    None    ENTER
    Element Attribute Value Should Be    ${CAPTURE}    aria-pressed    true
    Element Should Be Focused    ${SCREEN}

It Is The Page Of The Companion Itself
    ${url} =    Get URL Of Device
    Open Page    ${url}
    Page Should Be Live
    Element Text Should Be    id:device    virtual:
    [Teardown]    Close Second Page

With An API Key It Asks For It
    ${url} =    Serve Studio    api_key=the-key-of-the-lab
    Open Page    ${url}
    Wait Until Element Is Visible    id:key
    Input Password    id:key    the-key-of-the-lab
    Press Keys    id:key    ENTER
    Page Should Be Live
    [Teardown]    Close Second Page


*** Keywords ***
Start Anew
    [Documentation]    The virtual computer is switched on anew.
    Restart Virtual Computer
    Page Should Be Live
    Wait Until Element Contains    id:age    Picture
    Select From List By Value    id:layout    us

Close Second Page
    [Documentation]    Closes the page of one test alone.
    Close Browser
    Switch Browser    1
    Stop Serving

Press Button
    [Documentation]    Clicks a button by its label.
    [Arguments]    ${label}
    Click Button    xpath://button[text()='${label}']

Evaluate Bytes
    [Documentation]    How much of pictures came to the page by now.
    Wait Until Looked Again
    ${text} =    Received Bytes
    RETURN    ${text}

Wait Until Looked Again
    [Documentation]    The page tells the age of the picture once a second.
    ${age} =    Get Text    id:age
    Wait Until Element Does Not Contain    id:age    ${age}
