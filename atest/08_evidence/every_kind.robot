*** Settings ***
Documentation     What log.html shows of each kind of failure: its sentence, the screen, what was wanted, what is there,
...               what was read and what was done. A suite that fails in every way is run, and its log is looked at.

Library           OperatingSystem
Library           Process
Library           atest.resources.kinds.Kinds

Suite Setup       Run Every Kind
Suite Teardown    Stop Serving


*** Variables ***
${INSIDE}     ${OUTPUT_DIR}/every-kind
${SECRET}     correct-horse-battery
${PICTURE}    screen marks wanted difference slider


*** Test Cases ***
Everything Has Failed
    ${console} =    Get File    ${INSIDE}/console.txt
    Should Contain    ${console}    32 tests, 0 passed, 32 failed
    Should Not Contain    ${console}    ERROR

A Template That Is Not There
    [Template]    Shows
    A Part Differs    ${PICTURE} scores inputs screens    a part differs: 148,2,24,12    Down Up
    A Part That Counts Differs    ${PICTURE} screens    what is hatched does not count
    The Colour Differs    ${PICTURE} screens    shape matches, colour differs
    It Is Brighter    ${PICTURE} screens    shape matches, but brighter
    It Is Blurred    ${PICTURE} scores screens    blurred
    It Is Of Another Size    ${PICTURE} screens    matches at 0.667 of its size
    It Is Covered    ${PICTURE} screens    partly covered
    It Is Outside The Region    ${PICTURE} screens    found on the screen, but outside the region
    It Is Larger Than The Region    ${PICTURE} screens    found on the screen, but outside the region
    A Needle Is Not There    ${PICTURE} screens    'kind-needle' requires this area    what is hatched does not count
    # What was wanted is shown also where nothing is like it.
    Nothing Is Alike    screen wanted screens    no similar area found
    None Of Several Is There    screen wanted read screens    no similar area found    Looked for text:ZZ second ZZ

A Text That Is Not There
    [Template]    Shows
    A Text Is Nearly There    screen marks scores read screens    Best score 0.9    Press F 2 to enter setup
    A Text Is Not There    screen read screens    closest line first    VirtualBIOS 1.0
    An Expression Is Not There    screen read screens    Looked for re:ZZ \\d+ ZZ
    A Secret Was Typed    screen read inputs screens    a secret    closest line first

Something That Is There
    [Template]    Shows
    It Is There Several Times    screen marks screens    on the screen 2 times
    Something Forbidden Is There    screen marks screens    which is forbidden
    It Does Not Go    screen marks screens    is still there after 0.6 s
    It Should Not Be There    screen marks screens    but should not
    The Screen Does Not Change    screen screens    did not change within 0.6 s

Nothing That Is Seen
    [Template]    Shows
    There Is No Signal    inputs screens    sends no video signal    It has been so for    power off
    The Device Cannot Be Reached    ${EMPTY}    Connection refused    It has been so for
    The Time Limit Of The Test    screen scores read screens    while waiting for 'text:ZZ limit ZZ' for

Wherever The Keyword Is Called
    [Template]    Is Shown Within
    Setup Fails    Setup Fails
    Teardown Fails    Teardown Fails
    Fails In A Loop    ITERATION
    Fails In Another Loop    ITERATION
    Fails In A Try    TRY    EXCEPT
    Fails In A Resource    Open The Menu Of The Firmware

Others Show Nothing
    [Template]    Is Shown Within
    Fails In Another Library
    Fails At An Argument

Nothing Is Of Another Keyword
    Nothing Is Of Another Test

The Secret Is Nowhere
    FOR    ${file}    IN    output.xml    log.html    console.txt
        ${text} =    Get File    ${INSIDE}/${file}
        Should Not Contain    ${text}    ${SECRET}
    END


*** Keywords ***
Run Every Kind
    [Documentation]    Runs the suite in a process of its own.
    Make Pictures Of Every Kind    ${INSIDE}/pictures
    ${soft} =    Serve A Soft Screen
    ${python} =    Evaluate    sys.executable
    Run Process
    ...    ${python}
    ...    -m
    ...    robot
    ...    --loglevel
    ...    TRACE
    ...    --outputdir
    ...    ${INSIDE}
    ...    --variable
    ...    PICTURES:${INSIDE}/pictures
    ...    --variable
    ...    SOFT:${soft}
    ...    ${CURDIR}/_inside/every_kind.robot
    ...    env:SECRET=${SECRET}
    ...    stdout=${INSIDE}/console.txt
    ...    stderr=STDOUT
    Read Blocks    ${INSIDE}/output.xml
