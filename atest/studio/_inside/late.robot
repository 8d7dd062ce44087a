*** Settings ***
Documentation    A suite that opens its device late, and says nothing of a pause.

Library          OperatingSystem
Library          TinyPilotLibrary    url=${URL}    timeout=0.5s    pause_limit=2 min


*** Test Cases ***
Something Is Missed
    Wait Until Created    ${GO}    2 min
    Wait Until Screen Contains    text:Nowhere
