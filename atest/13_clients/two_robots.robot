*** Settings ***
Documentation    Two robots and one stand: one has it, the other is told who, or waits in line and then runs.

Library          OperatingSystem
Library          Process
Library          atest.resources.targets.Targets

Test Setup       Begin Anew
Test Teardown    Run Keywords    Terminate All Processes    kill=True    AND    Stop Serving

Name             Two Robots


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/two-robots
${TYPED}     tester


*** Test Cases ***
The Second Is Told Who Has The Stand
    Start Robot    first
    Wait Until Created    ${FOLDER}/first-holds    2 min
    Start Robot    second    WAIT:0s
    Robot Should End With    second    1
    ${said} =    Get File    ${FOLDER}/second.txt
    Should Match Regexp    ${said}    is in use by .+, suite 'First' since \\d\\d:\\d\\d:\\d\\d, until 10 s after
    Create File    ${FOLDER}/go-on
    Robot Should End With    first    0

The Second Waits And Then Runs
    Start Robot    first
    Wait Until Created    ${FOLDER}/first-holds    2 min
    Start Robot    second    WAIT:2 min
    Wait Until Keyword Succeeds    2 min    200ms    One Should Wait
    Create File    ${FOLDER}/go-on
    Robot Should End With    first    0
    Robot Should End With    second    0
    Should Have Been Typed After    +ControlLeft    -ControlLeft

What A Killed Robot Held Is Released And The Second Types As Meant
    Start Robot    first
    Wait Until Created    ${FOLDER}/first-holds    2 min
    # The lease ends 10 s after the first one's last sign of life.
    Start Robot    second    WAIT:2 min
    Wait Until Keyword Succeeds    2 min    200ms    One Should Wait
    Send Signal To Process    SIGKILL    first
    Wait Until Keyword Succeeds    15s    200ms    Should Have Begun With    +ControlLeft    -ControlLeft
    Robot Should End With    second    0
    Should Have Been Typed After    +ControlLeft    -ControlLeft

The Second Takes It Over And The First Is Told
    Start Robot    first
    Wait Until Created    ${FOLDER}/first-holds    2 min
    Start Robot    second    WAIT:0s    TAKE_OVER:yes
    Robot Should End With    second    0
    Should Have Been Typed After    +ControlLeft    -ControlLeft
    Create File    ${FOLDER}/go-on
    Robot Should End With    first    1
    ${said} =    Get File    ${FOLDER}/first.txt
    Should Match Regexp    ${said}    , suite 'Second' took over the device at \\d\\d:\\d\\d:\\d\\d


*** Keywords ***
Begin Anew
    [Documentation]    A computer that waits for a name.
    Remove Directory    ${FOLDER}    recursive=True
    Create Directory    ${FOLDER}
    Serve Virtual Computer

Start Robot
    [Documentation]    Runs a suite in a process of its own.
    [Arguments]    ${suite}    @{variables}
    ${url} =    Get URL Of Computer
    VAR    @{more} =    URL:${url}    FOLDER:${FOLDER}    @{variables}
    ${options} =    Evaluate    [part for each in $more for part in ('--variable', each)]
    Start Process
    ...    python
    ...    -m
    ...    robot
    ...    @{options}
    ...    --outputdir
    ...    ${FOLDER}/${suite}
    ...    --consolecolors
    ...    off
    ...    ${CURDIR}/_inside/${suite}.robot
    ...    alias=${suite}
    ...    stdout=${FOLDER}/${suite}.txt
    ...    stderr=STDOUT

Robot Should End With
    [Documentation]    Waits until a robot has ended.
    [Arguments]    ${suite}    ${status}
    ${result} =    Wait For Process    ${suite}    timeout=3 min    on_timeout=kill
    Should Be Equal As Integers    ${result.rc}    ${status}    ${result.stdout}

One Should Wait
    [Documentation]    Another client waits in line.
    ${lease} =    Get Lease
    Should Be Equal As Integers    ${lease}[waiting]    1

Should Have Begun With
    [Documentation]    These keys came first.
    [Arguments]    @{keys}
    ${received} =    Get Keys Of Computer
    Should Be Equal    ${received}[:2]    ${keys}

Should Have Been Typed After
    [Documentation]    The text came after these keys, and nothing else.
    [Arguments]    @{keys}
    ${received} =    Get Keys Of Computer
    ${typed} =    Evaluate    [f'{sign}Key{letter.upper()}' for letter in $TYPED for sign in '+-']
    VAR    @{wanted} =    @{keys}    @{typed}
    Should Be Equal    ${received}    ${wanted}
