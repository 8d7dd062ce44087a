"""Options of devices, given as text in a URL, a suite or devices.toml."""

import difflib
import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from TinyPilotLibrary.errors import ConfigurationError

_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,20})?)\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?)?")
# Python reads no number of thousands of digits.
_MOST_DIGITS = 18
# By the first letter; only milliseconds have the same as another.
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_TRUTH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def seconds(name: str, value: object) -> float:
    """Reads a duration: `20ms`, `1.5s`, `2m`, `5 min`, `1h`, a number of seconds or a timedelta.

    Args:
        name: The option's name, for messages.
        value: What was given.

    Returns:
        Seconds.

    Raises:
        ConfigurationError: If it is something else, or negative.
    """
    if isinstance(value, timedelta):
        value = value.total_seconds()
    match = _DURATION.fullmatch(str(value).strip().lower())
    if not match:
        raise ConfigurationError(f"The option '{name}' must be a duration such as '20ms' or '5s', got {value!r}.")
    return float(match.group(1)) * (0.001 if match.group(2) == "ms" else _UNITS[(match.group(2) or "s")[0]])


def truth(name: str, value: object) -> bool:
    """Reads a yes/no option.

    Args:
        name: The option's name, for messages.
        value: What was given: `yes`, `no`, `True`, `off`, `1` and so on; case is ignored.

    Returns:
        True for yes.

    Raises:
        ConfigurationError: If it is something else.
    """
    if isinstance(value, bool):
        return value
    answer = _TRUTH.get(str(value).strip().lower())
    if answer is None:
        raise ConfigurationError(f"The option '{name}' must be yes or no, got {value!r}.")
    return answer


def trust(ca_certificate: object, verify: object) -> bool | str:
    """Reads whom a device's certificate must be signed by.

    Args:
        ca_certificate: Certificate file of the authority that signed it, unless the system knows it.
        verify: Whether the certificate is verified.

    Returns:
        The file, or whether the certificate is verified against the system's authorities.

    Raises:
        ConfigurationError: If the two contradict each other.
    """
    checked = truth("verify", verify)
    if ca_certificate and not checked:
        raise ConfigurationError("Give either ca_certificate= or verify=False: together they contradict each other.")
    return str(ca_certificate) if ca_certificate else checked


def secret_text(given: object) -> str:
    """Reads a password, also from Robot Framework's `Secret`, which hides its value as text.

    Args:
        given: The password; an empty one if None.
    """
    return str(getattr(given, "value", given) or "")


def whole_number(name: str, value: object, least: int, most: int) -> int:
    """Reads a whole number in a range.

    Args:
        name: The option's name, for messages.
        value: What was given.
        least: The minimum.
        most: The maximum.

    Returns:
        The number.

    Raises:
        ConfigurationError: If it is something else.
    """
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS) or not least <= int(text) <= most:
        raise ConfigurationError(f"The option '{name}' must be a whole number from {least} to {most}, got {value!r}.")
    return int(text)


def did_you_mean(names: Iterable[str], known: Collection[str]) -> str:
    """Suggests known names similar to unknown ones, as a sentence to add to an error.

    Args:
        names: The unknown names.
        known: The known names.

    Returns:
        The sentence, with a leading space; an empty string if there is no similar name.
    """
    near = [found for name in names for found in difflib.get_close_matches(name, known, n=1)]
    return f" Did you mean {' and '.join(map(repr, dict.fromkeys(near)))}?" if near else ""
