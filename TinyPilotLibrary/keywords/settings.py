"""Keywords that change settings."""

from datetime import timedelta

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.keywords.context import Context
from TinyPilotLibrary.session.settings import Scope


class SettingKeywords:
    """Timeout, threshold, keyboard layout and poll interval: for the whole run, a suite or a test.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Setter"])
    def set_timeout(self, timeout: timedelta, *, scope: Scope = Scope.SUITE) -> timedelta:
        """Sets how long waits last.

        Args:
            timeout: The new timeout; with 0, waits look once.
            scope: How long it stays in effect.

        Returns:
            The previous timeout, to restore it later.

        Raises:
            ConfigurationError: If it is negative.

        Example:
        ```robotframework
        *** Test Cases ***
        Slow Machine
            ${before} =    Set Timeout    2 min    scope=test
        ```
        """
        seconds = timeout.total_seconds()
        old = self._context.session.settings.timeout.set(seconds, scope)
        logger.info(f"The timeout is {seconds:g} s; it was {old:g} s.")
        return timedelta(seconds=old)

    @keyword(tags=["Setter"])
    def set_threshold(self, threshold: float, *, scope: Scope = Scope.SUITE) -> float:
        """Sets the lowest score at which a template counts as found.

        Args:
            threshold: Above 0.0 and at most 1.0. From 0.8 on, it looks the same: not dimmed, not in another colour.
            scope: How long it stays in effect.

        Returns:
            The previous threshold, to restore it later.

        Raises:
            LocatorError: If it is out of range.

        Example:
        ```robotframework
        *** Test Cases ***
        Blurred Capture
            Set Threshold    0.7    scope=test
        ```
        """
        old = self._context.session.settings.threshold.set(threshold, scope)
        logger.info(f"The threshold is {threshold:g}; it was {old:g}.")
        return old

    @keyword(tags=["Setter"])
    def set_keyboard_layout(self, layout: str, *, scope: Scope = Scope.SUITE) -> str:
        """Sets the keyboard layout that the target uses.

        Args:
            layout: For example `us`, `de`, `de-DE` or `German`.
            scope: How long it stays in effect.

        Returns:
            The previous layout, to restore it later.

        Raises:
            InputError: If the layout is not supported. The message lists those that are.

        Firmware only knows the US layout, whatever the operating system uses, and installers change the layout halfway
        through.

        Example:
        ```robotframework
        *** Test Cases ***
        Setup First
            Set Keyboard Layout    us    scope=test
        ```
        """
        session = self._context.session
        old = session.settings.layout.set(layout, scope) or session.stand_layout
        logger.info(f"The keyboard layout is '{session.settings.layout.value}'; it was '{old}'.")
        return old

    @keyword(tags=["Setter"])
    def set_poll_interval(self, interval: timedelta, *, scope: Scope = Scope.SUITE) -> timedelta:
        """Sets how long waits pause between two looks.

        Args:
            interval: The pause. If the device reports new frames, a wait looks at each as soon as it arrives.
            scope: How long it stays in effect.

        Returns:
            The previous interval, to restore it later.

        Raises:
            ConfigurationError: If it is not greater than 0.

        Example:
        ```robotframework
        *** Test Cases ***
        Spare The Network
            Set Poll Interval    2s
        ```
        """
        seconds = interval.total_seconds()
        old = self._context.session.settings.poll_interval.set(seconds, scope)
        logger.info(f"The poll interval is {seconds:g} s; it was {old:g} s.")
        return timedelta(seconds=old)
