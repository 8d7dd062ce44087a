*** Settings ***
Documentation     Everybody can use the page: axe-core finds nothing serious, light or dark, small or large;
...               the keyboard reaches everything.

Resource          studio.resource

Suite Setup       Open Studio With Everything
Suite Teardown    Close Studio
Test Template     Nothing Serious Is Found

Name              Looks


*** Variables ***
@{TABS}        operate    try    cut    record
# How many controls each has at least, with the switch, the screen and the tabs.
&{CONTROLS}    operate=40    try=9    cut=7    record=7


*** Test Cases ***    size    dark
Small And Light    1280x800    ${False}
Small And Dark    1280x800    ${True}
Large And Light    1920x1080    ${False}
Large And Dark    1920x1080    ${True}
Everything Is Reached By Keyboard Alone
    [Template]    NONE
    ${url} =    Get URL Of Device
    Open Page    ${url}/studio/
    Page Should Be Live
    FOR    ${tab}    ${controls}    IN    &{CONTROLS}
        Element Attribute Value Should Be    id:tab-${tab}    aria-selected    true
        Keyboard Should Reach Everything    ${controls}
        Set Focus To Element    id:tab-${tab}
        Hold Keys In Page    ArrowRight
    END
    # From the last tab one comes to the first.
    Element Attribute Value Should Be    id:tab-operate    aria-selected    true
    [Teardown]    Close Browser


*** Keywords ***
Open Studio With Everything
    [Documentation]    A studio with a folder; its page is opened by each test.
    Use Template Folder    ${OUTPUT_DIR}/looks
    Serve Studio

Nothing Serious Is Found
    [Documentation]    Looks at each tab.
    [Arguments]    ${size}    ${dark}
    ${url} =    Get URL Of Device
    Open Page    ${url}/studio/    dark=${dark}    size=${size}
    Page Should Be Live
    FOR    ${tab}    IN    @{TABS}
        Click Button    id:tab-${tab}
        Axe Should Find Nothing Serious
        Picture Of Page    ${OUTPUT_DIR}/pages/${tab}-${size}-${dark}.png
    END
    [Teardown]    Close Browser
