"""The ranges of values that users give: one rule each, kept where a value is made, and its sentence."""

from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError

# Comparisons are written so that "not a number" is out of every range.


def checked_threshold(threshold: float) -> float:
    """A threshold, if it is in its range.

    Args:
        threshold: The least score that counts as found.

    Returns:
        The threshold.

    Raises:
        LocatorError: If it is not above 0.0 and at most 1.0.
    """
    if not 0.0 < threshold <= 1.0:
        percent = f" Percent are written as a part of 1: {threshold / 100:g}." if 2.0 <= threshold <= 100.0 else ""
        raise LocatorError(f"The threshold must be above 0.0 and at most 1.0, got {threshold}.{percent}")
    return threshold


def checked_scale(scale: float) -> float:
    """A scale, if it is in its range.

    Args:
        scale: How many times as large as in their files templates are on the screen.

    Returns:
        The scale.

    Raises:
        LocatorError: If it is not from 0.05 to 20.0.
    """
    if not 0.05 <= scale <= 20.0:
        raise LocatorError(f"The scale must be from 0.05 to 20.0, got {scale}. 1.0 is a template's own size.")
    return scale


def checked_timeout(timeout: float) -> float:
    """A timeout, if it is in its range.

    Args:
        timeout: How long a wait lasts, in seconds; 0 looks once.

    Returns:
        The timeout.

    Raises:
        ConfigurationError: If it is negative.
    """
    if not timeout >= 0:
        raise ConfigurationError(f"The timeout must not be negative, got {timeout:g} s. 0 looks once.")
    return timeout


def checked_timeout_factor(factor: float) -> float:
    """A timeout factor, if it is in its range.

    Args:
        factor: How many times as long as said every timeout is.

    Returns:
        The factor.

    Raises:
        ConfigurationError: If it is not greater than 0.
    """
    if not factor > 0:
        raise ConfigurationError(f"The timeout factor must be greater than 0, got {factor:g}.")
    return factor


def checked_interval(interval: float) -> float:
    """A poll interval, if it is in its range.

    Args:
        interval: The pause between two looks, in seconds.

    Returns:
        The interval.

    Raises:
        ConfigurationError: If it is not greater than 0, for a wait would then look without a pause.
    """
    if not interval > 0:
        raise ConfigurationError(f"The poll interval must be greater than 0, got {interval:g} s.")
    return interval


def checked_pause(name: str, pause: float, *, zero: bool = True) -> float:
    """A pause between inputs, or how long something is held, if it is in its range.

    Args:
        name: The argument's name, for the message.
        pause: The pause, in seconds.
        zero: Whether it may be 0.

    Returns:
        The pause.

    Raises:
        InputError: If it is negative, or 0 where that is not possible.
    """
    if pause > 0 or (zero and pause == 0):
        return pause
    wanted = "not be negative" if zero else "be greater than 0"
    raise InputError(f"The argument '{name}' must {wanted}, got {pause:g} s.")
