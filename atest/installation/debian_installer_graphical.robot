*** Settings ***
Documentation     Debian's own installer by mouse and keyboard, as far as its pages go without its packages.

Library           TinyPilotLibrary    timeout=5 min
Library           atest.lab.installation.keywords.InstallationKeywords
Resource          TinyPilotLibrary/resources/installer.resource

Suite Setup       Start The Installer
Suite Teardown    Put Everything Away

Test Tags         installation    robot:exit-on-failure

Name              Debian's Own Graphical Installer


*** Variables ***
# A busy computer takes its time.
${LONG}       20 min
${PATIENT}    5 min


*** Test Cases ***
A Place Is Chosen
    Wait Until Screen Contains    text:Select a language    timeout=${LONG}
    # The language that the list suggests.
    Turn To    Select your location
    Choose From List    Ireland    timeout=${PATIENT}
    Turn To    Configure the keyboard

The Keyboard Is Chosen
    Choose From List    German    timeout=${PATIENT}
    # The network of the lab has none.
    Turn To    Name server addresses:
    Take Screenshot

The Next Pages Are Answered
    Turn To    Hostname:
    Set Keyboard Layout    de
    Fill In    Hostname:    lab-7y    timeout=${PATIENT}
    Take Screenshot
    Turn To    Domain name:
    Fill In    Domain name:    example.org    timeout=${PATIENT}
    Turn To    Debian archive mirror country:
    Take Screenshot


*** Keywords ***
Start The Installer
    [Documentation]    A machine that is off, and starts the kernel of the installer.
    ${url}    ${authority} =    Prepare Machine For Debian Installer    graphical=True
    Open Device    ${url}    ca_certificate=${authority}
    Power On

Turn To
    [Documentation]    Turns to the next page, and waits for a text of it.
    [Arguments]    ${text}
    Go To Next Page    ${text}    button=Continue    timeout=${LONG}    patience=${PATIENT}

Put Everything Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Put Machine Away
