*** Settings ***
Documentation     Logins at the text console of the virtual computer: a wrong password is refused, and the refusal that
...               is still on the screen does not count for the next attempt.

Library           TinyPilotLibrary    timeout=30s
Resource          TinyPilotLibrary/resources/linux_console.resource

Suite Teardown    Close All Devices


*** Test Cases ***
A User Logs In
    VAR    ${password: Secret} =    %{CONSOLE_PASSWORD=tinypilot}
    Open Device    virtual:
    Run Keyword And Expect Error    The login of 'tester' was refused.    Log In At Console    tester    wrong
    Log In At Console    tester    ${password}
    Wait For Console Prompt
    ${prompt} =    Learn Console Prompt
    Should Be Equal    ${prompt}    tester@virtual:~$
    Switch To Virtual Terminal    1
