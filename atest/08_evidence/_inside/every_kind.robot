*** Settings ***
Documentation    Fails in every way: the suite above looks at what its log shows of each.
...              The names of the pictures say what is wrong with them.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    templates=${PICTURES}    timeout=0s
Resource         failures.resource

Suite Setup      Wait Until Screen Contains    text:Press F2    timeout=10s

Test Tags        inside


*** Variables ***
${PASSWORD: Secret}    %{SECRET=nothing}
${AWAY}                http://127.0.0.1:9


*** Test Cases ***
A Part Differs
    Press Keys    Down    Up
    Wait Until Screen Contains    a-part-differs.png    timeout=700ms

A Part That Counts Differs
    Screen Should Contain    part-that-counts-differs.png

The Colour Differs
    Screen Should Contain    colour-differs.png

It Is Brighter
    Screen Should Contain    darker.png

It Is Blurred
    Open Device    ${SOFT}    alias=soft
    Wait Until Screen Contains    prompt.png    timeout=700ms
    [Teardown]    Close Device    soft

It Is Of Another Size
    Screen Should Contain    larger.png

It Is Covered
    Screen Should Contain    covered.png

It Is Outside The Region
    Screen Should Contain    prompt.png    region=0,0,720,200

It Is Larger Than The Region
    Screen Should Contain    prompt.png    region=0,0,30,30

Nothing Is Alike
    Screen Should Contain    nothing-alike.png

A Needle Is Not There
    Screen Should Contain    tag:kind-needle

None Of Several Is There
    Screen Should Contain    nothing-alike.png    text:ZZ second ZZ

A Text Is Nearly There
    Wait Until Screen Contains    text:Press F3 to enter setup    timeout=700ms

A Text Is Not There
    Screen Should Contain    text:ZZ text ZZ

An Expression Is Not There
    Screen Should Contain    re:ZZ \\d+ ZZ

It Is There Several Times
    Click    text:V

Something Forbidden Is There
    Wait Until Screen Contains    text:ZZ wanted ZZ    unless=prompt.png    timeout=10s

It Does Not Go
    Wait Until Screen Does Not Contain    prompt.png    timeout=600ms

It Should Not Be There
    Screen Should Not Contain    text:Press F2

The Screen Does Not Change
    Wait Until Screen Changes    region=0,384,72,16    timeout=600ms

There Is No Signal
    Power Off
    Wait Until Screen Contains    text:ZZ signal ZZ    timeout=600ms
    [Teardown]    Run Keywords    Power On    AND    Wait Until Screen Contains    text:Press F2    timeout=10s

The Device Cannot Be Reached
    Open Device    ${AWAY}    alias=away
    Wait Until Screen Contains    text:ZZ unreachable ZZ    timeout=1s
    [Teardown]    Close Device    away

The Time Limit Of The Test
    [Timeout]    2 seconds
    Wait Until Screen Contains    text:ZZ limit ZZ    timeout=1 hour

A Secret Was Typed
    Type Text    ${PASSWORD}
    Screen Should Contain    text:ZZ secret ZZ

Setup Fails
    [Setup]    Screen Should Contain    text:ZZ setup ZZ
    No Operation

Teardown Fails
    No Operation
    [Teardown]    Screen Should Contain    text:ZZ teardown ZZ

Fails In A Loop
    FOR    ${number}    IN RANGE    3
        Screen Should Contain    text:Press F${{ 2 + $number }}
    END

Fails In Another Loop
    WHILE    True    limit=3
        Screen Should Contain    text:ZZ while ZZ
    END

Fails In A Try
    TRY
        Screen Should Contain    text:ZZ try ZZ
    EXCEPT    *not on the screen*    type=GLOB
        Screen Should Contain    text:ZZ except ZZ
    END

Fails In A Resource
    Open The Menu Of The Firmware

Fails In Another Library
    Press Keys    Down
    Should Be Equal    ZZ here ZZ    ZZ there ZZ

Fails At An Argument
    Press Keys    Entr
