"""Settings by keyword and at import, as a suite uses them."""

import pytest

from utest.conftest import RunSuite
from utest.keywords.conftest import Target


def test_every_setting_gives_the_old_value_back(target: Target) -> None:
    target.passes(
        "${old} =    Set Timeout    2 min",
        "Should Be Equal As Strings    ${old}    0:00:30",
        "${old} =    Set Timeout    ${old}",
        "Should Be Equal As Strings    ${old}    0:02:00",
        "${old} =    Set Threshold    0.9",
        "Should Be Equal    ${old}    ${0.8}",
        "${old} =    Set Poll Interval    100ms",
        "Should Be Equal As Strings    ${old}    0:00:00.500000",
        "${old} =    Set Keyboard Layout    en-US",
        "Should Be Equal    ${old}    us",
    )


def test_a_setting_holds_for_its_scope(run_suite: RunSuite) -> None:
    ran = run_suite("""\
*** Settings ***
Library         TinyPilotLibrary    timeout=1s
Suite Setup     Set Timeout    2s

*** Test Cases ***
Inside A Test
    Timeout Is    2
    Set Timeout    3s    scope=test
    Timeout Is    3

Outside It
    Timeout Is    2
    Set Timeout    4s

Of The Suite
    Timeout Is    4

*** Keywords ***
Timeout Is
    [Arguments]    ${seconds}
    ${now} =    Set Timeout    9s    scope=test
    Set Timeout    ${now}    scope=test
    Should Be Equal    ${now.total_seconds()}    ${{float($seconds)}}
""")
    assert [test.message for test in ran.result.suite.tests if test.failed] == []
    assert ran.result.suite.test_count == 3


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Set Timeout    -1s", "The timeout must not be negative, got -1 s. Use 0 to look once."),
        ("Set Threshold    0", "The threshold must be above 0.0 and at most 1.0, got 0.0."),
        ("Set Threshold    1.01", "The threshold must be above 0.0 and at most 1.0, got 1.01."),
        ("Set Threshold    80", "got 80.0. For 80%, write 0.8."),
        ("Set Poll Interval    0s", "The poll interval must be greater than 0, got 0 s."),
        ("Set Keyboard Layout    tlhIngan", "The keyboard layout 'tlhIngan' is not supported. Supported: "),
        (
            "Set Timeout    1s    scope=year",
            "Scope does not have member 'year'. Available: 'GLOBAL', 'SUITE' and 'TEST'",
        ),
    ],
)
def test_a_setting_out_of_its_range_is_refused(target: Target, step: str, told: str) -> None:
    assert told in target.fails(step)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("threshold=2", "The threshold must be above 0.0 and at most 1.0, got 2.0."),
        ("poll_interval=0s", "The poll interval must be greater than 0, got 0 s."),
        ("timeout_factor=0", "The timeout factor must be greater than 0, got 0."),
        ("layout=tlhIngan", "The keyboard layout 'tlhIngan' is not supported."),
        ("auto_close=never", "AutoClose does not have member 'never'. Available: 'MANUAL', 'SUITE' and 'TEST'"),
    ],
)
def test_an_import_option_out_of_its_range_is_refused_at_import(target: Target, option: str, told: str) -> None:
    ran = target.run("Press Keys    A", options=option)
    assert told in ran.console
    assert target.received == []


def test_templates_are_looked_up_where_the_option_says(target: Target) -> None:
    target.passes("Screen Should Contain    press-f2.png", options="templates=${CURDIR}")
    message = target.fails("Screen Should Contain    press-f2.png", options="templates=pictures")
    assert "There is no template 'press-f2.png' in" in message
    assert "pictures'" in message
