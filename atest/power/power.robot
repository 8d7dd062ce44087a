*** Settings ***
Documentation     The target's power, switched by real BMCs in software and by outlets in the network.

Library           Collections
Library           TinyPilotLibrary    timeout=30s
Library           atest.power.power_keywords.PowerThings

Suite Teardown    Stop Serving Power
Test Teardown     Close All Devices


*** Test Cases ***
Ipmitool Switches A Server By Its BMC
    ${power} =    Commands Of An Ipmi Bmc
    Open Device    virtual:    power=${power}
    Get Power State Is    on
    Power Off
    Get Power State Is    off
    # One that is off stays so.
    Reset Target
    Get Power State Is    off
    Power On
    Reset Target
    Get Power State Is    on
    Power Off    graceful=True    timeout=20s
    Wait Until Power Is    off

Ipmitool Tells What It Printed
    ${power} =    Commands Of An Ipmi Bmc    password=wrong
    Open Device    virtual:    power=${power}
    ${told} =    Run Keyword And Expect Error    *    Get Power State
    Should Match    ${told}    The command 'ipmitool' for 'state' failed with the exit code 1. It printed: *session*
    Should Not Contain    ${told}    wrong

A Server Is Switched By Redfish Over TLS
    ${url}    ${authority} =    Start Redfish Bmc    protected=True
    ${user}    ${password} =    User And Password
    VAR    &{power} =    url=${url}    username=${user}    password=${password}    ca_certificate=${authority}
    Open Device    virtual:    power=${power}
    Get Power State Is    off
    Power On
    Get Power State Is    on
    Reset Target
    Get Power State Is    on
    Power Off    graceful=True
    Get Power State Is    off

Redfish Refuses Who It Does Not Know
    ${url}    ${authority} =    Start Redfish Bmc    protected=True
    VAR    &{power} =    url=${url}    username=admin    password=wr0ng    ca_certificate=${authority}
    Refused    power=${power}    told=*answered 401*(username=, password=).
    VAR    &{power} =    url=${url}    username=admin    password=wr0ng
    Refused    power=${power}    told=*certificate of*is not trusted*ca_certificate=*

A BMC That Lags Is Waited For
    ${bmc}    ${_} =    Start Redfish Bmc
    ${slow} =    Put In Front    ${bmc}    lag=10
    Open Device    virtual:    power=${slow}
    Power On
    ${state} =    Power Of The Bmc    ${bmc}
    Should Be Equal    ${state}    on

A BMC That Lies Is Found Out
    ${bmc}    ${_} =    Start Redfish Bmc
    ${liar} =    Put In Front    ${bmc}
    Open Device    virtual:    power=${liar}    power_timeout=3s
    ${told} =    Run Keyword And Expect Error    *    Power On
    Should Match    ${told}    *took the order, but the target is not on after 3 s (power_timeout=)*
    ${state} =    Power Of The Bmc    ${bmc}
    Should Be Equal    ${state}    off

An Outlet Of Each Make Is Switched
    FOR    ${make}    IN    tasmota    shelly    shelly-gen2
        ${outlet} =    Start Outlet    ${make}    s3cret
        VAR    &{power} =    url=${outlet}    preset=${make}    password=s3cret
        Open Device    virtual:    power=${power}    power_pause=0.2s
        Power Off
        Relays Should Be    ${outlet}    off
        Get Power State Is    off
        Power On
        Reset Target
        Relays Should Be    ${outlet}    on
        VAR    &{power} =    url=${outlet}    preset=${make}    password=wr0ng
        Refused    power=${power}    told=*refused the user or the password*
    END

Two Power Supplies Are Switched Together
    ${one} =    Start Outlet    tasmota    relays=2
    ${two} =    Start Outlet    shelly
    VAR    &{first} =    url=${one}    preset=tasmota    outlet=2
    VAR    &{second} =    url=${two}    preset=shelly
    VAR    @{power} =    ${first}    ${second}
    Open Device    virtual:    power=${power}
    Power Off
    Relays Should Be    ${one}    on    off
    Relays Should Be    ${two}    off
    Power On
    Relays Should Be    ${one}    on    on
    Relays Should Be    ${two}    on


*** Keywords ***
Get Power State Is
    [Documentation]    What the library says.
    [Arguments]    ${wanted}
    ${state} =    Get Power State
    Should Be Equal    ${state}    ${wanted}

Refused
    [Documentation]    The power cannot be switched so, which is told without the password.
    [Arguments]    ${power}    ${told}
    Open Device    virtual:    power=${power}
    ${message} =    Run Keyword And Expect Error    *    Power Off
    Should Match    ${message}    ${told}
    Should Not Contain    ${message}    wr0ng
