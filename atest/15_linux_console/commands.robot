*** Settings ***
Documentation     A real Linux console: a login, and commands whose output is longer and wider than the screen. All is
...               typed, and read from the screen.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.console.ConsoleKeywords
Resource          TinyPilotLibrary/resources/linux_console.resource

Suite Setup       Open Console
Suite Teardown    Close Console

Name              Commands On A Linux Console


*** Test Cases ***
A Command Has Its Output And Its Status
    ${output}    ${status} =    Run Console Command    echo one; echo; echo " two"; ls /nowhere
    Should Be Equal    ${output}    one\n\n two\nls: /nowhere: No such file or directory
    Should Be Equal    ${status}    ${1}
    ${output}    ${status} =    Run Console Command    exit 7
    Should Be Equal    ${output}    ${EMPTY}
    Should Be Equal    ${status}    ${7}

Output That Is Longer And Wider Than The Screen Is Whole
    ${output} =    Command Should Succeed    seq 1 30; seq -s ' ' 1 60; printf 'no line break'
    VAR    @{lines} =    @{{[*map(str, range(1, 31)), ' '.join(map(str, range(1, 61))), 'no line break']}}
    Should Be Equal    ${output}    ${{'\n'.join($lines)}}

A Command That Fails Is Told With What It Said
    ${message} =    Run Keyword And Expect Error    *    Command Should Succeed    cat /nothing
    Should Contain    ${message}    'cat /nothing' ended with status 1:
    Should Contain    ${message}    No such file or directory

A User Logs In
    [Documentation]    With a password that is in no log; a wrong one is refused.
    VAR    ${right: Secret} =    %{CONSOLE_PASSWORD=s3cret}
    Command Should Succeed    mkdir -p /etc /root; echo 'tester:abhWCwoTZY2c6:0:0::/root:/bin/sh' > /etc/passwd
    Type Text    clear; while :; do login; done\n
    Run Keyword And Expect Error    The login of 'tester' was refused.    Log In At Console    tester    wrong
    Log In At Console    tester    ${right}
    Wait For Console Prompt
    ${output} =    Command Should Succeed    whoami
    Should Be Equal    ${output}    tester


*** Keywords ***
Open Console
    [Documentation]    A shell on a VGA text screen.
    ${url} =    Start Console
    Open Device    ${url}
    Wait Until Screen Contains    text:console#    timeout=5 min
    Use Console Prompt    text:console#
    Type Text    mkdir -p /tmp\n
    Wait For Console Prompt

Close Console
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Console
