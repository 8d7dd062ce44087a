*** Settings ***
Documentation     The pages of a graphical installer on an X screen, over VNC: drop-down lists, a list that scrolls,
...               options, fields, a check box and a question, by what stands beside them. The installer tells at its
...               end what was answered.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.wizard.WizardKeywords
Resource          TinyPilotLibrary/resources/calamares.resource

Suite Setup       Open Screen
Suite Teardown    Close Screen

Name              Pages Of A Graphical Installer


*** Test Cases ***
An Installer Gets Its Answers
    VAR    ${password: Secret} =    %{LAB_PASSWORD=S3cret-7}
    Start Installer
    Wait For Calamares
    Go To Next Page    Location
    Choose From Drop-Down    Region:    Europe
    Choose From Drop-Down    Zone:    Zurich
    Go To Next Page    Keyboard
    Choose From List    German (Austria)
    Choose From List    Generic 104
    Choose From List    Albanian
    Choose Keyboard Layout    English (US)    layout=us
    Go To Next Page    Partitions
    Choose Option    Erase disk
    Go To Next Page    Users
    Fill In    What is your name?    Lab Tester
    Fill In    name of this computer    lab-7
    Fill In    Password    ${password}
    Fill In    Repeat password    ${password}
    Untick    Log in automatically
    Go To Next Page    Summary
    Summary Should Contain    Europe/Zurich    keyboard layout to English    Erase disk: all that is on it is lost.
    Start Calamares Installation
    Wait For Calamares Installation
    Restart From Calamares
    ${answers} =    Get Answers
    Should Be Equal    ${answers}[zone]    Zurich
    Should Be Equal    ${answers}[layout]    English (US)
    Should Be Equal    ${answers}[option]    Erase disk
    Should Be Equal    ${answers}[name]    Lab Tester
    Should Be Equal    ${answers}[host]    lab-7
    Should Be Equal    ${answers}[password]    ${answers}[again]
    Should Be Equal    ${answers}[password]    ${password.value}
    Should Be Equal    ${answers}[log in]    ${False}
    Should Be Equal    ${answers}[restart]    ${True}

A Question Is Answered By A Button Of Its Own
    Start Installer
    Go To Next Page    Location
    Go To Next Page    Keyboard
    Go To Next Page    Partitions
    Choose Option    Erase disk
    Go To Next Page    Users
    Go To Next Page    Summary
    Press Page Button    Install
    Answer Dialog    Continue with setup?    Go back
    Summary Should Contain    Erase disk

A Click That Is Lost Is Made Again And A Late Page Is Waited For
    Start Installer    --lazy
    Go To Next Page    text:Region:    patience=5s
    Go To Next Page    Keyboard    patience=5s
    Screen Should Contain    text:Type here to test your keyboard

What A Page Says Is Wrong Is The Error
    Start Installer
    Go To Next Page    Location
    ${message} =    Run Keyword And Expect Error    *    Choose From Drop-Down    Region:    Asia
    Should Start With    ${message}    'Region:' cannot be set to 'Asia'
    Should Contain    ${message}    America
    Should Contain    ${message}    Europe
    Go To Next Page    Keyboard
    ${message} =    Run Keyword And Expect Error    *    Choose From List    Klingon
    Should Contain    ${message}    'text:Klingon' is not a row of the list. Its rows: Albanian, Arabic
    Run Keyword And Expect Error    *which none of these layouts does: de.    Choose Keyboard Layout    German
    Go To Next Page    Partitions
    ${message} =    Run Keyword And Expect Error    *    Go To Next Page    Users    timeout=2s
    Should Start With    ${message}    'Next' cannot be pressed: it stays disabled.
    Choose Option    Replace a partition
    Go To Next Page    Users
    Tick    Log in automatically
    ${field} =    Find Field    Repeat password
    Screen Should Not Contain    text:live-system    region=${field}
    VAR    ${password: Secret} =    %{LAB_PASSWORD=S3cret-7}
    Fill In    Password    ${password}
    ${message} =    Run Keyword And Expect Error    *    Go To Next Page    Summary
    Should Be Equal
    ...    ${message}
    ...    'Next' did not lead to 'text:Summary'. The page says:\nYour passwords do not match!


*** Keywords ***
Open Screen
    [Documentation]    An X screen behind a VNC server.
    ${url} =    Start X Screen
    Open Device    ${url}
    Set Keyboard Layout    us

Close Screen
    [Documentation]    Nothing of it is left.
    Close All Devices
    End X Screen
