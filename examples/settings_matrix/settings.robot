*** Settings ***
Documentation     Each row of settings.csv is a test: a setting gets a value, the machine restarts, and the setting must
...               have it still. The file is edited with a spreadsheet; nobody has to write code for a new row.
...
...               It needs ``pip install robotframework-datadriver``. Rows are chosen by their tags, which are a column:
...               ``robot --variable ROWS:power settings.robot``

Library           DataDriver    file=settings.csv    dialect=unix    include=${ROWS}
Library           TinyPilotLibrary    timeout=1 min
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Connect
Suite Teardown    Put Everything Back
Test Template     The Setting Is Kept


*** Variables ***
${DEVICE}           virtual:?setup_prompt\=10m
${FIRMWARE_NAME}    virtual
# Tags of rows, such as powerORstorage; all rows if it is empty.
${ROWS}             ${EMPTY}


*** Test Cases ***
Setting ${setting} Can Be ${value}
    ${page}    ${setting}    ${value}


*** Keywords ***
The Setting Is Kept
    [Documentation]    What one row says: the page, as a path of entries, the setting, and its value.
    [Arguments]    ${page}    ${setting}    ${value}
    Enter Firmware Setup
    Go To    ${page}
    Set Setting    ${setting}    ${value}
    Take Screenshot    set
    Save And Exit
    Enter Firmware Setup
    Go To    ${page}
    Setting Should Be    ${setting}    ${value}
    Take Screenshot    kept

Connect
    [Documentation]    Opens the device, and says which firmware it has.
    Open Device    ${DEVICE}
    Use Firmware Profile    ${FIRMWARE_NAME}

Put Everything Back
    [Documentation]    The next suite finds the machine as it was shipped.
    Enter Firmware Setup
    Reset To Defaults
    Save And Exit
    Close All Devices
