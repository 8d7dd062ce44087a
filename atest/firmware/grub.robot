*** Settings ***
Documentation     The boot loader GRUB, operated as a person does: an entry is edited for one start, edits are thrown
...               away, the command line answers, and the memory test that it starts takes keys too.
...
...               Each test begins with a restart.

Resource          machine.resource

Suite Setup       Switch On A Machine With Two Discs
Suite Teardown    Put The Machine Away
Test Setup        Start The Boot Loader

Name              GRUB And Memory Test


*** Test Cases ***
An Entry Is Edited For One Start
    [Documentation]    The entry says a word; it says the edited one.
    Edit The Word
    Take Screenshot    edited-entry
    Press Keys    Ctrl+X
    Wait Until Screen Contains    grub/edited-word.png    unless=grub/plain-word.png
    Take Screenshot    edited-word

What Was Edited Can Be Thrown Away
    [Documentation]    Esc leads back to the menu; the entry says the word as it was.
    Edit The Word
    Press Keys    Esc
    Wait Until Screen Contains    grub/word-selected.png
    Press Keys    Enter
    Wait Until Screen Contains    grub/plain-word.png    unless=grub/edited-word.png
    Take Screenshot    plain-word

The Command Line Answers
    Press Keys    C
    Wait Until Screen Does Not Contain    grub/word-selected.png
    Type Text    echo 6 times 7\n
    Wait Until Screen Contains    grub/command-line.png
    Take Screenshot    command-line
    Press Keys    Esc
    Wait Until Screen Contains    grub/word-selected.png

The Memory Test Starts
    [Documentation]    memtest86+ offers its configuration and tests.
    Choose Entry    grub/test-selected.png    memtest/keys.png    timeout=5 min
    Press Keys    F1
    Wait Until Screen Contains    memtest/configuration.png
    Take Screenshot    memory-test-configuration
    Press Keys    F10
    Wait Until Screen Contains    memtest/testing.png
    Take Screenshot    memory-test


*** Keywords ***
Start The Boot Loader
    [Documentation]    From the second disc.
    Open Boot Menu    seabios/boot-menu.png    key=Esc    prompt=seabios/press-esc.png
    Screen Should Contain    seabios/second-disc.png
    Boot From    4    grub/word-selected.png

Edit The Word
    [Documentation]    Opens the editor on the selected entry and adds to the word that it says.
    Press Keys    E
    Wait Until Screen Contains    grub/editor.png
    Wait Until Screen Contains    grub/line.png
    Press Keys    Down    Down    End
    Type Text    -edited
    Wait Until Screen Contains    grub/edited-line.png
