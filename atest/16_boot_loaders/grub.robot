*** Settings ***
Documentation     GRUB on a real BIOS: entries are chosen by their texts, in a menu that scrolls and in a submenu; the
...               kernel that was started tells with which options.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.boot_loaders.BootLoaderLab
Resource          TinyPilotLibrary/resources/bootloader.resource
Resource          TinyPilotLibrary/resources/linux_console.resource

Suite Setup       Open Boot Loader
Suite Teardown    Close Boot Loader
Test Setup        Restart To Boot Loader

Name              GRUB By Its Texts


*** Test Cases ***
All Entries Of A Menu That Scrolls Are Read
    ${entries} =    Get Boot Entries
    VAR    @{others} =    @{{[f'Other {number}' for number in range(1, 17)]}}
    Should Be Equal    ${entries}    ${{['Lab Linux', 'Advanced options for Lab Linux', *$others]}}

The Countdown Stays Stopped And An Entry That There Is Not Is Told
    Screen Should Not Contain    text:executed automatically
    ${message} =    Run Keyword And Expect Error    *    Boot Entry    Other 99
    Should Start With    ${message}    'Other 99' is not an entry of the menu.
    Select Boot Entry    Other 16

An Entry Of A Submenu Is Started
    Boot Entry    Advanced options for Lab Linux > Lab Linux, with Linux 6.1 (recovery mode)
    Kernel Should Have    quiet single console=tty0 no_timer_check

An Entry Is Started Once With Other Options
    Boot Entry With Options
    ...    Lab Linux
    ...    add=lab.word=seven lab.long=abcdefghijklmnopqrstuvwxyz0123456789
    ...    remove=console
    ...    timeout=3 min
    Kernel Should Have    quiet no_timer_check lab.word=seven lab.long=abcdefghijklmnopqrstuvwxyz0123456789

An Option That Is Not There Is Told
    Select Boot Entry    Lab Linux
    ${message} =    Run Keyword And Expect Error    *    Edit Kernel Line    remove=splash    timeout=3 min
    Should Start With    ${message}    'splash' is not in the kernel line:
    Press Keys    Esc


*** Keywords ***
Open Boot Loader
    [Documentation]    A machine with GRUB.
    ${url} =    Start Grub
    Open Device    ${url}
    Use Boot Loader Profile    grub
    Wait For Boot Loader

Kernel Should Have
    [Documentation]    The options that the running kernel was started with.
    [Arguments]    ${options}
    Wait Until Screen Contains    text:console#    timeout=5 min
    Use Console Prompt    text:console#
    ${output} =    Command Should Succeed    cat /proc/cmdline
    Should Be Equal    ${output.split()[1:]}    ${options.split()}

Close Boot Loader
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Boot Loader
