*** Settings ***
Documentation     On the device itself: real kernel devices in lab machines, in which this project runs.
...               What is in the folder _inside runs there. Two machines run beside each other, one for the gadget
...               and one for the capture; each test waits for what it is about. Those of the capture
...               come first: the suite from outside runs while the machine of the gadget is still busy.

Library           atest.lab.ondevice.keywords.LabMachineKeywords

Suite Setup       Start The Lab Machines
Suite Teardown    Switch Off Lab Machines


*** Variables ***
${INSIDE}        atest/ondevice/_inside
${PYTEST}        pytest -p no:cacheprovider --durations 5
${SAME SUITE}    ${INSIDE}/same.robot


*** Test Cases ***
Frames Of A Real Capture
    [Documentation]    Pixel-true size, signal lost and back, another resolution in the middle of a wait, frozen frames,
    ...    never a stale frame: directly from the kernel, and through uStreamer over TCP and a Unix socket.
    Should Succeed Inside    frames

Keywords See A Real Capture
    Should Succeed Inside    seeing

One Suite On The Device And From Elsewhere
    [Documentation]    A target behind a real gadget and a real capture: first on the device itself, then through
    ...    `tinypilot serve gadget:` in the machine, with TLS and an API key.
    Suite Should Pass Inside And From Outside    one_suite    ${SAME SUITE}
    [Teardown]    Switch Off Lab Machine    capture

Keys And Pointer Arrive As The Events That They Are
    Should Succeed Inside    input

All Layouts And Many Keys Arrive
    [Documentation]    What takes long, in a machine of its own.
    [Tags]    thorough
    Start Lab Machine    thorough
    ...    thorough=robot --include thorough --outputdir /lab/results-thorough ${INSIDE}/input.robot
    Should Succeed Inside    thorough
    [Teardown]    Switch Off Lab Machine    thorough

The Gadget Is Made And Removed By Its Command
    Should Succeed Inside    command

The Host Reads What Is Inserted Into The Gadget
    Should Succeed Inside    media

However A Program Ends Nothing Stays Pressed
    Should Succeed Inside    ending

Whatever Happens To The Gadget It Is Told And The Kernel Is As Its Model
    Should Succeed Inside    contract


*** Keywords ***
Start The Lab Machines
    [Documentation]    Both at once, with all that is to be done in them.
    Prepare Lab Machine
    Start Lab Machine    gadget
    ...    input=robot --exclude thorough --outputdir /lab/results-input ${INSIDE}/input.robot
    ...    command=${PYTEST} ${INSIDE}/test_command.py
    ...    media=${PYTEST} ${INSIDE}/test_media.py
    ...    ending=${PYTEST} ${INSIDE}/test_ending.py
    ...    contract=${PYTEST} utest/contract/test_gadget.py
    ${one suite} =    Suite Then Companion    capture    ${SAME SUITE}    gadget:    video=v4l2:/dev/video0
    Start Lab Machine    capture
    ...    frames=${PYTEST} ${INSIDE}/test_capture.py
    ...    seeing=robot --outputdir /lab/results-seeing ${INSIDE}/capture.robot
    ...    one_suite=${one suite}
