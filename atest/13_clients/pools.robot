*** Settings ***
Documentation    Robots that run at once take stands of their own from a pool, and say which.

Library          OperatingSystem
Library          Process

Test Teardown    Terminate All Processes    kill=True

Name             Pools


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/pools
${RACK}      [rack-1]\nurl = "virtual:"\ntags = ["uefi"]\n[rack-2]\nurl = "virtual:"\ntags = ["uefi"]\n


*** Test Cases ***
Two Robots Have Two Stands And The Third Waits For One
    Remove Directory    ${FOLDER}    recursive=True
    Create File    ${FOLDER}/devices.toml    ${RACK}
    Start Robot    one
    Wait Until Created    ${FOLDER}/one-has-it    2 min
    Start Robot    two
    Wait Until Created    ${FOLDER}/two-has-it    2 min
    Start Robot    none    WAIT:0s
    ${said} =    Robot Should End With    none    1
    Should Contain    ${said}    No stand of 'any of: uefi' is free.
    Should Match Regexp    ${said}    (?s)'rack-1'.+ is in use by .+, suite 'Pooled' .+'rack-2'.+ is in use by
    Start Robot    three
    Create File    ${FOLDER}/two-goes-on
    Robot Should End With    two    0
    Wait Until Created    ${FOLDER}/three-has-it    2 min
    Create File    ${FOLDER}/one-goes-on
    Create File    ${FOLDER}/three-goes-on
    Robot Should End With    one    0
    Robot Should End With    three    0
    Should Have Run On    one    rack-1
    Should Have Run On    two    rack-2
    Should Have Run On    three    rack-2


*** Keywords ***
Start Robot
    [Documentation]    Runs the suite in a process of its own, in the folder of the stands.
    [Arguments]    ${name}    @{variables}
    VAR    @{more} =    NAME:${name}    FOLDER:${FOLDER}    @{variables}
    ${options} =    Evaluate    [part for each in $more for part in ('--variable', each)]
    Start Process
    ...    python
    ...    -m
    ...    robot
    ...    @{options}
    ...    --outputdir
    ...    ${FOLDER}/${name}
    ...    --consolecolors
    ...    off
    ...    --consolewidth
    ...    2000
    ...    ${CURDIR}/_inside/pooled.robot
    ...    alias=${name}
    ...    cwd=${FOLDER}
    ...    stdout=${FOLDER}/${name}.txt
    ...    stderr=STDOUT

Robot Should End With
    [Documentation]    Waits until a robot has ended, and returns what it said.
    [Arguments]    ${name}    ${status}
    ${result} =    Wait For Process    ${name}    timeout=3 min    on_timeout=kill
    Should Be Equal As Integers    ${result.rc}    ${status}    ${result.stdout}
    RETURN    ${result.stdout}

Should Have Run On
    [Documentation]    The results name this stand, and no other.
    [Arguments]    ${name}    ${stand}
    ${results} =    Get File    ${FOLDER}/${name}/output.xml
    Should Contain    ${results}    <meta name="Stand">${stand}</meta>
    Should Contain    ${results}    <tag>stand:${stand}</tag>
    Should Contain    ${results}    Took the stand '${stand}'
