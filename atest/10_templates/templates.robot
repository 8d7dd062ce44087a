*** Settings ***
Documentation     Pictures that are looked for: folders of variants, masks, click points, tags, openQA needles, scales;
...               which of several places is meant; what a template finds in stored pictures.

Library           Process
Resource          ../resources/target.resource

Suite Setup       Open Setup Page
Suite Teardown    Close Target


*** Variables ***
${HERE}      ${OUTPUT_DIR}/templates
${NEEDLE}    SEPARATOR=
...          {"area": [{"type": "match", "xpos": 18, "ypos": 80, "width": 486, "height": 16, "match": 90},
...          {"type": "match", "xpos": 0, "ypos": 384, "width": 700, "height": 16,
...          "click_point": {"xpos": 300, "ypos": 8, "id": "move"}},
...          {"type": "exclude", "xpos": 0, "ypos": 0, "width": 720, "height": 16}],
...          "tags": ["wake-on-lan", "ENV-BIOS"], "properties": []}


*** Test Cases ***
A Folder Is Any Of Its Pictures
    Create Directory    ${HERE}/wake-on-lan
    Cut    wake-on-lan/enabled    18    64    200    16
    Cut    wake-on-lan/disabled    18    80    486    16
    ${match} =    Wait Until Screen Contains    wake-on-lan    region=0.0,0.2,1.0,0.1
    Should Be Equal    ${match.template}    disabled.png

What Is Transparent Does Not Count
    ${screen} =    Take Screenshot
    Crop Picture    ${screen}    ${HERE}/page.png    ${18}    ${64}    ${486}    ${64}
    Make Hole    ${HERE}/page.png    ${HERE}/page-without-values.png    ${252}    ${0}    ${234}    ${64}
    Press Keys    Enter
    Wait Until Screen Contains    wake-on-lan-enabled.png
    Screen Should Not Contain    page.png
    Screen Should Contain    page-without-values.png
    [Teardown]    Press Keys    Enter

A Needle Is Found By Its Tags And By Its File
    ${screen} =    Take Screenshot
    Copy File    ${screen}    ${HERE}/setup-needle.png
    Create File    ${HERE}/setup-needle.json    ${NEEDLE}
    ${match} =    Wait Until Screen Contains    tag:wake-on-lan ENV-BIOS
    Should Be Equal    ${match.template}    setup-needle
    Should Be True    ${match.score} > 0.96
    Should Be Equal    ${match.click_points}[move]    ${{(300, 392)}}
    Screen Should Contain    setup-needle.png
    Click    tag:ENV-BIOS    click_point=move
    Run Keyword And Expect Error    *Did you mean 'wake-on-lan'?*    Screen Should Contain    tag:wake-on-lam

A Needle That Is Missed Says How Similar It Is
    ${screen} =    Take Screenshot
    Copy File    ${screen}    ${HERE}/setup-needle.png
    Create File    ${HERE}/setup-needle.json    ${NEEDLE}
    Press Keys    Down
    Wait Until Screen Does Not Contain    wake-on-lan-disabled.png
    ${told} =    Run Keyword And Expect Error    *    Screen Should Contain    setup-needle.png
    Should Contain    ${told}    1 of its 2 areas match
    [Teardown]    Press Keys    Up

One Place Has To Be Meant
    Cut    boot    81    96    36    16
    ${count} =    Get Match Count    boot.png
    Should Be Equal As Integers    ${count}    2
    Run Keyword And Expect Error
    ...    'boot.png' is on the screen 2 times, and only one place is wanted: 1: 81,96,36,16 * 2: 90,112,36,16 *
    ...    Click
    ...    boot.png
    ${second} =    Get Match    boot.png    nth=2
    Should Be Equal As Integers    ${second.region.top}    112
    Move Mouse To    boot.png    nearest_to=90,0
    ${near} =    Get Match    boot.png    nearest_to=${second}
    Should Be Equal    ${near.region}    ${second.region}

A Region May Be Beside A Match
    Cut    quiet    27    96    90    16
    ${label} =    Get Match    quiet.png
    ${beside} =    Get Region    right of    ${label}
    Should Be Equal    ${beside}    ${{(117, 96, 603, 16)}}
    Cut    secure    27    112    45    16
    Screen Should Not Contain    secure.png    region=${beside}
    ${below} =    Get Region    below    ${label}    extent=16
    Screen Should Contain    secure.png    region=${below}

A Template Of A Larger Screen Is Found With Its Scale
    ${screen} =    Take Screenshot
    Crop Picture    ${screen}    ${HERE}/small.png    ${18}    ${64}    ${300}    ${64}
    Resize Picture    ${HERE}/small.png    ${HERE}/large.png    2
    Screen Should Not Contain    large.png
    ${match} =    Screen Should Contain    large.png    scale=0.5
    Should Be Equal    ${match.region}    ${{(18, 64, 300, 64)}}

Templates Are Tried On Stored Pictures
    ${screen} =    Take Screenshot
    Cut    quiet    27    96    90    16
    ${found} =    Find    quiet.png    --in    ${screen}
    Should Be Equal As Integers    ${found.rc}    0
    ${missed} =    Find
    ...    quiet.png
    ...    desktop.png
    ...    --in
    ...    ${screen}
    ...    --json
    ...    --picture
    ...    ${OUTPUT_DIR}/found.png
    Should Be Equal As Integers    ${missed.rc}    1
    @{lines} =    Evaluate    [json.loads(line) for line in $missed.stdout.splitlines()]    modules=json
    Should Be Equal    ${lines}[0][found]    ${True}
    Should Be Equal    ${lines}[1][found]    ${False}
    File Should Exist    ${OUTPUT_DIR}/found.png


*** Keywords ***
Open Setup Page
    [Documentation]    Opens the page of the setup where Wake on LAN is, and selects it.
    Open Target
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png

Cut
    [Documentation]    Makes a template of a part of the screen.
    [Arguments]    ${name}    ${left}    ${top}    ${width}    ${height}
    ${screen} =    Take Screenshot
    Crop Picture    ${screen}    ${HERE}/${name}.png    ${left}    ${top}    ${width}    ${height}

Find
    [Documentation]    Runs `tinypilot find`.
    [Arguments]    @{arguments}
    VAR    @{folders} =    --templates    ${HERE}    --templates    ${TEMPLATES}[0]
    ${done} =    Run Process    tinypilot    find    @{arguments}    @{folders}
    RETURN    ${done}
