*** Settings ***
Documentation    Takes a stand of a pool, and has it until it is told to go on.

Library          OperatingSystem
Library          TinyPilotLibrary    timeout=1 min


*** Variables ***
${WAIT}    5 min


*** Test Cases ***
A Stand Is Taken
    Open Device    any of: uefi    wait_for_device=${WAIT}
    Create File    ${FOLDER}/${NAME}-has-it
    Wait Until Created    ${FOLDER}/${NAME}-goes-on    5 min
