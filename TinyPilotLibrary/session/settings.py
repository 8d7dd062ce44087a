"""Settings in effect for everything, for a suite, or for a test."""

from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.ranges import checked_interval, checked_threshold, checked_timeout

T = TypeVar("T")


class Scope(Enum):
    """How long a setting stays in effect.

    `global`: until it is changed. `suite`: until the end of the suite, its sub-suites included. `test`: until the end
    of the test.
    """

    GLOBAL = "global"
    SUITE = "suite"
    TEST = "test"


class Setting(Generic[T]):
    """One setting, with its value in the current scope and those to restore.

    Args:
        value: Its value at the beginning.
        check: Refuses a value that is out of range, and returns the value to keep; accepts every value if not given.
    """

    def __init__(self, value: T, check: Callable[[T], T] = lambda value: value) -> None:
        self._check = check
        self._levels: list[tuple[Scope, T]] = [(Scope.GLOBAL, check(value))]

    @property
    def value(self) -> T:
        """The value in effect."""
        return self._levels[-1][1]

    def set(self, value: T, scope: Scope) -> T:
        """Sets it, and returns the previous value.

        Args:
            value: The new value.
            scope: For how long. Without a suite or test, the widest scope that there is.

        Returns:
            The previous value.

        Raises:
            TinyPilotError: If the value is out of range; the previous one stays in effect.
        """
        old, new = self.value, self._check(value)
        first = self._first_level(scope)
        self._levels[first:] = [(level, new) for level, _ in self._levels[first:]]
        return old

    def begin(self, scope: Scope) -> None:
        """A suite or a test begins with the current value.

        Args:
            scope: Which of them begins.
        """
        self._levels.append((scope, self.value))

    def end(self) -> None:
        """The suite or test is over: the value before it is restored."""
        if len(self._levels) > 1:
            self._levels.pop()

    def _first_level(self, scope: Scope) -> int:
        """The first level that the value applies to."""
        if scope is Scope.GLOBAL:
            return 0
        if scope is Scope.TEST:
            return len(self._levels) - 1
        suites = [index for index, (level, _) in enumerate(self._levels) if level is Scope.SUITE]
        return suites[-1] if suites else 0


class Settings:
    """All settings, each within its range.

    Args:
        timeout: How long waits last, in seconds.
        threshold: The lowest score that counts as found, above 0.0 and at most 1.0.
        layout: The keyboard layout that targets are set to; None for that of the stand.
        poll_interval: The pause between two looks, in seconds.

    Raises:
        ConfigurationError: If a time is out of range.
        LocatorError: If the threshold is out of range.
        InputError: If the layout is not supported.
    """

    def __init__(self, timeout: float, threshold: float, layout: str | None, poll_interval: float) -> None:
        self.timeout = Setting(timeout, checked_timeout)
        self.threshold = Setting(threshold, checked_threshold)
        self.layout = Setting(layout, _known_layout)
        self.poll_interval = Setting(poll_interval, checked_interval)

    def begin(self, scope: Scope) -> None:
        """A suite or a test begins.

        Args:
            scope: Which of them begins.
        """
        for setting in self._all:
            setting.begin(scope)

    def end(self) -> None:
        """The suite or test is over."""
        for setting in self._all:
            setting.end()

    @property
    def _all(self) -> tuple[Setting[float], Setting[float], Setting[str | None], Setting[float]]:
        return self.timeout, self.threshold, self.layout, self.poll_interval


def _known_layout(name: str | None) -> str | None:
    """The proper name of a layout, however it was written."""
    return None if name is None else find_layout(name).name
