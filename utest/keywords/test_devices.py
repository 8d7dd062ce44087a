"""Devices by keyword: opened, switched, closed; and that nothing is touched where nothing is run."""

from pathlib import Path

import pytest

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualDevice
from utest.conftest import RunSuite
from utest.keywords.conftest import Target


def test_devices_are_opened_switched_and_closed(target: Target) -> None:
    target.passes(
        "${alias} =    Open Device    virtual:    alias=Left One",
        "Should Be Equal    ${alias}    Left One",
        "Open Device    virtual:    alias=right    graphics=1920x1080",
        "${before} =    Switch Device    leftone",
        "Should Be Equal    ${before}    right",
        "${info} =    Get Device Info",
        "Should Be Equal    ${info}[alias]    Left One",
        "Should Be Equal    ${info}[url]    virtual:",
        "Should Contain    ${info}[abilities]    power",
        "Should Be Equal    ${info}[size]    ${{(720, 400)}}",
        "Power Off",
        "Wait Until Device Is Ready",
        "${info} =    Get Device Info",
        "Should Be Equal    ${{[$info['video'], $info['size']]}}    ${{[False, None]}}",
        "Close Device    Left One",
        "Run Keyword And Expect Error    *no open device 'Left One'. Open devices: right.    Switch Device    Left One",
        "Close All Devices",
        "Close Device",
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Open Device    carrier-pigeon:x", "Known: "),
        ("Open Device    stand-3", "nor a stand: there is no devices.toml"),
        ("Switch Device    stand-3", "There is no open device 'stand-3'. Open devices: none."),
        ("Simulate Fault    fire", "There is no fault 'fire'. Available: 'no signal'"),
        ("Simulate Fault    slow    for_=-1s", "The argument 'for_' must not be negative, got -1 s."),
    ],
)
def test_what_cannot_be_opened_is_told(target: Target, step: str, told: str) -> None:
    assert told in target.fails(step)


def test_a_stand_is_opened_by_its_name(run_suite: RunSuite, tmp_path: Path) -> None:
    (tmp_path / "lab.toml").write_text('[stand-3]\nurl = "virtual:"\nlayout = "us"\n')
    ran = run_suite("""\
*** Settings ***
Library    TinyPilotLibrary    url=stand-3    devices_file=${CURDIR}/lab.toml

*** Test Cases ***
At Stand 3
    ${info} =    Get Device Info
    Should Be Equal    ${info}[alias]    stand-3
    Run Keyword And Expect Error    *no stand 'stand-4' in*Known: stand-3.    Open Device    stand-4
""")
    assert ran.result.suite.passed, ran.message


def test_without_a_device_it_is_told_how_to_open_one(run_suite: RunSuite) -> None:
    ran = run_suite("*** Settings ***\nLibrary    TinyPilotLibrary\n\n*** Test Cases ***\nTest\n    Press Keys    A\n")
    assert ran.message.startswith("No device is open. Open one with the keyword 'Open Device'")


def test_an_api_key_is_in_no_file(run_suite: RunSuite) -> None:
    device = VirtualDevice()
    with running(device, Serving(port=0, api_key="open-sesame")) as url:
        ran = run_suite(
            f"""\
*** Settings ***
Library    TinyPilotLibrary    url={url}    api_key=${{KEY}}

*** Variables ***
${{KEY: Secret}}    %{{TINYPILOT_TEST_KEY=open-sesame}}

*** Test Cases ***
With The Key
    Press Keys    A
    Open Device    {url}    api_key=${{KEY}}
    Press Keys    B
""",
            loglevel="TRACE",
        )
    assert ran.result.suite.passed, ran.message
    assert device.computer.keyboard.received == ["+KeyA", "-KeyA", "+KeyB", "-KeyB"]
    texts = [path.read_text("utf-8") for path in ran.folder.rglob("*") if path.suffix in {".xml", ".html"}]
    assert len(texts) >= 2
    assert not any("open-sesame" in text for text in texts)


@pytest.mark.parametrize(("policy", "same"), [("test", False), ("suite", True), ("manual", True)])
def test_a_device_is_closed_as_the_option_says(run_suite: RunSuite, policy: str, same: bool) -> None:  # noqa: FBT001
    # A virtual computer that was opened anew has forgotten that its keyboard's lock is on.
    ran = run_suite(f"""\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:    auto_close={policy}

*** Test Cases ***
First
    Press Keys    CapsLock

Second
    ${{leds}} =    Get Keyboard Leds
    Should Be Equal    ${{leds.caps_lock}}    ${{{same}}}
""")
    assert not [test.message for test in ran.result.suite.tests if test.failed]
