*** Settings ***
Documentation     A run is paused where something is not found, is mended in the page, and goes on.

Library           OperatingSystem
Library           Process
Resource          studio.resource

Suite Setup       Open Target
Suite Teardown    Close Studio
Test Setup        Kill The Template
Test Teardown     End The Run

Name              Pause


*** Variables ***
${FOLDER}     ${OUTPUT_DIR}/pause/templates
${INSIDE}     ${CURDIR}/_inside/mended.robot
${LATE}       ${CURDIR}/_inside/late.robot
${GO}         ${OUTPUT_DIR}/pause/go
${RESULTS}    ${OUTPUT_DIR}/pause/results
${SAID}       ${OUTPUT_DIR}/pause/said.txt


*** Test Cases ***
A Dead Template Is Mended In The Page And The Run Goes On And Passes Ever After
    [Tags]    picture
    Start Run
    Open Page Of Run
    Element Should Contain    id:run-message    'disk.png' did not appear within 0.5 s
    Element Text Should Be    id:run-test    The Disk Is Detected
    Pictures Should Be Shown    wanted    on the screen    difference
    Picture Of Page    ${OUTPUT_DIR}/pages/pause.png
    Axe Should Find Nothing Serious In Any Look
    Keyboard Should Reach Everything    10
    # The test's own limit is 6 s.
    Wait For Condition    return parseInt(document.getElementById('run-left').textContent.match(/\\d+/)) < 112    60s
    Click Button    xpath://button[contains(., 'Propose a new crop of disk.png')]
    Wait Until Element Contains    ${VERDICT}    Unique on this frame
    Click Button    id:save
    Wait Until Element Contains    id:saved    score 1.000
    Click Button    id:tab-run
    Click Button    Try again
    Run Should End With    0
    ${log} =    Get File    ${RESULTS}/output.xml
    Should Contain    ${log}    a person chose 'retry'; the time limits of Robot Framework were suspended
    Start Run    ON_MISS:fail
    Run Should End With    0

The Page Lets It Go On Or Fail Or Skip Or End
    [Template]    Answer Of A Person
    Go on    0    PASS    PASS
    Fail    1    FAIL    PASS
    Skip the test    0    SKIP    PASS
    End the run    2    FAIL    FAIL

The Command Shows A Run From Its Start And Ends As Robot Does
    Start Run By Command
    ${page} =    Wait Until Keyword Succeeds    3 min    500ms    Page That The Run Names    shows the run
    Open Page    ${page}
    Wait Until Element Contains    id:run-told    The run goes on.
    Wait Until Element Contains    ${STATUS}    Refused
    Element Text Should Be    id:blind    The run has no device open now.
    Create File    ${GO}
    # The page opens anew for the device, with what can be done with it.
    Wait Until Element Contains    id:run-message    'text:Nowhere' did not appear    timeout=1 min
    Element Text Should Be    id:device    device-1
    Click Button    id:tab-operate
    Element Should Be Enabled    xpath://div[@id='power']/button[.='Reset']
    Click Button    id:tab-run
    Click Button    Fail
    Run Should End With    1
    File Should Exist    ${RESULTS}/log.html

The Person Drives The Machine While The Run Is Paused
    Start Run
    Open Page Of Run
    Click Button    ${CAPTURE}
    Hold Keys In Page    Tab
    Target Should Have Received    +Tab    -Tab


*** Keywords ***
Open Target
    [Documentation]    A virtual computer over HTTP.
    Create Directory    ${FOLDER}
    Serve Studio

Kill The Template
    [Documentation]    The template is one that the screen no longer shows.
    Restart Virtual Computer
    Make Dead Template    ${FOLDER}/disk.png

Start Run
    [Documentation]    Runs the suite in a process of its own.
    [Arguments]    @{variables}
    ${url} =    Get URL Of Device
    VAR    @{more} =    URL:${url}    FOLDER:${FOLDER}    @{variables}
    ${options} =    Evaluate    [part for each in $more for part in ('--variable', each)]
    Start Process
    ...    python
    ...    -m
    ...    robot
    ...    @{options}
    ...    --outputdir
    ...    ${RESULTS}
    ...    --consolecolors
    ...    off
    ...    ${INSIDE}
    ...    alias=run
    ...    stdout=${SAID}
    ...    stderr=STDOUT

Start Run By Command
    [Documentation]    Runs a suite that opens its device late, with nothing said of a pause in it.
    Remove File    ${GO}
    ${url} =    Get URL Of Device
    Start Process
    ...    tinypilot
    ...    studio
    ...    --run
    ...    ${LATE}
    ...    --port
    ...    0
    ...    --
    ...    --variable
    ...    URL:${url}
    ...    --variable
    ...    GO:${GO}
    ...    --outputdir
    ...    ${RESULTS}
    ...    alias=run
    ...    stdout=${SAID}
    ...    stderr=STDOUT

Open Page Of Run
    [Documentation]    Opens the page that the run names on its console.
    ${page} =    Wait Until Keyword Succeeds    3 min    500ms    Page That The Run Names
    Open Page    ${page}
    Wait Until Element Contains    id:run-told    The run is paused.

Page That The Run Names
    [Documentation]    Fails until the run has named it.
    [Arguments]    ${words}=shows it
    ${said} =    Get File    ${SAID}
    ${page} =    Evaluate    re.search(r'(http://\\S+) ' + $words, $said)[1]    modules=re
    RETURN    ${page}

Pictures Should Be Shown
    [Documentation]    Each of these pictures is loaded.
    [Arguments]    @{names}
    FOR    ${name}    IN    @{names}
        Wait Until Page Contains Element    xpath://figure[contains(., '${name}')]/img[@src]
    END
    Wait For Condition    return [...document.querySelectorAll('#missed img')].every((each) => each.naturalWidth > 100)

Answer Of A Person
    [Documentation]    What becomes of the two tests of the run after an answer.
    [Arguments]    ${button}    ${code}    @{statuses}
    Start Run
    Open Page Of Run
    Click Button    ${button}
    Run Should End With    ${code}
    Close Browser
    ${result} =    Evaluate    robot.api.ExecutionResult($RESULTS + '/output.xml')    modules=robot.api
    ${found} =    Evaluate    [test.status for test in $result.suite.all_tests]
    Should Be Equal    ${found}    ${statuses}

Run Should End With
    [Documentation]    The run ends, with as many failed tests.
    [Arguments]    ${code}
    ${result} =    Wait For Process    run    timeout=3 min    on_timeout=kill
    ${said} =    Get File    ${SAID}
    Log    ${said}
    Should Be Equal As Integers    ${result.rc}    ${code}

End The Run
    [Documentation]    Nothing of the run is left.
    Close All Browsers
    Terminate All Processes
