*** Settings ***
Documentation    The installer of the virtual computer: it ends well, fails, or stands still, and each is told.

Library          TinyPilotLibrary    timeout=30s
Resource         TinyPilotLibrary/resources/installer.resource

Test Setup       Log In At The Virtual Computer
Test Teardown    Close All Devices

Name             Waiting For An Installation


*** Test Cases ***
An Installation Ends And The System Starts
    Type Text    install\n
    ${match} =    Wait For Installation    text:Installation complete    failed=text:Installation failed
    Should Be Equal    ${match.text}    Installation complete
    Press Keys    Enter
    Log In    tester    tinypilot
    ${output} =    Type And Read    echo installed
    Should Be Equal    ${output}    installed

An Installation That Fails Is Told With What The Screen Shows
    Type Text    install broken\n
    VAR    @{failures} =    text:panic    text:Installation failed
    ${message} =    Run Keyword And Expect Error    *    Wait For Installation    text:Installation complete
    ...    failed=${failures}
    Should Match
    ...    ${message}
    ...    The installation has failed: 'text:Installation failed' is on the screen. After *disk full*
    Should Match Regexp    ${message}    it was at \\d+%: \\w+

An Installation That Stands Still Is Told With How Far It Was
    Type Text    install stuck\n
    ${message} =    Run Keyword And Expect Error    *    Wait For Installation    text:Installation complete
    ...    stalled_after=3s
    Should Match    ${message}    The installation has stalled: nothing has changed for 3 s. After *
    Should Match    ${message}    * it was at 40%: Copying files ...*

An Installation That Takes Too Long Is Told
    ${message} =    Run Keyword And Expect Error    *    Wait For Installation    text:Installation complete
    ...    timeout=2s
    Should Start With    ${message}    The installation has not ended within 2s. After
    ${message} =    Run Keyword And Expect Error    *    Wait For Installation    text:done    progress=image:bar.png
    Should Contain    ${message}    progress= is read
    ${message} =    Run Keyword And Expect Error    *    Wait For Installation    no-such-picture.png
    Should Contain    ${message}    no-such-picture.png

An Outage Does Not End The Wait
    Type Text    install\n
    Simulate Fault    server restart    for_=3s
    Wait For Installation    text:Installation complete    stalled_after=30s

A Password That Is Refused Is Tried Again And Then Told
    Reset Target
    ${message} =    Run Keyword And Expect Error    *    Log In    tester    wrong
    Should Be Equal    ${message}    The login of 'tester' was tried three times. The login of 'tester' was refused.

A Name That Arrives Otherwise Is Tried Again And Then Told
    Reset Target
    VAR    ${LAYOUT_TIMEOUT} =    2s    scope=TEST    # robocop: off=VAR06
    ${message} =    Run Keyword And Expect Error    *    Log In    zyta    wrong    layout=de
    Should Match    ${message}    The login of 'zyta' was tried three times.*The target shows 'yzta' for 'zyta'*


*** Keywords ***
Log In At The Virtual Computer
    [Documentation]    A new one, which is on.
    VAR    ${password: Secret} =    %{CONSOLE_PASSWORD=tinypilot}
    Open Device    virtual:
    Log In    tester    ${password}    layout=us

Type And Read
    [Documentation]    What a command prints, in the row below it: its shell is no POSIX one.
    [Arguments]    ${command}
    Type Text    clear\n
    Type Text    ${command}\n
    Wait Until Screen Contains    re:^installed$
    ${text} =    Get Screen Text
    RETURN    ${text.splitlines()[1].strip()}
