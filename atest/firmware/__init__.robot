*** Settings ***
Documentation    Real firmware, boot loaders and a memory test, in virtual machines of QEMU, through TinyPilot's REST
...              API. Seen only by pictures, operated only by keyboard.

Test Tags        firmware

Name             Real Firmware
