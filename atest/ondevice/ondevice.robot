*** Settings ***
Documentation    On the device itself: real kernel devices in a lab machine, in which this project runs.
...              What is in the folder _inside runs there; each test here is a fresh machine.

Library          atest.lab.ondevice.keywords.LabMachineKeywords
Library          atest.lab.ondevice.outside.OutsideKeywords

Suite Setup      Prepare Lab Machine


*** Test Cases ***
The Machine Has A Gadget And A Capture
    ${kernel} =    Run Inside
    ...    sh
    ...    -c
    ...    modprobe -a libcomposite usb_f_hid dummy_hcd vivid; ls /sys/class/udc /sys/kernel/config /dev/video0
    Should Contain    ${kernel}    dummy_udc.0
    Should Contain    ${kernel}    usb_gadget
    Should Contain    ${kernel}    /dev/video0

Keys And Pointer Arrive As The Events That They Are
    Run Inside    robot    --outputdir    /lab/results    atest/ondevice/_inside/input.robot    timeout=4 min

Whatever Happens To The Gadget It Is Told And Nothing Stays Pressed
    Run Inside
    ...    pytest
    ...    -p
    ...    no:cacheprovider
    ...    atest/ondevice/_inside/test_command.py
    ...    atest/ondevice/_inside/test_ending.py
    ...    utest/contract/test_gadget.py
    ...    timeout=5 min

Frames Of A Real Capture
    [Documentation]    Pixel-true size, signal lost and back, another resolution in the middle of a wait, frozen frames,
    ...    never a stale frame: directly from the kernel, and through uStreamer over TCP and a Unix socket.
    Run Inside    pytest    -q    -p    no:cacheprovider    atest/ondevice/_inside/test_capture.py    timeout=5 min

Keywords See A Real Capture
    Run Inside    robot    --outputdir    /lab    atest/ondevice/_inside/capture.robot

One Suite On The Device And From Elsewhere
    [Documentation]    A target behind a real gadget and a real capture: first on the device itself, then through
    ...    `tinypilot serve gadget:` in the machine, with TLS and an API key.
    Run Suite Inside And From Outside
    ...    atest/ondevice/_inside/same.robot
    ...    gadget:
    ...    video=v4l2:/dev/video0
    ...    timeout=6 min
