*** Settings ***
Documentation     Without a device the command shows the stands of devices.toml as tiles; a click opens one.

Library           OperatingSystem
Library           Process
Resource          studio.resource

Suite Setup       Start Rack
Suite Teardown    End Rack

Name              Rack


*** Variables ***
${FOLDER}    ${OUTPUT_DIR}/rack
${STANDS}    SEPARATOR=\n
...          [first]
...          url = "virtual:"
...          [gone]
...          url = "http://127.0.0.1:9"


*** Test Cases ***
Stands Are Tiles And One That Is Away Says So
    Wait Until Page Contains Element    css:#stands li:first-child img:not([hidden])
    Wait Until Element Contains    css:#stands li:nth-child(2) .box    127.0.0.1:9
    Picture Of Page    ${OUTPUT_DIR}/pages/rack.png
    Axe Should Find Nothing Serious In Any Look
    Keyboard Should Reach Everything    1

A Stand Is Opened And Operated By Keyboard Alone
    Wait Until Page Contains Element    css:#stands li:first-child a[href]
    Set Focus To Element    css:#stands li:first-child a
    Press Keys    None    ENTER
    Page Should Be Live
    Element Text Should Be    id:device    virtual:
    Page Should Contain Element    id:tab-record


*** Keywords ***
Start Rack
    [Documentation]    Starts the command as a user does, and opens the page that it names.
    Create File    ${FOLDER}/devices.toml    ${STANDS}
    Start Process
    ...    tinypilot
    ...    studio
    ...    --port
    ...    0
    ...    cwd=${FOLDER}
    ...    stdout=${FOLDER}/said.txt
    ...    stderr=STDOUT
    ${page} =    Wait Until Keyword Succeeds    1 min    500ms    Page That It Names
    Open Page    ${page}

Page That It Names
    [Documentation]    Fails until it has named it.
    ${said} =    Get File    ${FOLDER}/said.txt
    ${page} =    Evaluate    re.search(r'(http://\\S+) shows 2 stands', $said)[1]    modules=re
    RETURN    ${page}

End Rack
    [Documentation]    Nothing is left.
    Close Studio
    Terminate All Processes
