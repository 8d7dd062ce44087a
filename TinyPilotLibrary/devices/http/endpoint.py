"""The address of an HTTP server, its trust, and its time limits."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from TinyPilotLibrary.devices.http.tls import check_authority
from TinyPilotLibrary.devices.options import seconds, trust
from TinyPilotLibrary.devices.urls import refuse_credentials
from TinyPilotLibrary.errors import ConfigurationError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Endpoint:
    """The address of an HTTP server, its trust, and its time limits.

    Args:
        url: Scheme and host, for example `https://tinypilot.local`; a path in it is prefixed to all others.
        verify: Whether its TLS certificate is verified, or the certificate file of the authority that must have signed
            it.
        connect_timeout: Time limit for connecting, in seconds.
        read_timeout: Time limit for a complete answer, in seconds.
        socket: The path of the Unix socket that it listens on; None for a TCP port.

    Raises:
        ConfigurationError: If the URL is invalid, or another value is out of range.
    """

    url: str
    verify: bool | str = True
    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    socket: str | None = None

    def __post_init__(self) -> None:
        refuse_credentials(self.url)
        try:
            parts = urlsplit(self.url)
            # A wrong port is only reported when the port is read.
            _ = parts.port
            # It refuses hosts that the standard library lets pass.
            parse_url(self.url)
        except (ValueError, LocationParseError) as error:
            raise ConfigurationError(f"The URL {self.url!r} cannot be read: {error}.") from None
        if not parts.hostname:
            raise ConfigurationError(f"The URL {self.url!r} names no host. Write for example https://tinypilot.local.")
        if isinstance(self.verify, str):
            check_authority(self.verify)
        for name in ("connect_timeout", "read_timeout"):
            if getattr(self, name) <= 0:
                raise ConfigurationError(f"The option '{name}' must be longer than 0 s: nothing is answered at once.")

    @classmethod
    def of_options(
        cls, url: str, *, ca_certificate: object, verify: object, connect_timeout: object, read_timeout: object
    ) -> "Endpoint":
        """Parses the options that all HTTP devices have.

        Args:
            url: The device's URL.
            ca_certificate: Certificate file of the authority that signed its certificate, unless the system knows it.
            verify: Whether the certificate is verified.
            connect_timeout: Time limit for connecting.
            read_timeout: Time limit for an answer.

        Returns:
            The endpoint.

        Raises:
            ConfigurationError: If one of them is invalid.
        """
        return cls(
            url,
            trust(ca_certificate, verify),
            seconds("connect_timeout", connect_timeout),
            seconds("read_timeout", read_timeout),
        )

    @property
    def name(self) -> str:
        """Its name in messages."""
        return self.socket or self.url.rstrip("/")

    @property
    def is_encrypted(self) -> bool:
        """Whether it uses TLS."""
        return self._parts.scheme.lower() == "https"

    @property
    def host(self) -> str:
        """Its host."""
        return self._parts.hostname or ""

    @property
    def port(self) -> int:
        """Its TCP port."""
        return self._parts.port or _PORTS["https" if self.is_encrypted else "http"]

    @property
    def prefix(self) -> str:
        """The prefix of all paths."""
        return self._parts.path.rstrip("/")

    @property
    def base(self) -> str:
        """The prefix of all paths, with scheme and host."""
        return f"{self._parts.scheme}://{self._parts.netloc}{self.prefix}"

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine."""
        return self.socket is not None or self.host in {"localhost", "::1"} or self.host.startswith("127.")

    @cached_property
    def _parts(self) -> SplitResult:
        return urlsplit(self.url)
