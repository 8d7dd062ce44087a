*** Settings ***
Documentation    One suite runs on every device: only the URL changes. Devices side by side, stands of a lab, devices
...              that are locked or restart.

Resource         ../resources/target.resource

Suite Setup      Create Directory    ${OUTPUT_DIR}/templates
Test Teardown    Close Target


*** Variables ***
# TinyPilotLibrary looks here for stands.
${DEVICES_FILE}    ${OUTPUT_DIR}/devices.toml


*** Test Cases ***
The Built-In Computer Is Operated Without A Server
    The Setup Is Entered    virtual:

It Is Operated Over HTTP
    ${url} =    Serve Virtual Computer
    The Setup Is Entered    ${url}

It Is Operated Over HTTPS With The Certificate Of Its Own Authority
    [Documentation]    And refused without it.
    ${url}    ${authority} =    Serve Over Tls    virtual:
    Open Device    ${url}
    Run Keyword And Expect Error    *ca_certificate*    Press Keys    F2
    The Setup Is Entered    ${url}    ca_certificate=${authority}

An API Key Opens A Device That Wants One
    ${url} =    Serve Virtual Computer    api_key=open-sesame
    Open Device    ${url}
    Run Keyword And Expect Error    *api_key*    Press Keys    F2
    The Setup Is Entered    ${url}    api_key=open-sesame

Two Devices Side By Side
    ${url} =    Serve Virtual Computer
    Open Device    virtual:    alias=left    graphics=1920x1080
    Open Device    ${url}    alias=right
    Power Off
    ${before} =    Switch Device    LEFT
    Should Be Equal    ${before}    right
    ${info} =    Get Device Info
    Should Be Equal    ${info}[alias]    left
    Should Be True    ${info}[video]
    Close Device
    ${info} =    Get Device Info
    Should Be Equal    ${info}[alias]    right
    Should Not Be True    ${info}[video]
    Run Keyword And Expect Error    *Open devices: right.    Switch Device    left

A Stand Of A Lab Is Opened By Its Name
    [Documentation]    Its keys go here, its picture comes from there: a key here changes nothing on that screen.
    ${here} =    Serve Virtual Computer
    ${there} =    Serve Virtual Computer
    Create File    ${DEVICES_FILE}    [stand-3]\nurl = "${here}"\nlayout = "us"\nvideo = "${there}"\n
    Open Device    stand-3
    Wait Until Screen Contains    login.png
    Type Text    tester\n
    Run Keyword And Expect Error    *did not appear*    Wait Until Screen Contains    password.png    timeout=0s
    Open Device    ${here}
    Wait Until Screen Contains    password.png
    Run Keyword And Expect Error    *no stand 'stand-4' in*Known: stand-3.    Open Device    stand-4

A Device That Restarts Is Waited For
    ${url} =    Serve Virtual Computer
    Open Device    ${url}
    Simulate Fault    server restart    for_=0.7s
    Wait Until Device Is Ready
    Press Keys    F1

A Kind Of Device That Is Not Known Is Told The Known Ones
    Run Keyword And Expect Error    *Known: *http:*qemu:*virtual:*    Open Device    carrier-pigeon:x
    Run Keyword And Expect Error    *no option 'colour'*graphics*    Open Device    virtual:    colour=red


*** Keywords ***
The Setup Is Entered
    [Documentation]    Opens the device and enters the target's firmware setup.
    [Arguments]    ${url}    &{options}
    Open Device    ${url}    &{options}
    Wait Until Device Is Ready
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png
