*** Settings ***
Documentation     What a person does with the results in a browser: a film is stepped and played, a single file opened.

Library           OperatingSystem
Library           Process
Library           SeleniumLibrary    timeout=20s    run_on_failure=Capture Page Screenshot
Library           atest.studio.browsers.Browsers

Suite Setup       Run And Report
Suite Teardown    Close All Browsers


*** Variables ***
${PROJECT}    ${OUTPUT_DIR}/opened
${NUMBER}     css:#player output


*** Test Cases ***
A Film Is Stepped Through By Keys
    ${count} =    Open Film
    Element Should Contain    ${NUMBER}    ${count}/${count}
    Press Keys    None    ARROW_LEFT
    ${before} =    Evaluate    ${count} - 1
    Element Should Contain    ${NUMBER}    ${before}/${count}
    Press Keys    None    HOME
    Element Should Contain    ${NUMBER}    1/${count}
    Press Keys    None    ARROW_RIGHT
    Element Should Contain    ${NUMBER}    2/${count}
    Press Keys    None    END
    Element Should Contain    ${NUMBER}    ${count}/${count}

A Film Is Played To Its End
    ${count} =    Open Film
    Press Keys    None    HOME
    Element Should Contain    ${NUMBER}    1/${count}
    Press Keys    None    SPACE
    Wait Until Element Contains    ${NUMBER}    ${count}/${count}
    Wait Until Element Contains    css:[data-do=play]    Play

Every Picture Of A Film Is Shown
    ${count} =    Open Film
    FOR    ${_}    IN RANGE    ${count}
        Every Picture Should Be Loaded
        Press Keys    None    ARROW_LEFT
    END

One File Opened Alone Has Its Pictures
    Copy File    ${PROJECT}/failures.html    ${OUTPUT_DIR}/elsewhere/failures.html
    Open Page    file://${OUTPUT_DIR}/elsewhere/failures.html
    Every Picture Should Be Loaded
    ${pictures} =    Get Element Count    css:img
    Should Be True    ${pictures} > 0


*** Keywords ***
Run And Report
    [Documentation]    Runs a suite that fails, and makes its report in one file.
    ${python} =    Evaluate    sys.executable
    Run Process    ${python}    -m    robot    --outputdir    ${PROJECT}    ${CURDIR}/_inside/filmed.robot
    ${made} =    Run Process    tinypilot    report    .    --single-file    failures.html    cwd=${PROJECT}
    Should Be Equal    ${made.rc}    ${0}    ${made.stderr}

Open Film
    [Documentation]    Opens the film, and gives the number of its pictures.
    @{films} =    List Files In Directory    ${PROJECT}/tinypilot    film-*.html    absolute=True
    Length Should Be    ${films}    1
    ${page} =    Get File    ${films}[0]
    ${count} =    Evaluate    $page.count('<figure id=')
    Should Be True    ${count} >= 4
    Open Page    file://${films}[0]
    Wait Until Element Is Visible    id:player
    RETURN    ${count}

Every Picture Should Be Loaded
    [Documentation]    No picture that is on the screen now is missing.
    Wait Until Keyword Succeeds    10s    100ms    No Picture Should Be Missing

No Picture Should Be Missing
    [Documentation]    Every picture has its pixels, or is still further down on the page.
    ${missing} =    Execute Javascript
    ...    return [...document.querySelectorAll('img')].filter(
    ...    i => !i.naturalWidth && i.getBoundingClientRect().top < innerHeight).map(i => i.src.slice(0, 90))
    Should Be Empty    ${missing}
