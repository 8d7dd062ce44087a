*** Settings ***
Documentation     What is on the screen now: where, how often, in which colour; and what is something else.

Resource          ../resources/target.resource

Suite Setup       Open Setup Page
Suite Teardown    Close Target


*** Test Cases ***
A Match Says Where
    ${match} =    Get Match    desktop.png    setup.png
    Should Be Equal    ${match.locator}    setup.png
    Should Be True    0.8 <= ${match.score} <= 1.0
    Should Be True    0 <= ${match.region.left} < ${match.click_point.x} < 720
    Screen Should Contain    setup.png    region=${match}
    Screen Should Not Contain    setup.png    region=0.0,0.5,1.0,0.5

All Places Are Found
    [Documentation]    Two of the four settings of the page are enabled, two are not.
    ${value} =    Cut From Screen    disabled    ${270}    ${112}    ${92}    ${16}
    ${matches} =    Get Matches    ${value}
    Length Should Be    ${matches}    1
    ${none} =    Get Match Count    desktop.png
    Should Be Equal As Integers    ${none}    0

The Size And The Colours Are The Target's
    ${width}    ${height} =    Get Screen Size
    Should Be Equal    ${width}x${height}    720x400
    ${color} =    Get Pixel Color    715,6
    ${red}    ${green}    ${blue} =    Evaluate    bytes.fromhex($color[1:])
    Should Be True    ${blue} > 120 and ${red} < 40 and ${green} < 40    The title is blue, not ${color}.

Another Colour Is Something Else
    ${title} =    Cut From Screen    title    ${240}    ${0}    ${240}    ${16}
    Screen Should Contain    ${title}
    ${swapped} =    Swap Colours    ${title}    ${OUTPUT_DIR}/templates/red-title.png
    Run Keyword And Expect Error    *'*red-title.png': *    Screen Should Contain    ${swapped}

Another Setting Is Something Else
    Screen Should Contain    wake-on-lan-disabled.png
    Run Keyword And Expect Error
    ...    'wake-on-lan-enabled.png' is not on the screen.*
    ...    Screen Should Contain
    ...    wake-on-lan-enabled.png

What Must Not Be There Is Told With Its Place
    Screen Should Not Contain    desktop.png    login.png
    Run Keyword And Expect Error
    ...    The screen contains 'setup.png' at *, but should not.
    ...    Screen Should Not Contain
    ...    desktop.png
    ...    setup.png

A Template That Would Be Found Anywhere Is Refused
    ${flat} =    Make Picture    ${OUTPUT_DIR}/templates/flat.png    gray
    Run Keyword And Expect Error    *'flat.png' is flat: *    Screen Should Contain    ${flat}

A Template Larger Than The Screen Is Not Found
    ${screen} =    Take Screenshot    setup-page
    ${large} =    Crop Picture    ${screen}    ${OUTPUT_DIR}/templates/large.png    ${0}    ${0}    ${800}    ${500}
    Run Keyword And Expect Error    *larger than the screen*    Screen Should Contain    ${large}

What Cannot Be Looked For Is Told
    [Template]    Refused With
    *'0,0,640,100' (pixels) or '0.5,0.0,0.5,1.0' (fractions), got 'top'.    Get Match    setup.png    region=top
    *is not wholly on the screen, which is 720x400 pixels. *    Get Match    setup.png    region=0,0,800,10
    The threshold must be above 0.0 and at most 1.0, got 1.5.    Get Match    setup.png    threshold=1.5
    *is a position and cannot be searched for*    Get Match    point:0.5,0.5
    *There is no template 'stup.png' in *Did you mean 'setup.png'*    Get Match    stup.png

A Part Of The Screen Is Kept Out Of A Picture
    ${file} =    Take Screenshot    masked    mask=0.0,0.5,1.0,0.5
    File Should Exist    ${file}
    Should Be Equal    ${file.name}    masked.png


*** Keywords ***
Open Setup Page
    [Documentation]    Opens the page of the setup where Wake on LAN is, and selects it.
    Open Target
    Enter Setup
    Press Keys    Right    Down
    Wait Until Screen Contains    wake-on-lan-disabled.png

Cut From Screen
    [Documentation]    Makes a template of a part of the screen.
    [Arguments]    ${name}    ${left}    ${top}    ${width}    ${height}
    ${screen} =    Take Screenshot
    ${file} =    Crop Picture
    ...    ${screen}
    ...    ${OUTPUT_DIR}/templates/${name}.png
    ...    ${left}
    ...    ${top}
    ...    ${width}
    ...    ${height}
    RETURN    ${file}
