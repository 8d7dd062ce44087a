"""Whom a TinyPilot lets in."""

from dataclasses import dataclass

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.errors import ConfigurationError


@dataclass(frozen=True)
class Access:
    """How a device is reached, and who it lets in.

    Args:
        endpoint: Where it is.
        api_key: A persistent API key; None to fetch a token on first use.

    Raises:
        ConfigurationError: If the address is that of the API itself, or the key can be none.
    """

    endpoint: Endpoint
    api_key: str | None = None

    def __post_init__(self) -> None:
        if "/api/" in f"{self.endpoint.prefix}/":
            own = self.endpoint.url.partition("/api/")[0]
            raise ConfigurationError(f"The URL {self.endpoint.url!r} is that of the API: the device's own is {own}.")
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise ConfigurationError(
                f"The API key for '{self.endpoint.name}' has characters that none has, a line break perhaps: check its "
                "source."
            )

    def __repr__(self) -> str:
        return f"Access({self.endpoint.name!r})"
