"""Settings that hold for everything, for a suite, or for a test."""

from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.ranges import checked_interval, checked_threshold, checked_timeout

T = TypeVar("T")


class Scope(Enum):
    """For how long a setting holds.

    `global`: until it is set anew. `suite`: until the end of the suite, its sub-suites included. `test`: until the end
    of the test.
    """

    GLOBAL = "global"
    SUITE = "suite"
    TEST = "test"


class Setting(Generic[T]):
    """One setting, with its value in the current scope and those to go back to.

    Args:
        value: Its value at the beginning.
        check: Refuses a value that is out of range, and gives the value that is kept; takes every one if not given.
    """

    def __init__(self, value: T, check: Callable[[T], T] = lambda value: value) -> None:
        self._check = check
        self._levels: list[tuple[Scope, T]] = [(Scope.GLOBAL, check(value))]

    @property
    def value(self) -> T:
        """The value that holds now."""
        return self._levels[-1][1]

    def set(self, value: T, scope: Scope) -> T:
        """Sets it, and gives the value that held before.

        Args:
            value: The new value.
            scope: For how long. Where there is no suite or test, the widest scope that is there.

        Returns:
            The value before.

        Raises:
            TinyPilotError: If the value is out of its range; the one before still holds.
        """
        old, new = self.value, self._check(value)
        first = self._first_level(scope)
        self._levels[first:] = [(level, new) for level, _ in self._levels[first:]]
        return old

    def begin(self, scope: Scope) -> None:
        """A suite or a test begins: the value is taken over.

        Args:
            scope: Which of them begins.
        """
        self._levels.append((scope, self.value))

    def end(self) -> None:
        """The suite or test is over: the value before it holds again."""
        if len(self._levels) > 1:
            self._levels.pop()

    def _first_level(self, scope: Scope) -> int:
        """The level from which on the value holds."""
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
        threshold: The least score that counts as found, above 0.0 and at most 1.0.
        layout: The keyboard layout that targets are set to; None for that of the stand.
        poll_interval: How long to pause between two looks, in seconds.

    Raises:
        ConfigurationError: If a time is out of its range.
        LocatorError: If the threshold is.
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
    """A layout by its own name, however it was written."""
    return None if name is None else find_layout(name).name
