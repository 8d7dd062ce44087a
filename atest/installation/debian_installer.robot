*** Settings ***
Documentation     Debian's own installer in text mode, as far as its pages go without its packages: they are answered by
...               reading, and then it says that no mirror can be reached.

Library           TinyPilotLibrary    timeout=5 min
Library           atest.lab.installation.keywords.InstallationKeywords
Resource          TinyPilotLibrary/resources/debian_installer.resource

Suite Setup       Start The Installer
Suite Teardown    Put Everything Away

Test Tags         installation    robot:exit-on-failure

Name              Debian's Own Installer


*** Variables ***
# A busy computer takes its time.
${LONG}    20 min


*** Test Cases ***
The First Pages Are Answered
    ${page} =    Answer Debian Installer    enter the hostname
    ...    timeout=${LONG}
    ...    layout=de
    ...    language=English
    ...    location=United Kingdom
    ...    keyboard=German
    Should Be Equal    ${page.fields[0].value}    debian
    Take Screenshot

The Next Pages Are Answered
    ${page} =    Answer Debian Installer    Debian archive mirror country:
    ...    timeout=${LONG}
    ...    hostname=lab-7
    ...    domain=example.org
    Should Be Equal    ${page.selected.text}    United Kingdom
    Take Screenshot

An Error Is Told By Its Own Page
    ${message} =    Run Keyword And Expect Error    *    Answer Debian Installer    Partitioning method:
    ...    timeout=${LONG}
    Should Contain    ${message}    archive mirror


*** Keywords ***
Start The Installer
    [Documentation]    A machine that is off, and starts the kernel of the installer.
    ${url}    ${authority} =    Prepare Machine For Debian Installer
    Open Device    ${url}    ca_certificate=${authority}
    Power On

Put Everything Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Put Machine Away
