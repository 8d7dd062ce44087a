*** Settings ***
Documentation     A live system with Calamares installs itself, from a machine that is switched off to a command on the
...               installed system: by mouse and keyboard, with a German keyboard layout and a password that needs it,
...               through the companion's REST API.

Library           TinyPilotLibrary    timeout=10 min
Library           atest.lab.installation.keywords.InstallationKeywords
Resource          TinyPilotLibrary/resources/bootloader.resource
Resource          TinyPilotLibrary/resources/calamares.resource

Suite Setup       Prepare Machine And Medium
Suite Teardown    Put Everything Away

Test Tags         installation    robot:exit-on-failure

Name              Graphical Installation


*** Variables ***
# A busy computer takes its time.
${LONG}         20 min
${HOST_NAME}    labor-7


*** Test Cases ***
The Medium Starts The Installer
    Insert Medium    ${MEDIUM}
    Power On
    Use Boot Loader Profile    grub
    Wait For Boot Loader    ${LONG}
    Boot Entry    Lab Linux: install
    Wait For Calamares    timeout=${LONG}

Place And Keyboard Are Chosen
    Go To Next Page    Region:    timeout=${LONG}    patience=5 min
    Choose From Drop-Down    Region:    Europe    timeout=2 min
    Choose From Drop-Down    Zone:    Berlin    timeout=2 min
    Go To Next Page    Keyboard Model:    timeout=${LONG}    patience=5 min
    Choose Keyboard Layout    German    layout=de    timeout=2 min

The Disk Is Erased
    Go To Next Page    Erase disk    timeout=${LONG}    patience=5 min
    Choose Option    Erase disk    timeout=2 min

A User Gets A Password That Needs The Layout
    VAR    ${password: Secret} =    %{LAB_PASSWORD=Passwürt7@}
    Go To Next Page    What is your name?    timeout=${LONG}    patience=5 min
    Fill In    What is your name?    Lab Tester    timeout=2 min
    Fill In    What name do you want to use to log in?    tester    timeout=2 min
    Fill In    What is the name of this computer?    ${HOST_NAME}    timeout=2 min
    Fill In    Password    ${password}    timeout=2 min
    Fill In    Repeat Password    ${password}    timeout=2 min

The Summary Tells What Was Chosen
    Go To Next Page    This is an overview    timeout=${LONG}    patience=5 min
    Summary Should Contain    Europe/Berlin    German    Erase disk    timeout=2 min

The System Is Installed
    Start Calamares Installation    timeout=${LONG}
    Wait For Calamares Installation    stalled_after=20 min    timeout=3 hours
    Restart From Calamares    timeout=${LONG}

The Installed System Runs A Command
    VAR    ${password: Secret} =    %{LAB_PASSWORD=Passwürt7@}
    Log In    tester    ${password}    layout=de    timeout=${LONG}
    ${name}    ${status} =    Run Command    cat /etc/hostname    timeout=${LONG}
    Should Be Equal    ${name}    ${HOST_NAME}
    Should Be Equal    ${status}    ${0}
    ${root} =    Command Should Succeed    findmnt -n -o SOURCE /    timeout=${LONG}
    Should Be Equal    ${root}    /dev/vda1


*** Keywords ***
Prepare Machine And Medium
    [Documentation]    A machine that is off, with an empty disk and an empty drive.
    ${medium} =    Make Graphical Medium
    VAR    ${MEDIUM} =    ${medium}    scope=SUITE    # robocop: off=VAR05
    VAR    @{screen} =    -vga    none    -device    VGA,edid=on,xres=1024,yres=768
    ${url}    ${authority} =    Prepare Machine    memory=2048    disk=6G    tablet=True    extra=${screen}
    Open Device    ${url}    ca_certificate=${authority}

Put Everything Away
    [Documentation]    Nothing of it is left.
    Close All Devices
    Put Machine Away
