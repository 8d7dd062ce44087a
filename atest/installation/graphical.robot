*** Settings ***
Documentation     The example of an installation, as who has copied it runs it: a live system with Calamares installs
...               itself, from a machine that is switched off to a command on the installed system, by mouse and
...               keyboard, with a German keyboard layout and a password that needs it, through the companion's REST
...               API. The tests of the example have their log in the folder `graphical` of the results.

Library           OperatingSystem
Library           Process
Library           atest.lab.installation.keywords.InstallationKeywords

Suite Teardown    Put Machine Away

Test Tags         installation

Name              Graphical Installation


*** Variables ***
${EXAMPLE}    ${EXECDIR}/examples/os_installation/installation.robot
${FOLDER}     ${OUTPUT_DIR}/graphical
# A busy computer takes its time.
${PATIENT}    {"START_TIME": "20 min", "PAGE_TIME": "5 min", "STALLED_AFTER": "20 min", "INSTALL_TIME": "3 hours"}


*** Test Cases ***
The Example Installs A System
    ${medium} =    Make Graphical Medium
    VAR    @{screen} =    -vga    none    -device    VGA,edid=on,xres=1024,yres=768
    ${url}    ${authority} =    Prepare Machine    memory=2048    disk=6G    tablet=True    extra=${screen}
    VAR    &{machine} =
    ...    DEVICE=${url}
    ...    OPTIONS=${{{'ca_certificate': str($authority)}}}
    ...    MEDIUM=${{str($medium)}}
    ...    BOOT_ENTRY=Lab Linux: install
    ...    ROOT_DEVICE=/dev/vda1
    Create File    ${FOLDER}/machine.json    ${{json.dumps({**$machine, **json.loads($PATIENT)})}}
    Log To Console    It is installed; see ${FOLDER}/console.txt.
    ${result} =    Run Process
    ...    python    -m    robot
    ...    --outputdir    ${FOLDER}
    ...    --variablefile    ${FOLDER}/machine.json
    ...    ${EXAMPLE}
    ...    env:PASSWORD=Passwürt7@
    ...    stdout=${FOLDER}/console.txt
    ...    stderr=STDOUT
    ...    output_encoding=UTF-8
    Log    ${result.stdout}
    Should Be Equal As Integers    ${result.rc}    0    See ${FOLDER}/log.html.    values=False
