*** Settings ***
Documentation     Switching the target on and off; and what its firmware keeps.

Resource          ../resources/target.resource

Suite Setup       Open Target
Suite Teardown    Close Target


*** Test Cases ***
Power Is Seen In The Video Signal
    Power Off
    Wait Until No Video Signal    timeout=1s
    Reset Target
    Wait Until No Video Signal    timeout=0s
    Run Keyword And Expect Error    *sends no video signal*    Take Screenshot
    Power On
    Wait Until Video Signal    timeout=1s
    Wait Until Screen Contains    login.png

A Saved Setting Is Kept Over A Reset And Without Power
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Press Keys    Enter    F10
    Wait Until Screen Contains    save-question.png
    Press Keys    Enter
    Wait Until Screen Does Not Contain    save-question.png    setup.png
    Wake On Lan Is    enabled
    Power Off
    Power On
    Wake On Lan Is    enabled

A Setting That Is Not Saved Is Not Kept
    Enter Setup
    Press Keys    Right    Down    Enter
    Wait Until Screen Contains    wake-on-lan-disabled.png
    Power Off
    Power On
    Wake On Lan Is    enabled


*** Keywords ***
Wake On Lan Is
    [Documentation]    The setup shows the setting as wanted, and not the other way.
    [Arguments]    ${state}
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-${state}.png
    Press Keys    Esc    Enter
