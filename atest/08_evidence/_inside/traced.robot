*** Settings ***
Documentation    Fails on purpose, with a trace.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=10s    trace=failed

Test Tags        inside


*** Test Cases ***
Passes
    Wait Until Screen Contains    text:Press F2

Fails
    Press Keys    F2
    Click    point:0.25,0.5
    Attach To Log    Booting Linux    name=serial
    Attach To Log    ${CURDIR}/traced.robot    name=the suite
    Wait Until Screen Contains    text:ZZ nothing ZZ    timeout=700ms
