*** Settings ***
Documentation     The main job, on the built-in virtual computer: change a setting of the firmware and see that it
...               stays, boot, log in, draw a rectangle with the mouse, and read it back from the screen.
...               The variable URL names the device; the command ``tinypilot demo`` starts one and gives it.

Library           TinyPilotLibrary    url=${URL}    timeout=20s

Suite Teardown    Close All Devices


*** Variables ***
${URL}        virtual:
@{CORNERS}    0.25,0.25    0.75,0.25    0.75,0.75    0.25,0.75


*** Test Cases ***
The Firmware Keeps A Setting
    [Documentation]    Wake on LAN is off; it is switched on, saved, and still on after a restart.
    [Tags]    firmware
    Power Off
    Power On
    Enter The Firmware Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Press Keys    Enter
    Wait Until Screen Contains    wake-on-lan-enabled.png
    Press Keys    F10
    Wait Until Screen Contains    save-question.png
    Take Screenshot    about-to-save
    Press Keys    Enter
    Wait Until Screen Contains    press-f2.png
    Enter The Firmware Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-enabled.png
    Take Screenshot    still-enabled
    Press Keys    Esc    Enter

A Person Logs In
    [Documentation]    The operating system boots to a text console; the login starts a desktop.
    [Tags]    login
    Wait Until Screen Contains    login.png    timeout=1 min
    Type Text    tester\n
    Wait Until Screen Contains    password.png
    Type Text    tinypilot\n
    Wait Until Screen Contains    prompt.png
    Take Screenshot    logged-in
    Type Text    startx\n
    Wait Until Screen Contains    desktop.png

A Rectangle Is Drawn
    [Documentation]    The mouse draws on a page of the browser; the pixels show that the lines are there.
    [Tags]    mouse
    Press Keys    Ctrl+Alt+T
    Wait Until Screen Contains    terminal.png
    Type Text    google-chrome\n
    Wait Until Screen Contains    browser.png
    Press Keys    Ctrl+L
    Type Text    jspaint.app\n
    Wait Until Screen Contains    paint.png
    Move Mouse To    point:${CORNERS}[0]
    Press Mouse Button
    FOR    ${corner}    IN    @{CORNERS}[1:]    ${CORNERS}[0]
        Move Mouse To    point:${corner}
    END
    Release Mouse Button
    Move Mouse To    point:0.5,0.5
    Wait Until Screen Is Still    region=0.2,0.2,0.6,0.6
    Take Screenshot    the-rectangle
    Pixel Should Be Ink    0.5,0.25
    Pixel Should Be Ink    0.75,0.5
    Pixel Should Be Ink    0.5,0.75
    Pixel Should Be Ink    0.25,0.5
    ${inside} =    Get Pixel Color    0.4,0.4
    Should Be Equal    ${inside}    \#ffffff


*** Keywords ***
Enter The Firmware Setup
    [Documentation]    Presses F2 until the setup is there.
    Press Key Until Screen Contains    F2    setup.png

Pixel Should Be Ink
    [Documentation]    Fails if the pixel is not dark.
    [Arguments]    ${point}
    ${color} =    Get Pixel Color    ${point}
    ${brightness} =    Evaluate    sum(bytes.fromhex($color[1:])) / 3
    Should Be True    ${brightness} < 64    The pixel at ${point} is ${color}, not ink.
