*** Settings ***
Documentation     Media of a virtual machine are inserted and ejected in the page.

Library           OperatingSystem
Library           TinyPilotLibrary
Library           atest.lab.keywords.LabKeywords
Resource          studio.resource

Suite Teardown    Run Keywords    Close All Devices    AND    Close Studio    AND    Stop Machine

Test Tags         firmware

Name              Media In The Page


*** Variables ***
${IMAGES}    ${OUTPUT_DIR}/images


*** Test Cases ***
A CD Is Inserted And Ejected And A File Elsewhere Is Refused
    Create Binary File    ${IMAGES}/small.iso    ${{bytes(2048 * 64)}}
    ${machine} =    Start Machine    SEABIOS
    ${page} =    Serve Studio    device=${machine}    images=${IMAGES}
    Open Page    ${page}
    Page Should Be Live
    Wait Until Element Contains    id:media-told    Nothing is inserted.
    Insert In Page    small.iso
    Wait Until Element Contains    id:media-told    cd: small.iso
    Picture Of Page    ${OUTPUT_DIR}/pages/media.png
    Axe Should Find Nothing Serious In Any Look
    ${device} =    Get URL Of Device
    Open Device    ${device}
    ${media} =    Get Media
    Should Be Equal    ${media}    ${{[{'kind': 'cd', 'image': 'small.iso'}]}}
    Close All Devices
    Click Button    Eject all
    Wait Until Element Contains    id:media-told    Nothing is inserted.
    Click Button    xpath://div[@id='boot-keys']/button[text()='CD']
    Wait Until Element Contains    id:boot-told    from: CD
    Insert In Page    ../media.robot
    Wait Until Element Contains    id:message    media.robot


*** Keywords ***
Insert In Page
    [Documentation]    As a CD.
    [Arguments]    ${image}
    Input Text    id:media-image    ${image}
    Submit Form    id:media-form
