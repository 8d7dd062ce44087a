*** Settings ***
Documentation     A target behind a real USB gadget and a real capture. The suite is the same on the device
...               (`gadget:`) and from elsewhere, over HTTPS through `tinypilot serve gadget:`: only what is given to
...               Open Device differs.

Library           TinyPilotLibrary    templates=${DEMO}/templates    timeout=3 min

Suite Setup       Open Device    ${URL}    &{OPTIONS}
Suite Teardown    Close All Devices


*** Variables ***
${URL}        gadget:
&{OPTIONS}    video=v4l2:/dev/video0
${DEMO}       ${CURDIR}/../../../TinyPilotLibrary/demo


*** Test Cases ***
The Device Can What A Gadget Can
    Wait Until Device Is Ready    timeout=15 min
    ${info} =    Get Device Info
    Should Contain    ${info}[abilities]    held-keys
    Should Contain    ${info}[abilities]    leds
    Should Be Equal As Strings    ${info}[size]    800x600

The Firmware Setup Is Entered And Left
    # As a person does who was too late: on a busy machine a look may take longer than the firmware waits for F2.
    Wait Until Keyword Succeeds    5x    0s    Firmware Setup Should Be Entered
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Press Keys    Esc    Enter

A Person Logs In
    Wait Until Screen Contains    login.png
    Type Text    tester\n
    Wait Until Screen Contains    password.png
    Type Text    tinypilot\n
    Wait Until Screen Contains    prompt.png

The Lights Are Those Of The Target
    Press Keys    CapsLock
    Wait Until Keyword Succeeds    1 min    0.1s    Caps Lock Should Be    ${True}
    # With the lock on this would come out as STARTX.
    Type Text    startx\n
    Wait Until Screen Contains    desktop.png
    Press Keys    CapsLock
    Wait Until Keyword Succeeds    1 min    0.1s    Caps Lock Should Be    ${False}

Keys And Mouse On The Desktop
    Hold Keys    Ctrl    Alt
    Press Keys    T
    Release Keys
    Wait Until Screen Contains    terminal.png
    Press Keys    Alt+F4
    Wait Until Screen Does Not Contain    terminal.png
    # Where an earlier run has left the pointer, it may cover the icon.
    Move Mouse To    point:0.9,0.5
    Wait Until Keyword Succeeds    3x    1s    Paint Should Open


*** Keywords ***
Firmware Setup Should Be Entered
    [Documentation]    After a restart.
    Press Keys    Ctrl+Alt+Delete
    Press Key Until Screen Contains    F2    setup.png    timeout=1 min

Paint Should Open
    [Documentation]    On a busy machine so much time may pass between two clicks that they are no double click.
    Double Click    paint-icon.png
    Wait Until Screen Contains    paint.png    timeout=1 min

Caps Lock Should Be
    [Documentation]    The target has set the light so.
    [Arguments]    ${state}
    ${leds} =    Get Keyboard Leds
    Should Be Equal    ${leds.caps_lock}    ${state}
