*** Settings ***
Documentation    Clicks on a guest that is slow to poll its USB pointer: two in a row on far points arrive as they were
...              made, none is lost because its release came together with the next move. The guest's kernel tells.

Library          TinyPilotLibrary
Library          atest.lab.tablet_keywords.TabletKeywords

Test Teardown    Run Keywords    Close All Devices    AND    Stop Guest

Name             Clicks On A Slow Guest


*** Test Cases ***
On A Controller That Takes Reports As They Come
    Click Far Points In A Slow Guest    xhci

On A Controller That Asks For Reports
    Click Far Points In A Slow Guest    uhci

On A Guest That Suspends Its Pointer
    [Documentation]    As desktops do after 2 s. It takes a while to wake up, in which nothing is polled.
    Click Suspended Pointer    xhci
    Stop Guest
    Click Suspended Pointer    uhci


*** Keywords ***
Click Suspended Pointer
    [Documentation]    Clicks with a move right after them.
    [Arguments]    ${controller}
    Start Guest With Pointer    ${controller}    suspends=True
    Click After Rests    4
    Click After Rests    4    vnc=True
    Releases Should Be Where The Presses Were    8

Click Far Points In A Slow Guest
    [Documentation]    Clicks of the library's keywords, and thirty double clicks with nothing between them.
    [Arguments]    ${controller}
    ${url} =    Start Guest With Pointer    ${controller}
    Slow The Guest Down    share=0.05
    Open Device    ${url}
    Double Click    point:0.1,0.1
    Double Click    point:0.9,0.9
    Close Device
    Double Click Far Points    30
    Releases Should Be Where The Presses Were    64
