*** Settings ***
Documentation    A suite whose template has died: the screen shows another text where it was cut.

Library          TinyPilotLibrary    url=${URL}    templates=${FOLDER}    timeout=0.5s    on_miss=${ON_MISS}
...                  pause_limit=2 min


*** Variables ***
${ON_MISS}     pause
${KEYBOARD}    text:Keyboard ... detected


*** Test Cases ***
The Disk Is Detected
    [Timeout]    6 s
    ${match} =    Wait Until Screen Contains    disk.png
    Should Be Equal    ${match.locator}    disk.png
    Press Keys    F5
    Wait Until Screen Contains    text:Keyboard ... detected

Something Else Comes Next
    Wait Until Screen Contains    ${KEYBOARD}
