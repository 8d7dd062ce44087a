*** Settings ***
Documentation    What is shown at the output of a real V4L2 device is found by waits at its input.

Library          TinyPilotLibrary    timeout=2 min
Library          atest.ondevice._inside.streamers.Streamers
Library          atest.ondevice._inside.vivid.Vivid

Test Teardown    Run Keywords    Close All Devices    AND    Stop Streamer


*** Variables ***
${FIRST}     ${OUTPUT DIR}${/}first.png
${SECOND}    ${OUTPUT DIR}${/}second.png


*** Test Cases ***
Directly From The Kernel
    Plug In
    Open Device    v4l2:/dev/video0
    A Picture Is Waited For
    A Picture In Another Resolution Is Waited For
    The Signal Goes And Comes

Through uStreamer
    Plug In
    ${address} =    Start Streamer
    Open Device    ustreamer:${address}
    Wait Until Device Is Ready
    A Picture Is Waited For
    A Picture In Another Resolution Is Waited For


*** Keywords ***
A Picture Is Waited For
    [Documentation]    It is shown while the wait goes on, and found where it is.
    Make Template    Press F2 to enter setup    ${FIRST}
    Later    1    show    ${FIRST}.shown
    ${match} =    Wait Until Screen Contains    ${FIRST}
    Now It Is Done
    Should Be Equal As Strings    ${match.region}    200,180,240,120

A Picture In Another Resolution Is Waited For
    [Documentation]    The target changes its resolution in the middle of the wait.
    Make Template    Another resolution    ${SECOND}
    Later    1    change resolution    ${800}    ${600}    ${SECOND}.shown
    ${match} =    Wait Until Screen Contains    ${SECOND}
    Now It Is Done
    Should Be Equal As Strings    ${match.region}    280,240,240,120

The Signal Goes And Comes
    [Documentation]    And what is seen then is the screen, not noise.
    Signal    none
    Wait Until No Video Signal
    Signal    good
    Wait Until Video Signal
    Screen Should Contain    ${SECOND}

Make Template
    [Documentation]    Cuts a template out of a screenshot, through the same capture, and clears the screen.
    [Arguments]    ${text}    ${template}
    ${drawn} =    Draw Dialog    ${text}    ${template}.shown
    Show    ${drawn}
    Wait Until Screen Is Still    for_=1s
    ${screenshot} =    Take Screenshot
    Cut Out Dialog    ${screenshot}    ${template}
    Clear Screen
    Wait Until Screen Does Not Contain    ${template}
