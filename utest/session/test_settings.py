"""Settings that hold for everything, a suite or a test."""

import pytest

from TinyPilotLibrary.session.settings import Scope, Setting

GLOBAL, SUITE, TEST = Scope.GLOBAL, Scope.SUITE, Scope.TEST


@pytest.fixture
def setting() -> Setting[float]:
    """In a test, of a suite, of a suite."""
    made = Setting(10.0)
    for scope in (SUITE, SUITE, TEST):
        made.begin(scope)
    return made


def _after(setting: Setting[float]) -> list[float]:
    """What holds now, and after each end of test and suites."""
    values = [setting.value]
    for _ in range(3):
        setting.end()
        values.append(setting.value)
    return values


@pytest.mark.parametrize(
    ("scope", "values"),
    [
        (TEST, [30.0, 10.0, 10.0, 10.0]),
        (SUITE, [30.0, 30.0, 10.0, 10.0]),
        (GLOBAL, [30.0, 30.0, 30.0, 30.0]),
    ],
)
def test_a_value_holds_as_long_as_its_scope(setting: Setting[float], scope: Scope, values: list[float]) -> None:
    assert setting.set(30.0, scope) == 10.0
    assert _after(setting) == values


def test_the_value_before_is_given_back_to_be_set_again(setting: Setting[float]) -> None:
    old = setting.set(30.0, SUITE)
    assert setting.set(old, SUITE) == 30.0
    assert _after(setting) == [10.0] * 4


def test_a_wider_scope_counts_at_once_in_the_narrower_ones(setting: Setting[float]) -> None:
    setting.set(1.0, TEST)
    setting.set(2.0, SUITE)
    assert _after(setting) == [2.0, 2.0, 10.0, 10.0]


def test_a_suites_value_is_taken_over_by_what_begins_in_it(setting: Setting[float]) -> None:
    setting.end()
    setting.set(30.0, SUITE)
    setting.begin(TEST)
    assert setting.value == 30.0


def test_where_there_is_no_test_the_widest_scope_that_is_there_counts() -> None:
    setting = Setting(10.0)
    setting.set(20.0, TEST)
    assert setting.value == 20.0
    setting.begin(SUITE)
    setting.set(30.0, TEST)
    setting.end()
    assert setting.value == 20.0


def test_an_end_without_a_beginning_changes_nothing() -> None:
    setting = Setting(10.0)
    setting.end()
    assert setting.value == 10.0
