*** Settings ***
Documentation    Fails, with more pictures than there is room for.

Library          TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s    screenshots=${DISK}
...                  recording=always    trace=failed

Test Tags        inside


*** Test Cases ***
Fills The Disk
    Wait Until Screen Contains    text:Press F2    timeout=10s
    FOR    ${number}    IN RANGE    20
        Take Screenshot
        Press Keys    F2    Escape
        Take Screenshot    state-${number}
    END
    Fail    There is room for all of them.

Fails
    Screen Should Contain    text:ZZ nothing ZZ

Fails Again
    Screen Should Contain    text:ZZ nothing ZZ
