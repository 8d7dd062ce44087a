"""Settings that hold for everything, a suite or a test."""

import pytest

from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError
from TinyPilotLibrary.session.settings import Scope, Setting, Settings

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


def _settings() -> Settings:
    return Settings(10.0, 0.8, None, 0.5)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("timeout", -1.0, ConfigurationError),
        ("timeout", float("nan"), ConfigurationError),
        ("threshold", 0.0, LocatorError),
        ("threshold", 5.0, LocatorError),
        ("threshold", float("nan"), LocatorError),
        ("layout", "tlhIngan", InputError),
        ("poll_interval", 0.0, ConfigurationError),
    ],
)
def test_a_value_out_of_its_range_is_refused_whoever_sets_it(name: str, value: object, error: type[Exception]) -> None:
    settings = _settings()
    setting = getattr(settings, name)
    before = setting.value
    with pytest.raises(error):
        setting.set(value, GLOBAL)
    assert setting.value == before
    given = {key: getattr(settings, key).value for key in ("timeout", "threshold", "layout", "poll_interval")}
    with pytest.raises(error):
        Settings(**{**given, name: value})


def test_a_layout_is_kept_by_its_own_name() -> None:
    settings = _settings()
    settings.layout.set("en-US", TEST)
    assert settings.layout.value == "us"
