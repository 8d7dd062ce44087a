*** Settings ***
Documentation    The suites of the folder `examples`, each copied and run as its documentation says.

Library          OperatingSystem
Library          atest.resources.examples.Examples

Suite Setup      Remove Directory    ${FOLDER}    recursive=True

Name             Examples


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/examples


*** Test Cases ***
The Smoke Test Passes On The Virtual Computer
    ${copy} =    Copy Example    bios_smoke    ${FOLDER}
    ${passed}    ${failed} =    Run Robot    ${copy}    smoke.robot
    Should Be Equal    ${{($passed, $failed)}}    ${{(5, 0)}}

The Smoke Test Notices Another Version And Another Setting
    ${copy} =    Copy Example    bios_smoke    ${FOLDER}
    VAR    ${other} =    {"VERSION": "BIOS version 1.1", "AS_SHIPPED": ["Devices", "Fan speed", "51"]}
    Create File    ${copy}/other.json    ${other}
    VAR    @{tests} =    --test    The Setup Opens    --test    Settings Are As Shipped
    ${passed}    ${failed} =    Run Robot    ${copy}    --variablefile    other.json    @{tests}    smoke.robot
    Should Be Equal    ${{($passed, $failed)}}    ${{(0, 2)}}

Each Row Of The Matrix Is A Test
    ${copy} =    Copy Example    settings_matrix    ${FOLDER}
    ${passed}    ${failed} =    Run Robot    ${copy}    settings.robot
    Should Be Equal    ${{($passed, $failed)}}    ${{(6, 0)}}

A Row That The User Adds Is A Test That Can Fail
    [Documentation]    The fan takes 20 percent at least.
    ${copy} =    Copy Example    settings_matrix    ${FOLDER}
    Append To File    ${copy}/settings.csv    ,Devices,Fan speed,7,new,\n
    ${passed}    ${failed} =    Run Robot    ${copy}    --variable    ROWS:new    settings.robot
    Should Be Equal    ${{($passed, $failed)}}    ${{(0, 1)}}

The Rack Runs By Each CI File
    [Template]    The Rack Runs By
    .github/workflows/firmware.yml
    .gitlab-ci.yml
    Jenkinsfile

A Run That Fails Fails In CI And Has Its Report
    [Documentation]    There is no stand with this tag.
    [Template]    The Rack Fails By
    .github/workflows/firmware.yml
    .gitlab-ci.yml
    Jenkinsfile

CI Files Follow The Schemas Of Their Systems
    [Template]    CI File Follows Its Schema
    ${EXECDIR}/examples/rack/.github/workflows/firmware.yml
    ${EXECDIR}/examples/rack/.gitlab-ci.yml


*** Keywords ***
The Rack Runs By
    [Documentation]    Both stands are used, and the report is where the CI system looks for it.
    [Arguments]    ${file}
    ${copy} =    Copy Example    rack    ${FOLDER}
    ${ended} =    Run CI File    ${copy}/${file}    ${copy}    STANDS=uefi
    Should Be Equal As Integers    ${ended}    0
    ${passed}    ${failed} =    Count Tests    ${copy}/results
    Should Be Equal    ${{($passed, $failed)}}    ${{(4, 0)}}
    ${output} =    Get File    ${copy}/results/output.xml
    Should Contain    ${output}    stand:rack-01
    Should Contain    ${output}    stand:rack-02
    File Should Exist    ${copy}/results/report/junit.xml

The Rack Fails By
    [Documentation]    The job fails, and its report has all that failed.
    [Arguments]    ${file}
    ${copy} =    Copy Example    rack    ${FOLDER}
    ${ended} =    Run CI File    ${copy}/${file}    ${copy}    STANDS=ufi
    Should Not Be Equal As Integers    ${ended}    0
    ${told} =    Get File    ${copy}/results/report/junit.xml
    Should Contain    ${told}    failures="4"
