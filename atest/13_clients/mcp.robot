*** Settings ***
Documentation     The vendor's MCP server, by which assistants operate TinyPilots, in front of `tinypilot serve`:
...               over HTTP and TLS, with an API key (0.2.0) and with tokens (0.1.0), over restarts, and with a machine
...               that types slowly.

Resource          ../resources/target.resource
Library           atest.lab.console.ConsoleKeywords
Library           atest.lab.mcp.McpKeywords
Library           atest.resources.targets.Targets

Suite Teardown    Forget MCP Servers
Test Teardown     Put Everything Away

Name              MCP


*** Variables ***
${KEY}     the-key-of-the-lab
${LINE}    echo An assistant types this line on a machine that takes its time


*** Test Cases ***
An Assistant Operates A Machine Over TLS With An API Key
    ${url}    ${authority} =    Serve Over TLS    virtual:?setup_prompt=10m    api_key=${KEY}
    ${told} =    Start MCP Server    0.2.0    ${url}    api_key=${KEY}    authority=${authority}
    Should Contain    ${told}    TinyPilot KVM automation
    Call Tool    list_devices
    Call Tool    select_device    device_id=lab
    ${state} =    Call Tool    get_stream_state
    Should Contain    ${state}    online=true resolution=720x400
    Open Device    ${url}    api_key=${KEY}    ca_certificate=${authority}
    Call Tool    send_keystroke    code=F2
    Wait Until Screen Contains    text:VirtualBIOS Setup Utility
    Call Tool    send_keystroke    code=ArrowDown
    Call Tool    send_keystroke    code=ArrowDown
    Call Tool    send_keystroke    code=ArrowDown
    Call Tool    send_keystroke    code=Enter
    Wait Until Screen Contains    text:Enter: accept
    Call Tool    paste_text    text=Lab-7 #1
    Wait Until Screen Contains    text:Lab-7 #1
    Call Tool    mouse_event    pixel_x=${360}    pixel_y=${200}    buttons=${0}
    Call Tool    capture_screenshot
    ${picture} =    Get Screenshot Of Tool
    File Should Not Be Empty    ${picture}

Every Language Of The Vendor Is Typed And What Cannot Be Is Told
    ${url} =    Serve Virtual Computer    api_key=${KEY}
    Start MCP Server    0.2.0    ${url}    api_key=${KEY}
    Call Tool    select_device    device_id=lab
    Call Tool    paste_text    text=It's #1    language=en-US
    Call Tool    paste_text    text=£5 #1 ~    language=en-GB
    Call Tool    paste_text    text=Größe ^ ~ @    language=de-DE
    ${refused} =    Tool Should Fail    paste_text    text=Größe    language=en-US
    Should Contain    ${refused}    Paste failed (400)
    Should Contain    ${refused}    'ö', 'ß'

A Wrong Key Is Told In The Vendor's Words
    ${url} =    Serve Virtual Computer    api_key=${KEY}
    Start MCP Server    0.2.0    ${url}    api_key=another-key
    Call Tool    select_device    device_id=lab
    ${refused} =    Tool Should Fail    capture_screenshot
    Should Contain    ${refused}    API key rejected for device 'lab' (HTTP 403)
    ${refused} =    Tool Should Fail    paste_text    text=a
    Should Contain    ${refused}    API key rejected for device 'lab' (HTTP 403)

A Restart Of The Companion Is Survived
    [Documentation]    With a key nothing has to be done; with tokens the client fetches a new one.
    [Template]    Client Should Go On After A Restart
    0.2.0    ${KEY}
    0.1.0    ${None}

A Machine That Types Slowly Does Not Let A Paste Fail
    [Documentation]    The client waits for an answer for 1 s, and the line takes more than 2 s to be typed.
    ${machine} =    Start Console
    ${url}    ${authority} =    Serve Over TLS    ${machine}    api_key=${KEY}
    Open Device    ${url}    api_key=${KEY}    ca_certificate=${authority}
    Wait Until Screen Contains    text:console#    timeout=3 min
    Start MCP Server    0.2.0    ${url}    api_key=${KEY}    authority=${authority}    timeout=1
    Call Tool    select_device    device_id=lab
    Call Tool    paste_text    text=${LINE}\n
    Call Tool    send_keystroke    code=KeyX
    Wait Until Screen Contains    text:console# x    timeout=30s
    ${text} =    Get Screen Text
    Should Contain X Times    ${text}    An assistant types this line on a machine that takes its time    2


*** Keywords ***
Client Should Go On After A Restart
    [Documentation]    The client is the same before and after; the companion and its device are new, on the same port.
    [Arguments]    ${version}    ${key}
    ${url} =    Serve Virtual Computer    api_key=${key}
    Start MCP Server    ${version}    ${url}    api_key=${{$key or ''}}
    Call Tool    select_device    device_id=lab
    Call Tool    capture_screenshot
    Stop Serving
    Serve Virtual Computer    api_key=${key}    port=${{int($url.rpartition(':')[2])}}
    Call Tool    capture_screenshot
    Call Tool    send_keystroke    code=F2
    Stop Serving

Put Everything Away
    [Documentation]    Devices, the client, the companion and the machine.
    Close All Devices
    Stop MCP Server
    Stop Serving
    Stop Console
