*** Settings ***
Documentation     A computer that is switched off installs an operating system with the graphical installer Calamares,
...               as Debian's live media have it, by mouse and keyboard; then it starts from its disk, and somebody logs
...               in. What was on the disk is lost.
...
...               What differs between computers, media and users is in the variables below; the password is read from
...               the environment: ``PASSWORD=... robot --variablefile mine.json installation.robot``

Library           TinyPilotLibrary    timeout=10 min
Resource          TinyPilotLibrary/resources/bootloader.resource
Resource          TinyPilotLibrary/resources/calamares.resource

Suite Setup       Connect
Suite Teardown    Close All Devices

Test Tags         robot:exit-on-failure


*** Variables ***
# The computer: the URL of its device or the name of its stand, and more options of the device.
${DEVICE}           stand-1
&{OPTIONS}          &{EMPTY}
# The medium, as `Insert Medium` takes it, and the entry of its boot loader's menu.
${MEDIUM}           debian-live-amd64-standard.iso
${BOOT_ENTRY}       Live system
# What is chosen.
${REGION}           Europe
${ZONE}             Berlin
${KEYBOARD}         German
# The same layout as this library names it.
${LAYOUT}           de
${FULL_NAME}        Lab Tester
${USER_NAME}        tester
${HOST_NAME}        labor-7
${ROOT_DEVICE}      /dev/sda1
# How long a computer may take to start, and from one page of the installer to the next.
${START_TIME}       10 min
${PAGE_TIME}        2 min
# How long it may install without a sign of progress, and in all.
${STALLED_AFTER}    5 min
${INSTALL_TIME}     1 hour


*** Test Cases ***
The Medium Starts The Installer
    Insert Medium    ${MEDIUM}
    Power On
    Use Boot Loader Profile    grub
    Wait For Boot Loader    ${START_TIME}
    Boot Entry    ${BOOT_ENTRY}
    Wait For Calamares    timeout=${START_TIME}

Place And Keyboard Are Chosen
    Turn To    Region:
    Choose From Drop-Down    Region:    ${REGION}    timeout=${PAGE_TIME}
    Choose From Drop-Down    Zone:    ${ZONE}    timeout=${PAGE_TIME}
    Turn To    Keyboard Model:
    Choose Keyboard Layout    ${KEYBOARD}    layout=${LAYOUT}    timeout=${PAGE_TIME}

The Disk Is Erased
    Turn To    Erase disk
    Choose Option    Erase disk    timeout=${PAGE_TIME}

A User Gets A Password
    VAR    ${password: Secret} =    %{PASSWORD}
    Turn To    What is your name?
    Fill In    What is your name?    ${FULL_NAME}    timeout=${PAGE_TIME}
    Fill In    What name do you want to use to log in?    ${USER_NAME}    timeout=${PAGE_TIME}
    Fill In    What is the name of this computer?    ${HOST_NAME}    timeout=${PAGE_TIME}
    Fill In    Password    ${password}    timeout=${PAGE_TIME}
    Fill In    Repeat Password    ${password}    timeout=${PAGE_TIME}

The Summary Tells What Was Chosen
    Turn To    This is an overview
    Summary Should Contain    ${REGION}/${ZONE}    ${KEYBOARD}    Erase disk    timeout=${PAGE_TIME}

The System Is Installed
    Start Calamares Installation    timeout=${PAGE_TIME}
    Wait For Calamares Installation    stalled_after=${STALLED_AFTER}    timeout=${INSTALL_TIME}
    Restart From Calamares    timeout=${START_TIME}

The Installed System Runs A Command
    VAR    ${password: Secret} =    %{PASSWORD}
    # The live system shows a login prompt, too, before it is gone. The first entry is the installed system.
    Wait For Boot Loader    ${START_TIME}
    Press Keys    Enter
    Log In    ${USER_NAME}    ${password}    layout=${LAYOUT}    timeout=${START_TIME}
    ${name}    ${status} =    Run Command    cat /etc/hostname    timeout=${PAGE_TIME}
    Should Be Equal    ${name}    ${HOST_NAME}
    Should Be Equal    ${status}    ${0}
    ${root} =    Command Should Succeed    findmnt -n -o SOURCE /    timeout=${PAGE_TIME}
    Should Be Equal    ${root}    ${ROOT_DEVICE}


*** Keywords ***
Connect
    [Documentation]    Opens the device. The computer is off.
    Open Device    ${DEVICE}    &{OPTIONS}

Turn To
    [Documentation]    Turns to the next page of the installer, and waits for a text of it.
    [Arguments]    ${text}
    Go To Next Page    ${text}    timeout=${START_TIME}    patience=${PAGE_TIME}
