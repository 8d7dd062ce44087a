*** Settings ***
Documentation    Types on the same stand.

Library          OperatingSystem
Library          TinyPilotLibrary    url=${URL}    timeout=1 min    wait_for_device=${WAIT}    take_over=${TAKE_OVER}


*** Variables ***
${TAKE_OVER}    no


*** Test Cases ***
A Name Is Typed
    Type Text    tester
    Wait Until Screen Contains    text:login: tester
