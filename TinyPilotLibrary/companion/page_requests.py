"""What is known of a request that a browser makes for a page."""

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.requests import Request


def host_name(header: str) -> str:
    """The name or address in a Host header.

    Raises:
        ValueError: If it is none.
    """
    return urlsplit(f"//{header}").hostname or ""


def is_address(host: str) -> bool:
    """Whether a host is given by its IP address."""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return True
    return False


def is_named_by_address(request: Request) -> bool:
    """Whether the browser asked for an address: a name may be one that another page's server made point here."""
    host = host_name(request.headers.get("host", ""))
    return is_address(host) or host == "localhost"
