*** Settings ***
Documentation     Dialogs of whiptail (newt) and dialog on a real Linux console, in three looks: each answers what
...               was asked, and the program's own answer is read afterwards. Lists are longer than their windows.

Library           TinyPilotLibrary    timeout=30s
Library           atest.lab.console.ConsoleKeywords
Resource          TinyPilotLibrary/resources/dialogs.resource

Suite Setup       Open Console
Suite Teardown    Close Console

Name              Dialogs On A Linux Console


*** Variables ***
@{LOOKS}    whiptail    dialog    coloured


*** Test Cases ***
An Entry Of A Menu That Scrolls Is Chosen
    FOR    ${look}    IN    @{LOOKS}
        Ask    menu    ${look}
        ${dialog} =    Wait For Dialog    Which disk is to be overwritten?
        Should Be Equal    ${dialog.title}    Disk
        Should Be Equal    ${dialog.selected.text.split()}    ${{['sda', 'Disk', 'number', '1']}}
        Choose In Dialog    sdf
        Choose In Dialog    Disk number 5
        Press Dialog Button    OK
        Answer Should Be    sde
    END

A Menu That Lacks An Entry Lists Those That There Are
    Ask    menu    dialog
    ${message} =    Run Keyword And Expect Error    *    Choose In Dialog    sdx
    Should Start With    ${message}    'sdx' is not an entry of the dialog 'Disk': Which disk is to be overwritten?.
    Should Contain    ${message}    Sixth
    ${message} =    Run Keyword And Expect Error    *    Press Dialog Button    Help
    Should Contain    ${message}    Buttons that were read: 'OK', 'Cancel'.
    Answer Dialog    Which disk is to    Cancel
    Answer Should Be    ${EMPTY}    status=1

Check Boxes Are Ticked And Unticked
    FOR    ${look}    IN    @{LOOKS}
        Ask    check    ${look}
        Tick In Dialog    mail    ssh
        Untick In Dialog    Web server
        ${dialog} =    Get Dialog
        Should Be Equal
        ...    ${{[one.is_ticked for one in $dialog.entries if one.text.startswith('web')]}}
        ...    ${{[False]}}
        Press Dialog Button    OK
        Answer Should Be    ssh mail
    END

One Of A Radio List Is Chosen
    FOR    ${look}    IN    @{LOOKS}
        Ask    radio    ${look}
        Choose In Dialog    Mail server
        Press Dialog Button    OK
        Answer Should Be    mail
    END

A Field Is Filled In Instead Of What Stood In It
    VAR    ${secret: Secret} =    %{LAB_PASSWORD=S3cret}
    FOR    ${look}    IN    @{LOOKS}
        Ask    input    ${look}
        Press Keys    Tab
        Fill In Dialog    lab-7
        Answer Dialog    host name    OK
        Answer Should Be    lab-7
        Ask    password    ${look}
        Fill In Dialog    ${secret}
        Press Dialog Button    OK
        Answer Should Be    S3cret
    END

Fields Of A Form Are Filled In By Their Labels
    FOR    ${look}    IN    dialog    coloured
        Ask    form    ${look}
        Fill In Dialog    192.0.2.1    Gateway
        Fill In Dialog    192.0.2.7    Address:
        ${dialog} =    Get Dialog
        Should Be Equal    ${{[one.value for one in $dialog.fields]}}    ${{['192.0.2.7', '192.0.2.1']}}
        Press Dialog Button    OK
        Answer Should Be    192.0.2.7 192.0.2.1
    END

A Question Is Answered By A Button's Name
    FOR    ${look}    IN    @{LOOKS}    whiptail --fb
        Ask    question    ${look}
        Answer Dialog    lost. Do you really want to go on    No
        Answer Should Be    ${EMPTY}    status=1
        Ask    question    ${look}
        Answer Dialog    re:want to go on.*[?]    continue
        Answer Should Be    ${EMPTY}
    END

A Question Is Answered As It Wants To Be
    VAR    @{parts} =    mail    ftp
    FOR    ${look}    IN    @{LOOKS}
        Ask    menu    ${look}
        Answer Question    Which disk is to be overwritten?    sde
        Answer Should Be    sde
        Ask    check    ${look}
        Answer Question    Which parts?    ${parts}
        Answer Should Be    web ftp mail
        Ask    input    ${look}
        Answer Question    host name    lab-7
        Answer Should Be    lab-7
        Ask    question    ${look}
        Answer Question    want to go on    Continue
        Answer Should Be    ${EMPTY}
        Ask    radio    ${look}
        Go On In Dialog
        Answer Should Be    web
    END

A Dialog That Does Not Come Is Told With What Is There
    ${message} =    Run Keyword And Expect Error    *    Wait For Dialog    Which planet?    timeout=1s
    Should Start With    ${message}    No dialog with 'Which planet?' was there within 1s.
    Should Contain    ${message}    console#


*** Keywords ***
Open Console
    [Documentation]    A shell on a VGA text screen.
    ${url} =    Start Console    whiptail    dialog
    Open Device    ${url}
    Wait Until Screen Contains    text:console#    timeout=5 min

Ask
    [Documentation]    Runs a program that shows a dialog.
    [Arguments]    ${kind}    ${look}
    Type Text    ask ${kind} ${look}\n

Answer Should Be
    [Documentation]    What the program has answered, and its exit status.
    [Arguments]    ${answer}    ${status}=0
    ${seen} =    Wait Until Screen Contains    re:^answer: .*$
    Should Be Equal    ${seen.text.split()}    ${{['answer:', *$answer.split(), 'status:', $status]}}

Close Console
    [Documentation]    Nothing of it is left.
    Close All Devices
    Stop Console
