*** Settings ***
Documentation     Keys, chords and text, as the target's screen shows them.

Resource          ../resources/target.resource

Suite Setup       Open Target
Suite Teardown    Close Target


*** Variables ***
${PASSWORD: Secret}    %{TINYPILOT_ATEST_PASSWORD=tinypilot}


*** Test Cases ***
A Key Is Pressed Until The Screen Is There
    [Documentation]    And not once more: the setup, once it is there, sees no further F2.
    Reset Target
    Press Key Until Screen Contains    F2    setup.png    interval=0.2s
    Wait Until Screen Is Still    for_=0.5s
    Press Key Until Screen Contains    F2    setup.png
    Screen Should Contain    setup.png

Keys Move Through A Menu
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Press Keys    Up    Down    count=3    delay=10ms
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Press Keys    Enter
    Wait Until Screen Contains    wake-on-lan-enabled.png

A Chord Is Pressed Together
    Enter Setup
    Press Keys    Ctrl+Alt+Delete
    Wait Until Screen Contains    login.png

A Person Logs In With A Secret Password
    Reset Target
    Wait Until Screen Contains    login.png
    Type Text    tester\n
    Wait Until Screen Contains    password.png
    Type Text    ${PASSWORD}    delay=5ms
    Press Keys    Enter
    Wait Until Screen Contains    prompt.png

A Layout Is Changed In The Middle
    [Documentation]    The firmware is American, the operating system German, and the password is typed as it has it.
    Open Device    virtual:    alias=german    system_layout=de
    Press Key Until Screen Contains    F2    setup.png    timeout=30s
    Press Keys    Enter    Down    F10    Y
    Wait Until Screen Contains    login.png    timeout=30s
    Set Keyboard Layout    de    scope=test
    @{fitting} =    Find Keyboard Layout    us    de
    Should Be Equal    ${fitting}    ${{['de']}}
    Type Text    tester\n    verify=True
    Wait Until Screen Contains    password.png
    Type Text    ${PASSWORD}
    Press Keys    Enter
    Wait Until Screen Contains    prompt.png
    Type Text    echo "Größe: 5 µm" ~ ^ | café    verify=True    pace=screen
    [Teardown]    Close Device    german

Keys Are Held
    [Documentation]    Shift stays down over several keys; the lock is seen in the keyboard's lights.
    Log In
    Hold Keys    Shift
    Press Keys    a    b    c    1
    Release Keys
    ${held} =    Take Screenshot    held
    Press Keys    Backspace    count=4
    Type Text    ABC!
    Wait Until Screen Contains    ${held}
    Press Keys    CapsLock
    ${leds} =    Get Keyboard Leds
    Should Be True    ${leds.caps_lock}
    Press Keys    CapsLock

What Cannot Be Typed Is Refused Before The First Key
    [Setup]    Remember The Setup
    [Template]    Refused With
    There is no key 'Entr'. Did you mean 'Enter'*    Press Keys    A    Entr
    *held together as one chord: Ctrl+Alt+Delete.    Press Keys    Ctrl    Alt    Delete
    *keyboard layout 'us': 'ß', '€'. Nothing was typed. Layouts that can*    Type Text    aß€
    The keyboard layout 'tlhIngan' is not supported. Supported:*    Type Text    a    layout=tlhIngan
    *There is no template 'stup.png'*Did you mean 'setup.png'*    Press Key Until Screen Contains    F2    stup.png
    [Teardown]    Screen Should Contain    ${OUTPUT_DIR}/tinypilot/before.png

A Cable That Is Pulled Out Is Told
    Simulate Fault    cable unplugged    for_=1 min
    Run Keyword And Expect Error    *is*cable connected*    Press Keys    A
    [Teardown]    Simulate Fault    cable unplugged    for_=0s


*** Keywords ***
Remember The Setup
    [Documentation]    Saves a screen where nothing blinks.
    Enter Setup
    Take Screenshot    before
