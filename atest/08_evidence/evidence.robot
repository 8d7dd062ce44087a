*** Settings ***
Documentation    What log.html shows of a failure: the screen, inside the keyword that failed, once, by a relative link.
...              A suite that fails is run, and its log is looked at.

Library          Process
Resource         ../resources/target.resource

Suite Setup      Run Inside    .


*** Variables ***
${INSIDE}     ${OUTPUT_DIR}/inside
${SECRET}     correct-horse-battery
# It always fails so many tests.
${FAILING}    7


*** Test Cases ***
The Suite Has Failed As It Should
    ${console} =    Get File    ${INSIDE}/console.txt
    Should Contain    ${console}    9 tests, 2 passed, ${FAILING} failed
    Should Not Contain    ${console}    ERROR

The Screen Is Shown Inside The Keyword That Failed
    [Template]    Picture Is In
    Fails Now    Screen Should Contain
    Fails In A Keyword Of The Suite    Wait Until Screen Contains
    Fails By A Time Limit    Wait Until Screen Contains
    Fails And Is Caught    Screen Should Contain

Nothing Is Shown For The Failures Of Others
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/output.xml    Fails Elsewhere
    Should Be Empty    ${pictures}

A Misspelled Argument Is Not Shown With A Picture
    [Template]    No Picture Is In
    Fails At A Template That Is Not There
    Fails At A Character That Cannot Be Typed

Without A Signal There Is A Sentence Instead
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/output.xml    Fails Without A Picture
    Should Be Empty    ${pictures}
    ${output} =    Get File    ${INSIDE}/output.xml
    Should Contain    ${output}    No picture of the screen at the failure

Pictures Are Linked From Where The Log Is
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/output.xml
    FOR    ${picture}    IN    @{pictures}
        Should Match Regexp    ${picture.file}    ^tinypilot/[\\w-]+\\.(png|jpg|webp)$
        File Should Exist    ${INSIDE}/${picture.file}
    END

The Time Limit Is What Failed
    ${output} =    Get File    ${INSIDE}/output.xml
    Should Contain    ${output}    Test timeout 1 second exceeded

A Secret Is Nowhere
    FOR    ${file}    IN    output.xml    log.html    console.txt
        ${text} =    Get File    ${INSIDE}/${file}
        Should Not Contain    ${text}    ${SECRET}
    END
    ${output} =    Get File    ${INSIDE}/output.xml
    Should Contain    ${output}    Typed a secret.

A Dry Run Shows And Touches Nothing
    Run Inside    dry    --dryrun
    Directory Should Not Exist    ${INSIDE}/dry/tinypilot
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/dry/output.xml
    Should Be Empty    ${pictures}
    ${console} =    Get File    ${INSIDE}/dry/console.txt
    Should Contain    ${console}    9 tests, 9 passed, 0 failed


*** Keywords ***
Run Inside
    [Documentation]    Runs the failing suite in a process of its own.
    [Arguments]    ${folder}    @{options}
    ${python} =    Evaluate    sys.executable
    Create Directory    ${INSIDE}/${folder}
    Run Process
    ...    ${python}
    ...    -m
    ...    robot
    ...    --loglevel
    ...    TRACE
    ...    --outputdir
    ...    ${INSIDE}/${folder}
    ...    --variable
    ...    TEMPLATES:${TEMPLATES}[0]
    ...    @{options}
    ...    ${CURDIR}/_inside/failing.robot
    ...    env:SECRET=${SECRET}
    ...    stdout=${INSIDE}/${folder}/console.txt
    ...    stderr=STDOUT

Picture Is In
    [Documentation]    The test shows one picture, inside the keyword.
    [Arguments]    ${test}    ${keyword}
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/output.xml    ${test}
    Length Should Be    ${pictures}    1
    Should Be Equal    ${pictures[0].keyword}    ${keyword}

No Picture Is In
    [Documentation]    The test shows no picture.
    [Arguments]    ${test}
    ${pictures} =    Get Pictures Of Log    ${INSIDE}/output.xml    ${test}
    Should Be Empty    ${pictures}
