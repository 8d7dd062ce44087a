*** Settings ***
Documentation     The boot menu of a traditional BIOS: left alone, the computer starts its first disc; in the boot
...               menu the second one is chosen, and that one starts.

Resource          machine.resource

Suite Setup       Switch On A Machine With Two Discs
Suite Teardown    Put The Machine Away

Name              Boot Menu Of A BIOS


*** Test Cases ***
Left Alone The Machine Starts Its First Disc
    [Documentation]    Its boot loader shows a graphical menu, 1024x768.
    Wait Until Screen Contains    grub/first-disc.png    unless=grub/word-selected.png    timeout=5 min
    Take Screenshot    first-disc

The Second Disc Is Chosen In The Boot Menu
    [Documentation]    The menu says which key starts it. Its boot loader shows a menu in text mode.
    Open Boot Menu    seabios/boot-menu.png    key=Esc    prompt=seabios/press-esc.png
    Screen Should Contain    seabios/second-disc.png
    Take Screenshot    boot-menu
    Boot From    4    grub/word-selected.png
    Take Screenshot    second-disc
