"""Device URLs: their scheme, their options, and addresses without a scheme."""

import re
from urllib.parse import parse_qsl

from TinyPilotLibrary.errors import ConfigurationError

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[\w.-]+)(?P<port>:\d+)?(/.*)?", re.IGNORECASE)
_SECRETS = {
    "api_key": "an API key",
    "password": "a password",
    "token": "a token",
    "totp_secret": "a secret of two-factor authentication",
}
_LOOPBACK = re.compile(r"localhost|127\.[\d.]+|\[::1\]", re.IGNORECASE)


def scheme_of(url: str) -> str | None:
    """The scheme of a device URL, or None if the text has none (such as the name of a stand)."""
    match = _SCHEME.match(url)
    return match.group(1).lower() if match else None


def split_options(url: str) -> tuple[str, dict[str, object]]:
    """Splits a URL into the address and the options after its `?`.

    Args:
        url: A device's URL.

    Returns:
        The URL without its options, and the options by name.

    Raises:
        ConfigurationError: If it contains a user, a password or an API key.
    """
    refuse_credentials(url)
    address, _, query = url.partition("?")
    options: dict[str, object] = dict(parse_qsl(query, keep_blank_values=True))
    for name, what in _SECRETS.items():
        if name in options:
            raise ConfigurationError(
                f"The URL of the device '{address}' contains {what}, but URLs are logged. Give it as the option "
                f"{name}=, from a variable, the environment or a file."
            )
    return address, options


def refuse_credentials(url: str) -> None:
    """Refuses a URL with a user or password.

    Args:
        url: The URL, or anything else that was given for one.

    Raises:
        ConfigurationError: If it has. The message does not show it.
    """
    _, slashes, rest = url.partition("//")
    if slashes and "@" in rest:
        # A password may have any character in it, also those that end the host of a URL.
        raise ConfigurationError(
            f"The URL of the device at '{rest.rpartition('@')[2]}' contains a user or password, but URLs are logged. "
            "Give what the device requires as options, such as api_key= or username= and password=, from a variable, "
            "the environment or a file."
        )


def as_address(text: str) -> str | None:
    """Suggests the URL of a host without a scheme, as a sentence to add to an error.

    Args:
        text: What was given as a URL, such as `tinypilot.local` or `10.0.0.7:8000`.

    Returns:
        The sentence; None if it is not a host. A name without a dot or port may be one, or anything else.
    """
    match = _HOST.fullmatch(text)
    if match is None:
        return None
    # TinyPilots serve only HTTPS; a companion on this machine serves HTTP unless it was given a certificate.
    scheme = "http" if _LOOPBACK.fullmatch(match["host"]) else "https"
    return f"If it is a device's address, write {scheme}://{text}."


def is_address(text: str) -> bool:
    """Whether a text without a scheme is almost certainly a host."""
    match = _HOST.fullmatch(text)
    return match is not None and (match["port"] is not None or "." in match["host"] or match["host"] == "localhost")
