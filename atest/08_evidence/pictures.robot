*** Settings ***
Documentation    Pictures stay with their log: in several processes, after rebot, and wherever the folder is taken.

Library          Process
Resource         ../resources/target.resource

Suite Setup      Remove Directory    ${PARALLEL}    recursive=True


*** Variables ***
${PARALLEL}     ${OUTPUT_DIR}/parallel
@{PROCESSES}    --processes    4    --testlevelsplit


*** Test Cases ***
Processes Of Pabot Have Their Pictures In The Log Of All
    Run Pabot
    ${first} =    Every Link Leads To A File    ${PARALLEL}
    Run Pabot    --artifactsinsubfolders
    ${second} =    Every Link Leads To A File    ${PARALLEL}
    Should Be Equal    ${first}    ${second}

Pictures Of The Run Before Are Gone
    ${names} =    Get Files Of Log    ${PARALLEL}/output.xml
    @{files} =    List Files In Directory    ${PARALLEL}/tinypilot
    ${kept} =    Evaluate    sorted(name for name in $files if not name.endswith(".run"))
    Should Be Equal    ${kept}    ${names}

Results Are Merged With Their Pictures
    ${first} =    Get Links Of Log    ${PARALLEL}/output.xml
    Run Python    robot    --output    rerun.xml    --rerunfailed    ${PARALLEL}/output.xml
    ...    --outputdir    ${PARALLEL}    ${CURDIR}/_inside/parallel.robot
    Run Python    robot.rebot    --merge    --output    output.xml    --outputdir    ${PARALLEL}
    ...    ${PARALLEL}/output.xml    ${PARALLEL}/rerun.xml
    Every Link Leads To A File    ${PARALLEL}
    ${merged} =    Get Links Of Log    ${PARALLEL}/output.xml
    Should Be True    set($first) & set($merged) == set() or len($merged) >= len($first)

A Folder That Is Taken Elsewhere Is Whole
    Move Directory    ${PARALLEL}    ${OUTPUT_DIR}/elsewhere
    Every Link Leads To A File    ${OUTPUT_DIR}/elsewhere
    [Teardown]    Remove Directory    ${OUTPUT_DIR}/elsewhere    recursive=True


*** Keywords ***
Run Pabot
    [Documentation]    Each test in a process of its own.
    [Arguments]    @{options}
    Run Python    pabot.pabot    @{PROCESSES}    @{options}    --outputdir    ${PARALLEL}
    ...    ${CURDIR}/_inside/parallel.robot

Run Python
    [Documentation]    Runs a module in a process of its own.
    [Arguments]    @{arguments}
    ${python} =    Evaluate    sys.executable
    ${path} =    Evaluate    os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]    modules=os
    Run Process
    ...    ${python}
    ...    -m
    ...    @{arguments}
    ...    stdout=${TEMPDIR}/console.txt
    ...    stderr=STDOUT
    ...    env:PATH=${path}

Every Link Leads To A File
    [Documentation]    Returns how many there are.
    [Arguments]    ${folder}
    ${links} =    Get Links Of Log    ${folder}/output.xml
    Should Not Be Empty    ${links}
    FOR    ${link}    IN    @{links}
        Should Match Regexp    ${link}    ^[\\w./-]+$
        File Should Exist    ${folder}/${link}
    END
    RETURN    ${{ len($links) }}
