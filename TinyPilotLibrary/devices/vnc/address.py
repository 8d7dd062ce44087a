"""The address of a VNC server: a host with a display or a port, or a Unix socket."""

import re

from TinyPilotLibrary.errors import ConfigurationError

_PLACE = re.compile(r"(?P<host>\[[0-9a-f:.%\w]+\]|[\w.-]+)(?P<number>::?\d+)?", re.IGNORECASE)
_FIRST_PORT, _FIRST_THAT_IS_A_PORT, _LAST_PORT = 5900, 100, 65535


def address_of(url: str) -> tuple[tuple[str, int] | str, bool]:
    """The address of the server in a URL.

    Args:
        url: The device's URL.

    Returns:
        Host and port, or the path of a Unix socket; and whether the server is on this machine.

    Raises:
        ConfigurationError: If it is invalid.
    """
    text = re.sub(r"^vnc:", "", url, flags=re.IGNORECASE)
    if text.startswith("//"):
        text = text[2:].rstrip("/")
    elif text.startswith("/"):
        return text, True
    if "@" in text:
        # Not shown, because it may be a part of the password.
        raise ConfigurationError("The URL of a VNC server has no user and no password: give username= and password=.")
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ConfigurationError(
            f"Write 'vnc:' with a host and a display or a port, 'vnc:10.0.0.5:1' or 'vnc://10.0.0.5:5901', or with the "
            f"path of a Unix socket; got {url!r}."
        )
    host, written = match["host"].strip("[]"), match["number"] or ":0"
    number = int(written.lstrip(":"))
    is_display = number < _FIRST_THAT_IS_A_PORT and not written.startswith("::")
    port = number + _FIRST_PORT if is_display else number
    if not 0 < port <= _LAST_PORT:
        raise ConfigurationError(f"There is no port {port} ({url!r}).")
    return (host, port), host in {"localhost", "::1"} or host.startswith("127.")
