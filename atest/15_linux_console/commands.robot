*** Settings ***
Documentation     A real Linux console: commands whose output is longer and wider than the screen. All is
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
