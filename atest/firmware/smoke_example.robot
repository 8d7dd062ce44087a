*** Settings ***
Documentation     The smoke test of the folder `examples` on UEFI firmware, with the file of variables beside it.

Library           atest.resources.examples.Examples
Library           atest.lab.keywords.LabKeywords

Suite Teardown    Stop Machine

Name              The Smoke Test On UEFI Firmware


*** Test Cases ***
The Smoke Test Passes On UEFI Firmware
    ${url} =    Start Machine    OVMF    boot_menu=5
    ${copy} =    Copy Example    bios_smoke    ${OUTPUT_DIR}/examples-uefi
    ${passed}    ${failed} =    Run Robot
    ...    ${copy}
    ...    --variablefile
    ...    ovmf.json
    ...    --variable
    ...    DEVICE:${url}
    ...    smoke.robot
    Should Be Equal    ${{($passed, $failed)}}    ${{(5, 0)}}
