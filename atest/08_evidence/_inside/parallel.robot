*** Settings ***
Documentation    Runs in several processes at once.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s

Test Tags        inside


*** Test Cases ***
One
    Take Screenshot    My State
    Screen Should Contain    text:ZZ one ZZ

Two
    Press Keys    F2
    Take Screenshot    My State
    Screen Should Contain    text:ZZ two ZZ    region=0,0,200,200

Three
    Screen Should Contain    text:ZZ three ZZ

Four
    Power Off
    Screen Should Contain    text:ZZ four ZZ
