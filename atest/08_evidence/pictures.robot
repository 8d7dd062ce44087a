*** Settings ***
Documentation    Pictures stay with their log: in several processes, after rebot, and wherever the folder is taken.

Library          Process
Library          atest.resources.ci_systems.CiSystems
Library          atest.resources.crawler.Crawler
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
    # How many stills a film has depends on how busy the machine is.
    Should Be True    min(${first}, ${second}) >= 10

Pictures Of The Run Before Are Gone
    ${names} =    Get Files Of Log    ${PARALLEL}/output.xml
    @{files} =    List Files In Directory    ${PARALLEL}/tinypilot
    ${kept} =    Evaluate    sorted(name for name in $files if not name.endswith((".run", ".templates.json")))
    Should Be Equal    ${kept}    ${names}

All Processes Have One Table Of Templates
    @{pages} =    List Files In Directory    ${PARALLEL}/tinypilot    templates-*.html
    Length Should Be    ${pages}    1
    ${page} =    Get File    ${PARALLEL}/tinypilot/${pages}[0]
    Should Contain    ${page}    <td>desktop.png</td><td>2</td><td>never</td>

Results Are Merged With Their Pictures
    ${first} =    Get Links Of Log    ${PARALLEL}/output.xml
    Run Python    robot    --output    rerun.xml    --rerunfailed    ${PARALLEL}/output.xml
    ...    --outputdir    ${PARALLEL}    ${CURDIR}/_inside/parallel.robot
    Run Python    robot.rebot    --merge    --output    output.xml    --outputdir    ${PARALLEL}
    ...    ${PARALLEL}/output.xml    ${PARALLEL}/rerun.xml
    Every Link Leads To A File    ${PARALLEL}
    ${merged} =    Get Links Of Log    ${PARALLEL}/output.xml
    Should Be True    set($first) & set($merged) == set() or len($merged) >= len($first)

A Folder That Is Unpacked Elsewhere Is Whole
    Remove Directory    ${OUTPUT_DIR}/elsewhere    recursive=True
    Remove Directory    ${PARALLEL}-moved    recursive=True
    Tinypilot    report    ${PARALLEL}    folder=${OUTPUT_DIR}
    Pack And Unpack    ${PARALLEL}    ${OUTPUT_DIR}/elsewhere
    Every Link Of Every Page Leads To A File    ${OUTPUT_DIR}/elsewhere

Results Of Two Runs Are Collected In One Log
    FOR    ${run}    IN    one    two
        Run Python    robot    --outputdir    ${OUTPUT_DIR}/run-${run}    --test    ${run}
        ...    ${CURDIR}/_inside/parallel.robot
    END
    Remove Directory    ${OUTPUT_DIR}/all    recursive=True
    Tinypilot    collect    run-one    run-two    --output    all    folder=${OUTPUT_DIR}
    Run Python    robot.rebot    --merge    --outputdir    ${OUTPUT_DIR}/all    ${OUTPUT_DIR}/all/output.xml
    ...    ${OUTPUT_DIR}/all/output-2.xml
    # What it was collected from is no longer needed.
    Remove Directory    ${OUTPUT_DIR}/run-one    recursive=True
    Remove Directory    ${OUTPUT_DIR}/run-two    recursive=True
    Every Link Of Every Page Leads To A File    ${OUTPUT_DIR}/all
    # Both have a picture of this name, and neither was replaced.
    File Should Exist    ${OUTPUT_DIR}/all/tinypilot/My-State.png
    File Should Exist    ${OUTPUT_DIR}/all/tinypilot/My-State-2.png


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
