*** Settings ***
Documentation     Texts of the screen: as locators wherever one is taken, as values, and why one was missed.

Resource          ../resources/target.resource

Suite Setup       Open Setup Page
Suite Teardown    Close Target


*** Test Cases ***
A Text Is A Locator Like An Image
    ${match} =    Wait Until Screen Contains    desktop.png    text:Wake on LAN    unless=text:Panic
    Should Be Equal    ${match.locator}    text:Wake on LAN
    Should Be Equal As Integers    ${match.score}    1
    Screen Should Contain    text:Wake on LAN    region=${match}
    Screen Should Not Contain    text:Wake on LAN    region=0.0,0.8,1.0,0.2

A Regular Expression Gives What It Matched
    ${match} =    Get Match    re:(Dis|En)abled
    Should Match Regexp    ${match.text}    ^(Dis|En)abled$

White Space Is Folded And Case Counts
    Screen Should Contain    text:Wake${SPACE * 3}on LAN
    Screen Should Not Contain    text:wake on lan
    Screen Should Contain    text:wake on lan    ignore_case=True

A Text May Have To Be A Whole Row
    Screen Should Contain    text:Wake on LAN    exact=row
    Screen Should Not Contain    text:Wake on    exact=row
    ${told} =    Run Keyword And Expect Error    *    Screen Should Contain    text:Wake on    exact=row
    Should Contain    ${told}    as a whole row

A Text May Have To Be In A State
    Select Entry    Wake on LAN    region=0.0,0.1,1.0,0.8
    Wait Until Screen Contains    text:Wake on LAN    state=selected    region=0.0,0.1,1.0,0.8
    ${states} =    Get Text State    text:Wake on LAN    region=0.0,0.1,1.0,0.8
    Should Contain    ${states}    selected

The Selected Row Is Asked For
    ${selected} =    Get Selected Text    region=0.0,0.1,1.0,0.8
    Press Keys    Down
    Wait Until Screen Changes
    ${next} =    Get Selected Text    region=0.0,0.1,1.0,0.8
    Should Not Be Equal    ${selected}    ${next}
    Select Entry    Wake on LAN    region=0.0,0.1,1.0,0.8

A Text That Is Not There Is Told With What Is
    ${told} =    Run Keyword And Expect Error    *    Screen Should Contain    text:Wake on LAM
    Should Contain    ${told}    Wake on LA«N»

The Desktop Is No Character Screen
    [Documentation]    Its texts are read by OCR; clicks go to the words.
    Start Desktop
    Take Screenshot    desktop
    ${text} =    Get Screen Text
    Should Contain    ${text}    Terminal
    Double Click    text:Terminal    region=0.0,0.0,0.2,1.0


*** Keywords ***
Open Setup Page
    [Documentation]    The page with the settings of the devices.
    Open Target
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    text:Wake on LAN
