"""The URLs of devices: their scheme, the options in them, and addresses that lack a scheme."""

import re
from urllib.parse import parse_qsl

from TinyPilotLibrary.errors import ConfigurationError

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[\w.-]+)(?P<port>:\d+)?(/.*)?", re.IGNORECASE)
_LOOPBACK = re.compile(r"localhost|127\.[\d.]+|\[::1\]", re.IGNORECASE)


def scheme_of(url: str) -> str | None:
    """The scheme of a device URL, or None if the text has none (a stand's name, say)."""
    match = _SCHEME.match(url)
    return match.group(1).lower() if match else None


def split_options(url: str) -> tuple[str, dict[str, object]]:
    """Parts a URL from the options behind its `?`.

    Args:
        url: A device's URL.

    Returns:
        The URL without them, and the options by their names.

    Raises:
        ConfigurationError: If there is an API key among them.
    """
    address, _, query = url.partition("?")
    options: dict[str, object] = dict(parse_qsl(query, keep_blank_values=True))
    if "api_key" in options:
        raise ConfigurationError(
            f"The URL of the device '{address}' contains an API key, and URLs are written into logs. Give it as the "
            "option api_key=, from a variable, the environment or a file."
        )
    return address, options


def as_address(text: str) -> str | None:
    """What a host without a scheme is meant to be, in a sentence to add to an error.

    Args:
        text: What was given for a URL, such as `tinypilot.local` or `10.0.0.7:8000`.

    Returns:
        The sentence; None if it is no host. A name without a dot or port may be one, or anything else.
    """
    match = _HOST.fullmatch(text)
    if match is None:
        return None
    # TinyPilots serve HTTPS alone; a companion on this machine serves HTTP as long as it is told no certificate.
    scheme = "http" if _LOOPBACK.fullmatch(match["host"]) else "https"
    return f"If it is a device's address, write {scheme}://{text}."


def is_address(text: str) -> bool:
    """Whether a text without a scheme can hardly be anything but a host."""
    match = _HOST.fullmatch(text)
    return match is not None and (match["port"] is not None or "." in match["host"] or match["host"] == "localhost")
