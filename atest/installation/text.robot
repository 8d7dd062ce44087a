*** Settings ***
Documentation     Debian is installed by dialogs in text mode, from a machine that is switched off to a command on
...               the installed system: by keyboard alone, through the companion's REST API.

Library           TinyPilotLibrary    timeout=10 min    recording=always    trace=always
Library           atest.lab.installation.keywords.InstallationKeywords
Resource          TinyPilotLibrary/resources/bootloader.resource
Resource          TinyPilotLibrary/resources/grml_debootstrap.resource
Resource          TinyPilotLibrary/resources/installer.resource

Suite Setup       Prepare Machine And Medium
Suite Teardown    Put Everything Away

Test Tags         installation    robot:exit-on-failure

Name              Text Installation


*** Variables ***
# A busy computer takes its time.
${LONG}         20 min
${HOST_NAME}    lab-7


*** Test Cases ***
The Medium Starts The Live System
    Insert Medium    ${MEDIUM}
    Power On
    Use Boot Loader Profile    grub
    Wait For Boot Loader    ${LONG}
    @{entries} =    Get Boot Entries
    Should Be Equal    ${entries}    ${{['Lab Linux: look at this computer', 'Lab Linux: install']}}
    Boot Entry    Lab Linux: install
    Log In    root    live    layout=us    timeout=${LONG}

The Dialogs Are Answered
    Command Should Succeed    echo ',,L,*' | sfdisk --quiet /dev/vda    timeout=${LONG}
    VAR    ${password: Secret} =    %{LAB_PASSWORD=S3cret-lab}
    Start Grml Debootstrap    timeout=${LONG}
    Answer Grml Debootstrap
    ...    timeout=${LONG}
    ...    release=bookworm
    ...    target=/dev/vda1
    ...    hostname=${HOST_NAME}
    ...    password=${password}
    ...    directory=/srv/debian

Debian Is Installed
    Wait For Grml Debootstrap    stalled_after=30 min    timeout=4 hours

The Installed System Runs A Command
    VAR    ${password: Secret} =    %{LAB_PASSWORD=S3cret-lab}
    Type Text    reboot\n
    Wait For Boot Loader    ${LONG}
    Boot Entry    Debian GNU/Linux
    Log In    root    ${password}    timeout=${LONG}
    ${name}    ${status} =    Run Command    cat /etc/hostname    timeout=${LONG}
    Should Be Equal    ${name}    ${HOST_NAME}
    Should Be Equal    ${status}    ${0}
    ${root} =    Command Should Succeed    findmnt -n -o SOURCE /    timeout=${LONG}
    Should Be Equal    ${root}    /dev/vda1


*** Keywords ***
Prepare Machine And Medium
    [Documentation]    A machine that is off, with an empty disk and an empty drive.
    ${medium} =    Make Text Medium
    VAR    ${MEDIUM} =    ${medium}    scope=SUITE    # robocop: off=VAR05
    ${url}    ${authority} =    Prepare Machine
    Open Device    ${url}    ca_certificate=${authority}

Put Everything Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Put Machine Away
