*** Settings ***
Documentation     systemd-boot on real UEFI firmware: entries are chosen by their texts, and the kernel that was started
...               tells with which options.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.boot_loaders.BootLoaderLab
Resource          TinyPilotLibrary/resources/bootloader.resource
Resource          TinyPilotLibrary/resources/linux_console.resource

Suite Setup       Open Boot Loader
Suite Teardown    Close Boot Loader

Name              Systemd-boot By Its Texts


*** Test Cases ***
All Entries Are Read
    Wait For Boot Loader
    ${entries} =    Get Boot Entries
    VAR    @{linux} =    Lab Linux 3    Lab Linux 2    Lab Linux 1
    Should Be Equal    ${entries}    ${{[*$linux, 'Reboot Into Firmware Interface']}}

An Entry Is Started Once With Other Options
    Boot Entry With Options    Lab Linux 1    timeout=3 min    add=lab.word=seven    remove=quiet
    Wait Until Screen Contains    text:console#    timeout=5 min
    Use Console Prompt    text:console#
    ${output} =    Command Should Succeed    cat /proc/cmdline
    Should Contain    ${output}    console=tty0 no_timer_check lab.word=seven
    Should Not Contain    ${output}    quiet


*** Keywords ***
Open Boot Loader
    [Documentation]    A machine with systemd-boot.
    ${url} =    Start Systemd Boot
    Open Device    ${url}
    Use Boot Loader Profile    systemd-boot

Close Boot Loader
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Boot Loader
