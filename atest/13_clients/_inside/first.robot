*** Settings ***
Documentation    Has the stand, and holds a key until it is told to go on.

Library          OperatingSystem
Library          TinyPilotLibrary    url=${URL}
...                  templates=${EXECDIR}/TinyPilotLibrary/demo/templates
...                  timeout=1 min


*** Test Cases ***
A Key Is Held
    Wait Until Screen Contains    login.png
    Hold Keys    Ctrl
    Create File    ${FOLDER}/first-holds
    Wait Until Created    ${FOLDER}/go-on    5 min
    Release Keys    Ctrl
