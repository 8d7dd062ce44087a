"""The ranges of values that users give: one rule and one message each, checked where a value is made."""

from TinyPilotLibrary.errors import ConfigurationError, InputError, LocatorError

# Comparisons are written so that "not a number" is out of every range.


def checked_threshold(threshold: float) -> float:
    """A threshold that is in range.

    Args:
        threshold: The lowest score that counts as found.

    Returns:
        The threshold.

    Raises:
        LocatorError: If it is not above 0.0 and at most 1.0.
    """
    if not 0.0 < threshold <= 1.0:
        percent = f" For {threshold:g}%, write {threshold / 100:g}." if 2.0 <= threshold <= 100.0 else ""
        raise LocatorError(f"The threshold must be above 0.0 and at most 1.0, got {threshold}.{percent}")
    return threshold


def checked_scale(scale: float) -> float:
    """A scale that is in range.

    Args:
        scale: The size of templates on the screen relative to their files; 2.0 is twice as large.

    Returns:
        The scale.

    Raises:
        LocatorError: If it is not from 0.05 to 20.0.
    """
    if not 0.05 <= scale <= 20.0:
        raise LocatorError(f"The scale must be from 0.05 to 20.0, got {scale}. 1.0 is the template's own size.")
    return scale


def checked_timeout(timeout: float) -> float:
    """A timeout that is in range.

    Args:
        timeout: How long a wait lasts, in seconds; 0 looks once.

    Returns:
        The timeout.

    Raises:
        ConfigurationError: If it is negative.
    """
    if not timeout >= 0:
        raise ConfigurationError(f"The timeout must not be negative, got {timeout:g} s. Use 0 to look once.")
    return timeout


def checked_timeout_factor(factor: float) -> float:
    """A timeout factor that is in range.

    Args:
        factor: What every timeout is multiplied by.

    Returns:
        The factor.

    Raises:
        ConfigurationError: If it is not greater than 0.
    """
    if not factor > 0:
        raise ConfigurationError(f"The timeout factor must be greater than 0, got {factor:g}.")
    return factor


def checked_interval(interval: float) -> float:
    """A poll interval that is in range.

    Args:
        interval: The pause between two looks, in seconds.

    Returns:
        The interval.

    Raises:
        ConfigurationError: If it is not greater than 0, as a wait would then look without a pause.
    """
    if not interval > 0:
        raise ConfigurationError(f"The poll interval must be greater than 0, got {interval:g} s.")
    return interval


def checked_pause(name: str, pause: float, *, zero: bool = True) -> float:
    """A pause between inputs, or a time to hold something, that is in range.

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


def checked_port(port: int | str) -> int:
    """A port that is in range.

    Args:
        port: The port to listen on, also as text; 0 for a free one.

    Returns:
        The port.

    Raises:
        ConfigurationError: If it is none.
    """
    try:
        number = int(port)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise ConfigurationError(f"The port must be from 0 to 65535, got {port}. Use 0 for a free one.")
    return number
