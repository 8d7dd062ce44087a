"""How to reach a TinyPilot and authenticate to it."""

from dataclasses import dataclass

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.errors import ConfigurationError


@dataclass(frozen=True)
class Access:
    """How to reach a device and authenticate to it.

    Args:
        endpoint: Its server.
        api_key: A persistent API key; None to fetch a token on first use.

    Raises:
        ConfigurationError: If the URL is that of the API itself, or the key has invalid characters.
    """

    endpoint: Endpoint
    api_key: str | None = None

    def __post_init__(self) -> None:
        if "/api/" in f"{self.endpoint.prefix}/":
            own = self.endpoint.url.partition("/api/")[0]
            raise ConfigurationError(
                f"The URL {self.endpoint.url!r} is that of the API. Give the URL of the device: {own}."
            )
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise ConfigurationError(
                f"The API key for '{self.endpoint.name}' contains invalid characters, perhaps a line break. Check its "
                "source."
            )

    def __repr__(self) -> str:
        return f"Access({self.endpoint.name!r})"
