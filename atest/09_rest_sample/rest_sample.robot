*** Settings ***
Documentation    The seven steps of the sample script in TinyPilot's documentation of its REST API, as a suite: against
...              the virtual computer, over HTTPS, with the certificate of the server's own authority. Where the script
...              sleeps and hopes, the suite waits and sees.

Resource         ../resources/target.resource

Suite Setup      Create Directory    ${OUTPUT_DIR}/templates
Test Teardown    Close Target
Test Template    The Seven Steps Of The Sample Script


*** Variables ***
@{CORNERS}     0.25,0.25    0.75,0.25    0.75,0.75    0.25,0.75
@{ON_LINES}    0.5,0.25    0.75,0.5    0.5,0.75    0.25,0.5


*** Test Cases ***
With A Token
    ${NONE}
With An API Key
    open-sesame


*** Keywords ***
The Seven Steps Of The Sample Script
    [Documentation]    The script finds a desktop before it.
    [Arguments]    ${api_key}
    Fetch A Token    ${api_key}
    Start Desktop
    Open A Terminal
    Type Hello World
    Open The Browser
    Navigate To The Drawing Program
    Draw A Rectangle
    Save A Screenshot

Fetch A Token
    [Documentation]    1. The device fetches its token with the first request; an API key takes its place.
    [Arguments]    ${api_key}
    ${url}    ${authority} =    Serve Over Tls    virtual:    api_key=${api_key}
    Should Start With    ${url}    https://
    Open Device    ${url}    api_key=${api_key}    ca_certificate=${authority}

Open A Terminal
    [Documentation]    2. Ctrl+Alt+T opens a terminal.
    Press Keys    Ctrl+Alt+T
    Wait Until Screen Contains    terminal.png

Type Hello World
    [Documentation]    3. A command is typed and run.
    Type Text    echo "Hello, World!"\n
    Wait Until Screen Changes
    Wait Until Screen Is Still    for_=0.3s    region=0.0,0.0,1.0,0.9
    Take Screenshot    hello-world

Open The Browser
    [Documentation]    4. The browser is started from the terminal.
    Type Text    google-chrome\n
    Wait Until Screen Contains    browser.png

Navigate To The Drawing Program
    [Documentation]    5. Its address is typed where Ctrl+L leads.
    Press Keys    Ctrl+L
    Type Text    jspaint.app\n
    Wait Until Screen Contains    paint.png

Draw A Rectangle
    [Documentation]    6. The mouse draws its four lines; they are ink, and what is inside is white.
    Move Mouse To    point:${CORNERS}[0]
    Press Mouse Button
    FOR    ${corner}    IN    @{CORNERS}[1:]    ${CORNERS}[0]
        Move Mouse To    point:${corner}
    END
    Release Mouse Button
    Wait Until Screen Is Still    for_=0.3s    region=0.2,0.2,0.6,0.6
    FOR    ${point}    IN    @{ON_LINES}
        ${brightness} =    Brightness At    ${point}
        Should Be True    ${brightness} < 80    There is no line at ${point}.
    END
    ${inside} =    Brightness At    0.4,0.4
    Should Be True    ${inside} > 240

Save A Screenshot
    [Documentation]    7. The screen is saved as a picture.
    ${file} =    Take Screenshot    sample
    File Should Exist    ${file}

Brightness At
    [Documentation]    How bright a pixel is, 0 to 255.
    [Arguments]    ${point}
    ${color} =    Get Pixel Color    ${point}
    ${brightness} =    Evaluate    sum(bytes.fromhex($color[1:])) / 3
    RETURN    ${brightness}
