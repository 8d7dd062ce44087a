*** Settings ***
Documentation     Settings hold for everything, the suite or the test, and give back what held before.

Resource          ../resources/target.resource

Suite Setup       Set Up
Suite Teardown    Close Target


*** Test Cases ***
A Setting Of The Suite Is Given Back
    ${old} =    Set Timeout    2 min
    Should Be Equal As Strings    ${old}    0:00:03
    ${old} =    Set Timeout    ${old}
    Should Be Equal As Strings    ${old}    0:02:00

A Setting Of A Test
    ${old} =    Set Timeout    0s    scope=test
    Should Be Equal As Strings    ${old}    0:00:03
    Run Keyword And Expect Error    *within 0 s*    Wait Until Screen Contains    desktop.png

Is Over With The Test
    ${old} =    Set Timeout    1s    scope=test
    Should Be Equal As Strings    ${old}    0:00:03

A Threshold Decides What Looks The Same
    Enter Setup
    ${old} =    Set Threshold    0.95    scope=test
    Should Be Equal    ${old}    ${0.8}
    Screen Should Contain    setup.png    threshold=0.8

The Poll Interval And The Layout Are Settings Too
    ${old} =    Set Poll Interval    100ms    scope=test
    Should Be Equal As Strings    ${old}    0:00:00.500000
    ${old} =    Set Keyboard Layout    en-US    scope=test
    Should Be Equal    ${old}    us

What Is Out Of Its Range Is Refused
    [Template]    Run Keyword And Expect Error
    The timeout must not be negative*    Set Timeout    -1s
    The threshold must be above 0.0 and at most 1.0, got 0.0.    Set Threshold    0
    The poll interval must be greater than 0*    Set Poll Interval    0s
    *layout 'tlhIngan' is not supported. Supported:*    Set Keyboard Layout    tlhIngan


*** Keywords ***
Set Up
    [Documentation]    What is set in the setup of a suite holds for its tests.
    Open Target
    ${old} =    Set Timeout    3s
    Should Be Equal As Strings    ${old}    0:00:10
