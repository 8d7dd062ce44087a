"""What is known of a request that a browser makes for a page."""

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.requests import Request


def is_named_by_address(request: Request) -> bool:
    """Whether the browser asked for an address: a name may be one that another page's server made point here."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return True
    return host == "localhost"
