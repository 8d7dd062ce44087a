*** Settings ***
Documentation     What CI systems make of a report: under Jenkins' policy in a browser, and JUnit by the rules of both.

Library           OperatingSystem
Library           Process
Library           atest.resources.ci_systems.CiSystems
Library           atest.resources.crawler.Crawler

Suite Setup       Run And Report
Suite Teardown    Stop Serving As Jenkins


*** Variables ***
${PROJECT}    ${OUTPUT_DIR}/project
${REPORT}     ${PROJECT}/results/report


*** Test Cases ***
The Report Opens Under The Policy Of Jenkins
    ${url} =    Serve As Jenkins    ${REPORT}
    ${refused} =    Open In Browser    ${url}/index.html
    Should Be Empty    ${refused}
    Everything Was Loaded    ${REPORT}

What That Policy Does Not Allow Would Be Noticed
    VAR    ${page} =    <!DOCTYPE html><body style="color:red"><script>1</script></body>
    Create File    ${PROJECT}/other/index.html    ${page}
    ${url} =    Serve As Jenkins    ${PROJECT}/other
    ${refused} =    Open In Browser    ${url}/index.html
    Should Not Be Empty    ${refused}

JUnit Is What GitLab Reads
    ${pictures} =    JUnit Follows The Rules    ${REPORT}/junit.xml    gitlab    ${PROJECT}
    Should Be Equal    ${pictures}    ${3}

JUnit Is What Jenkins Reads
    Tinypilot    report    results    --ci    jenkins    --output    jenkins    folder=${PROJECT}
    ${pictures} =    JUnit Follows The Rules    ${PROJECT}/jenkins/junit.xml    jenkins    ${PROJECT}
    Should Be Equal    ${pictures}    ${3}

One File Has Everything In It
    Tinypilot    report    results    --single-file    alone/failures.html    folder=${PROJECT}
    @{files} =    List Files In Directory    ${PROJECT}/alone
    Length Should Be    ${files}    1
    ${page} =    Get File    ${PROJECT}/alone/failures.html
    Should Not Match Regexp    ${page}    (src|href)="[^#d]
    Should Contain    ${page}    src="data:image/

Every Link Of All Pages Leads To A File
    Every Link Of Every Page Leads To A File    ${PROJECT}/results


*** Keywords ***
Run And Report
    [Documentation]    Runs a suite that fails, and makes its report.
    Create Directory    ${PROJECT}
    ${python} =    Evaluate    sys.executable
    Run Process
    ...    ${python}
    ...    -m
    ...    robot
    ...    --outputdir
    ...    ${PROJECT}/results
    ...    ${CURDIR}/_inside/parallel.robot
    Tinypilot    report    results    folder=${PROJECT}
