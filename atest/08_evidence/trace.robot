*** Settings ***
Documentation    Traces open in Playwright's viewer as its npm package has it.

Library          OperatingSystem
Library          Process
Library          atest.resources.viewer.Viewer

Suite Setup      Run And Trace


*** Variables ***
${TRACED}    ${OUTPUT_DIR}/traced


*** Test Cases ***
The Viewer Shows What Was Done And Seen
    @{traces} =    List Files In Directory    ${TRACED}/tinypilot    *.trace.zip    absolute=True
    Length Should Be    ${traces}    1
    ${shown} =    Open Trace    ${traces}[0]    Click
    Should Be Empty    ${shown}[failures]
    ${actions} =    Evaluate    " ".join($shown["actions"])
    Should Match Regexp    ${actions}    (?s)Fails.*Press Keys.*Click.*Wait Until Screen Contains
    Should Contain    ${shown}[pictures]    720x400
    ${log} =    Evaluate    " ".join($shown["log"])
    Should Contain    ${log}    left click
    ${errors} =    Evaluate    " ".join($shown["errors"])
    Should Contain    ${errors}    ZZ nothing ZZ
    # Where the suite calls what failed.
    Should Match Regexp    ${errors}    traced\\.robot:\\d+
    ${attachments} =    Evaluate    " ".join($shown["attachments"])
    Should Match Regexp    ${attachments}    ATTACHMENTS serial download the suite download


*** Keywords ***
Run And Trace
    [Documentation]    Runs a suite that fails, with a trace of what fails.
    ${python} =    Evaluate    sys.executable
    Run Process
    ...    ${python}
    ...    -m
    ...    robot
    ...    --outputdir
    ...    ${TRACED}
    ...    ${CURDIR}/_inside/traced.robot
