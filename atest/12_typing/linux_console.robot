*** Settings ***
Documentation     Text typed on a real Linux console, whose layout is changed in the middle by `loadkeys`, and read back
...               from its screen. The texts have all of ASCII, letters that a key bears, and letters by accent; at
...               the end of a line an accent alone.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.console.ConsoleKeywords

Suite Setup       Open Console
Suite Teardown    Close Console

Name              Typing On A Linux Console


*** Variables ***
${LETTERS}    abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789
${SIGNS}      !"#$%&'()*+,-./:;<=>?@[\\]^_{|}
${PROMPT}     console#


*** Test Cases ***
Text Comes Out As It Was Typed
    [Template]    Text Should Be Shown On
    de    de-latin1    ${SIGNS}~`    äöüÄÖÜß§°²µ    éèêáàâúùûÉ^
    fr    fr-latin1    ${SIGNS}    éèçàù²£§°µ    âêîôûëïüÄÖÜ
    es    es    ${SIGNS}~`    ñÑçÇ¿¡ºª·    áéíóúÉàèìòùâêîôûäëïöü^
    gb    uk    ${SIGNS}~`    £¬    naive
    pt    pt-latin1    ${SIGNS}~`    çÇ«»ºª£§    áéíóúàâêôñÑÉ~

The Layout Is Found At The Prompt
    @{layouts} =    Find Keyboard Layout    us    de    fr    es    gb    pt
    Should Be Equal    ${layouts}    ${{['pt']}}

Another Layout Is Told
    ${message} =    Run Keyword And Expect Error    *    Type Text    Cañón (1)    layout=es    verify=yes
    Should Contain    ${message}    The target seems to be set to pt: 'ñ' came as 'ç'.
    Should Contain    ${message}    The target shows 'Ca


*** Keywords ***
Open Console
    [Documentation]    A shell on a VGA text screen.
    ${url} =    Start Console
    Open Device    ${url}
    Wait Until Screen Contains    text:${PROMPT}    timeout=3 min

Close Console
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Console

Text Should Be Shown On
    [Documentation]    Sets the console's layout, with the keys of the one before, types lines and reads them back.
    [Arguments]    ${layout}    ${keymap}    @{lines}
    Type Text    loadkeys -q ${keymap}; clear; cat > /dev/null\n
    Wait Until Screen Does Not Contain    text:${PROMPT}
    Set Keyboard Layout    ${layout}
    FOR    ${line}    IN    ${LETTERS}    @{lines}
        Type Text    ${line}\n    verify=yes
    END
    ${text} =    Get Screen Text
    FOR    ${line}    IN    ${LETTERS}    @{lines}
        Should Contain    ${text}    ${line}
    END
    Press Keys    Ctrl+C
    Wait Until Screen Is Still    for_=0.5s
