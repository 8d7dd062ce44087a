*** Settings ***
Documentation    Runs in several processes at once.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s    templates=${TEMPLATES}

Test Tags        inside


*** Variables ***
${TEMPLATES}    ${CURDIR}/../../../TinyPilotLibrary/demo/templates


*** Test Cases ***
One
    Take Screenshot    My State
    Screen Should Contain    desktop.png    text:ZZ one ZZ

Two
    Press Keys    F2
    Take Screenshot    My State
    Screen Should Contain    desktop.png    region=0,0,200,200

Three
    Screen Should Contain    text:ZZ three ZZ

Four
    Power Off
    Screen Should Contain    text:ZZ four ZZ
