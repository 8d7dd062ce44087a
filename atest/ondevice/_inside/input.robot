*** Settings ***
Documentation     Keys and pointer through a real USB gadget, as the target's kernel gets them. Runs in the lab machine.

Library           TinyPilotLibrary    url=gadget:
Library           atest.ondevice._inside.host.HostKeywords

Suite Setup       Make Gadget    all_keys=yes
Suite Teardown    Remove Gadget
Test Teardown     Close All Devices


*** Test Cases ***
Every Key Code Arrives As Its Event
    @{codes} =    All Key Codes
    Length Should Be    ${codes}    133
    Record Events
    FOR    ${code}    IN    @{codes}
        Press Keys    ${code}
    END
    Host Should Have Got Taps    @{codes}

Two Thousand Keys At Full Speed
    No Key Of So Many Should Be Lost    2000

Ten Thousand Keys At Full Speed
    [Tags]    thorough
    No Key Of So Many Should Be Lost    10000

Typed Text Is What A Desktop Would Show
    ${text} =    Random Text    400
    Record Events
    Type Text    Hello, World! ~`@#$%^&*()_+-={}[]|\\:;"'<>,.?/\n\tThe quick brown fox\n${text}
    Host Should Have Got Text    Hello, World! ~`@#$%^&*()_+-={}[]|\\:;"'<>,.?/\n\tThe quick brown fox\n${text}

Every Character With Dead Keys And AltGr Is What A Desktop Would Show
    Every Character Should Be What A Desktop Would Show    fr    de-ch

Every Character Of Every Layout Is What A Desktop Would Show
    [Tags]    thorough
    @{layouts} =    All Layouts
    Every Character Should Be What A Desktop Would Show    @{layouts}

Caps Lock Is Looked After
    Record Events    shared=yes
    Press Keys    CapsLock
    Wait Until Keyword Succeeds    5s    0.1s    Caps Lock Should Be    ${True}
    Type Text    Mixed Case
    Wait Until Keyword Succeeds    5s    0.1s    Caps Lock Should Be    ${True}
    Press Keys    CapsLock
    Wait Until Keyword Succeeds    5s    0.1s    Caps Lock Should Be    ${False}
    Host Should Have Got Text    Mixed Case

Chords And Held Keys
    Record Events
    Hold Keys    Shift
    Type Text    abc
    Release Keys    Shift
    Press Keys    A+B    hold=20ms
    Host Should Have Got Text    ABCab

Every Pointer Event Arrives
    Record Events
    Move Mouse To    point:0.0,0.0
    Move Mouse To    point:1.0,1.0
    Move Mouse To    point:0.5,0.25
    Click
    Right Click
    Click    button=middle
    Click    button=back
    Click    button=forward
    Double Click
    Scroll    down
    Scroll    up    2
    Scroll    right
    Scroll    left
    Host Should Have Got Pointer Events
    ...    x 32767    y 32767
    ...    x 16384    y 8192
    ...    +left    -left
    ...    +right    -right
    ...    +middle    -middle
    ...    +side    -side
    ...    +extra    -extra
    ...    +left    -left    +left    -left
    ...    wheel -1
    ...    wheel 1    wheel 1
    ...    pan 1
    ...    pan -1

A Relative Mouse Goes Where It Is Told
    Open Device    gadget:    pointer=relative    screen=800x600
    Record Events
    Move Mouse To    point:0.5,0.5
    Move Mouse To    point:1.0,0.0
    Host Should Have Been Moved By    799    0


*** Keywords ***
No Key Of So Many Should Be Lost
    [Documentation]    All of them come, in order, and nothing else.
    [Arguments]    ${count}
    ${text} =    Random Text    ${count}    plain=yes
    Record Events
    ${begun} =    Evaluate    time.monotonic()
    Type Text    ${text}
    ${rate} =    Evaluate    ${count} / (time.monotonic() - ${begun})
    Log    ${rate} keys per second    console=yes
    Host Should Have Got Characters    ${text}

Every Character Should Be What A Desktop Would Show
    [Documentation]    All that each layout can type.
    [Arguments]    @{layouts}
    FOR    ${layout}    IN    @{layouts}
        ${text} =    All Characters    ${layout}
        Record Events
        Type Text    ${text}    layout=${layout}
        Host Should Have Got Text    ${text}    layout=${layout}
    END

Caps Lock Should Be
    [Documentation]    The target has set the light so.
    [Arguments]    ${state}
    ${leds} =    Get Keyboard Leds
    Should Be Equal    ${leds.caps_lock}    ${state}
