*** Settings ***
Documentation     A BIOS, its boot menu, the boot loader GRUB and memtest86+, known by their texts alone: not one
...               picture was cut.
...
...               ``robot --variable ROUNDS:20 atest/firmware/texts.robot`` goes through it twenty times in a row.

Resource          machine.resource

Suite Setup       Switch On A Machine With Two Discs
Suite Teardown    Put The Machine Away

Name              Texts Of Real Firmware


*** Variables ***
${ROUNDS}    1


*** Test Cases ***
Everything Is Known By Its Text
    [Documentation]    The second disc is chosen in the boot menu, the memory test in the boot loader's.
    FOR    ${round}    IN RANGE    ${ROUNDS}
        Choose The Second Disc
        Look At The Command Line
        Test The Memory
        Log    Round ${round + 1} of ${ROUNDS}.    console=True
    END


*** Keywords ***
Choose The Second Disc
    [Documentation]    In the boot menu, by its number.
    Open Boot Menu    text:Select boot device:    key=Esc    prompt=text:Press ESC for boot menu.
    ${entry} =    Get Match    re:4\\. DVD/CD
    Should Be Equal    ${entry.text}    4. DVD/CD
    Boot From    4    text:Say the word

Look At The Command Line
    [Documentation]    It answers; then the menu is there again.
    ${entry} =    Get Selected Text
    Should Contain    ${entry}    Say the word
    Press Keys    C
    Wait Until Screen Contains    re:^grub>
    Type Text    echo 6 times 7\n
    # What was typed, and what was answered.
    Wait Until Screen Contains    re:^6 times 7$
    Press Keys    Esc
    Wait Until Screen Contains    text:Test the memory    unless=text:error

Test The Memory
    [Documentation]    It begins, and its version is known as a whole.
    Select Entry    Test the memory
    Press Keys    Enter
    Wait Until Screen Contains    text:Memtest86+ v6.10    timeout=5 min
    Wait Until Screen Contains    text:Status: Testing    text:Status: Init
    Screen Should Not Contain    text:Memtest86+ v6.1
