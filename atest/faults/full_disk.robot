*** Settings ***
Documentation     The disk for pictures becomes full. A failed test is still told as such, a sentence says what there is
...               no room for, and no file is cut.

Library           OperatingSystem
Library           Process
Library           atest.resources.small_disk.SmallDisk

Suite Setup       Run On A Small Disk
Suite Teardown    Unmount Small Disks

Name              Full Disk


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/full-disk
${DISK}      ${FOLDER}/disk
${OTHER}     ${FOLDER}/other


*** Test Cases ***
The Failure Of A Test Is Still Told
    ${console} =    Get File    ${FOLDER}/console.txt
    Should Contain    ${console}    'text:ZZ nothing ZZ' is not on the screen
    Should Contain    ${console}    3 tests, 0 passed, 3 failed
    Should Not Contain    ${console}    ERROR
    Should Not Contain    ${console}    Traceback

A Sentence Says That The Disk Is Full
    ${output} =    Get File    ${FOLDER}/output.xml
    Should Match Regexp    ${output}    The picture '[^']*' cannot be saved: No space left on device
    Should Contain    ${output}    The failure cannot be shown: The picture
    Should Contain    ${output}    There is no film of the test:
    # On the console it is told once, however many tests fail.
    ${console} =    Get File    ${FOLDER}/console.txt
    Should Contain X Times    ${console}    [ WARN ]    1

No File Is Cut
    ${count} =    Everything Is Whole    ${DISK}
    # Some were saved before it was full.
    Should Be True    ${count} >= 3

A Report That Has No Room Says So
    Mount Small Disk    ${OTHER}    16k
    ${told} =    Fails    report    ${FOLDER}/other-run    --output    ${OTHER}/report
    Should Contain    ${told}    No space left on device
    ${told} =    Fails    collect    ${FOLDER}/other-run    --output    ${OTHER}/collected
    Should Contain    ${told}    No space left on device
    Everything Is Whole    ${OTHER}


*** Keywords ***
Run On A Small Disk
    [Documentation]    Runs a suite that fails, with its pictures on a disk that has room for a few.
    Mount Small Disk    ${DISK}    100k
    Run Inside    ${FOLDER}    --variable    DISK:${DISK}
    Run Inside    ${FOLDER}/other-run    --variable    DISK:${FOLDER}/other-run/tinypilot

Run Inside
    [Documentation]    Runs the suite in a process of its own.
    [Arguments]    ${folder}    @{options}
    ${python} =    Evaluate    sys.executable
    Create Directory    ${folder}
    Run Process
    ...    ${python}
    ...    -m
    ...    robot
    ...    --outputdir
    ...    ${folder}
    ...    @{options}
    ...    ${CURDIR}/_inside/full_disk.robot
    ...    stdout=${folder}/console.txt
    ...    stderr=STDOUT

Fails
    [Documentation]    Runs the command, which must fail. Returns what it said, in one line.
    [Arguments]    @{arguments}
    ${python} =    Evaluate    sys.executable
    ${ran} =    Run Process    ${python}    -c    from TinyPilotLibrary.cli import main; main()    @{arguments}
    Should Be Equal    ${ran.rc}    ${2}
    Should Not Contain    ${ran.stderr}    Traceback
    RETURN    ${{ " ".join($ran.stderr.split()) }}
