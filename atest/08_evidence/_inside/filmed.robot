*** Settings ***
Documentation    Fails on purpose, after some steps that change the screen.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=20s

Test Tags        inside


*** Test Cases ***
Fails After Some Steps
    Press Key Until Screen Contains    F2    text:Boot
    FOR    ${key}    IN    Right    Right    Left
        Press Keys    ${key}
        Wait Until Screen Changes
    END
    Wait Until Screen Contains    text:ZZ nothing ZZ    timeout=700ms
