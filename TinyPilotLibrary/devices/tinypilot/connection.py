"""One keep-alive connection to a device's HTTP API: authorization, time limits, retries, and errors in words.

Reads are repeated when the connection breaks or the device's server is restarting (502, 503, 504). Input never is: it
may have been delivered. The one exception is certain not to have been carried out: a request that was refused because
the device forgot the token, as it does when its server restarts.
"""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import ConnectionPool

from TinyPilotLibrary.devices.tinypilot.error_messages import RESTARTING, broke, refusal, sentence, unreachable
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotAuthorized

_LOG = logging.getLogger(__name__)
#: The pauses before a read is repeated, in seconds.
PAUSES = (0.2, 0.4, 0.8)


@dataclass(frozen=True)
class Access:
    """How a device is reached and trusted.

    Args:
        url: Scheme and host, for example `https://tinypilot.local`.
        api_key: A persistent API key; None to fetch a token on first use.
        verify: Whether its TLS certificate is verified, or the file of the authority that it must be signed by.
        connect_timeout: Seconds to wait for a connection.
        read_timeout: Seconds to wait for an answer.
    """

    url: str
    api_key: str | None = None
    verify: bool | str = True
    connect_timeout: float = 5.0
    read_timeout: float = 15.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            # Only who asks for the port is told that it is wrong.
            _ = parts.port
        except ValueError as error:
            raise ConfigurationError(f"The URL {self.url!r} cannot be read: {error}.") from None
        if not parts.hostname:
            raise ConfigurationError(f"The URL {self.url!r} names no host. Write for example https://tinypilot.local.")
        if parts.username or parts.password:
            raise ConfigurationError(
                f"The URL of the device '{parts.scheme}://{parts.hostname}' contains a user or password. TinyPilot's "
                "REST API takes an API key: give it as 'api_key=', from a variable, the environment or a file."
            )
        if "/api/" in f"{parts.path}/":
            raise ConfigurationError(
                f"The URL {self.url!r} is that of the API: the device's own is {parts.scheme}://{parts.netloc}."
            )
        if isinstance(self.verify, str):
            _check_authority(self.verify)
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise ConfigurationError(
                f"The API key for '{self.url}' has characters that none has, a line break perhaps: check its source."
            )
        for name in ("connect_timeout", "read_timeout"):
            if getattr(self, name) <= 0:
                raise ConfigurationError(f"The option '{name}' must be longer than 0 s: nothing is answered at once.")

    def __repr__(self) -> str:
        return f"Access({self.url!r})"


def _check_authority(file: str) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except ssl.SSLError:
        raise ConfigurationError(f"The file '{file}' (ca_certificate=) has no certificate: PEM is wanted.") from None
    except OSError as error:
        raise ConfigurationError(f"The file '{file}' (ca_certificate=) cannot be read: {error.strerror}.") from error


class _OneHostAdapter(HTTPAdapter):
    """An adapter for one host: its connections are looked up once, and end when it is closed.

    requests looks them up for every request, and leaves them open until no answer is left that refers to them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pool: ConnectionPool | None = None

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:  # noqa: ANN401
        """The host's connections. The arguments are those of requests."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(*args, **kwargs)
        return self._pool

    def close(self) -> None:
        """Closes all connections."""
        if self._pool is not None:
            self._pool.close()
        super().close()


@dataclass(frozen=True)
class _Request:
    """What is sent. Input is what must not be sent twice."""

    method: str
    path: str
    body: object = None
    params: Mapping[str, str] | None = None
    timeout: float = 0.0
    is_input: bool = False


class Connection:
    """Sends requests to a device and turns what goes wrong into errors in words.

    Args:
        access: How the device is reached.
    """

    def __init__(self, access: Access) -> None:
        self.url = access.url.rstrip("/")
        self._access = access
        self._token = access.api_key
        # Without a session: there are no cookies, and a proxy or a .netrc of the environment would change who is asked
        # and with which authorization. It also takes a third of the time that a key is on its way.
        self._adapter = _OneHostAdapter()
        if access.verify is False:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
            _LOG.warning(
                "The certificate of '%s' is not verified: anyone in the network can read what is typed. "
                "Give the device's own authority as ca_certificate= (TinyPilot serves it at /ca.crt).",
                self.url,
            )

    def read(
        self, path: str, params: Mapping[str, str] | None = None, timeout: float = 0.0, *, optional: bool = False
    ) -> requests.Response:
        """Reads something; repeated if need be.

        Args:
            path: The path of the URL.
            params: What stands behind its `?`.
            timeout: How long the device may hold the answer back, in seconds, beyond the time limit.
            optional: Whether a refusal is an answer too, not an error.

        Returns:
            The answer.

        Raises:
            DeviceError: If it fails, of the kind that fits.
        """
        request = _Request("GET", path, params=params, timeout=timeout)
        response = self._authorized(request)
        # A server that restarts has not said what it is.
        if not optional or response.status_code in RESTARTING:
            self._refuse_errors(request, response)
        return response

    def write(self, path: str, body: object = None, timeout: float = 0.0) -> requests.Response:
        """Sends input; never repeated.

        Args:
            path: The path of the URL.
            body: What is sent, as JSON.
            timeout: How long carrying it out may take, in seconds, beyond the time limit.

        Returns:
            The answer.

        Raises:
            DeviceError: If it fails, of the kind that fits.
        """
        request = _Request("POST", path, body, timeout=timeout, is_input=True)
        response = self._authorized(request)
        self._refuse_errors(request, response)
        return response

    def close(self) -> None:
        """Closes the connection."""
        self._adapter.close()

    def _authorized(self, request: _Request) -> requests.Response:
        fresh = self._token is None
        if self._token is None:
            self._token = self._fetch_token()
        response = self._send(request)
        if response.status_code in {401, 403} and self._access.api_key is None and not fresh:
            # Refused for its token, so certainly not carried out.
            self._token = None
            self._token = self._fetch_token()
            response = self._send(request)
        return response

    def _fetch_token(self) -> str:
        # Issuing one more token changes nothing, so that this too may be repeated.
        request = _Request("POST", "/api/v1/auth")
        response = self._send(request)
        if response.status_code == requests.codes.gone:
            raise NotAuthorized(
                f"The device '{self.url}' issues no tokens, it wants an API key: give it as api_key=, to the command "
                "tinypilot by --device-api-key-file. A TinyPilot (3.2.0 and newer) creates one on its page System > "
                "Automation; that of a companion is in its --api-key-file."
            )
        if response.status_code in {401, 403}:
            raise NotAuthorized(
                f"The device '{self.url}' refused to issue a token: {sentence(response)} Where it is set to ask for "
                "user and password, its REST API takes no tokens; newer firmware takes an API key, given as api_key=."
            )
        self._refuse_errors(request, response)
        try:
            return str(response.json()["token"])
        except (ValueError, KeyError, TypeError):
            raise DeviceError(
                f"The device '{self.url}' answered the request for a token with something else: is this a TinyPilot?"
            ) from None

    def _send(self, request: _Request) -> requests.Response:
        # requests itself repeats nothing. What urllib3 could do is not used: it repeats input that failed in TLS.
        pauses = iter(() if request.is_input else PAUSES)
        read_timeout = self._access.read_timeout + request.timeout
        while True:
            try:
                response = self._exchange(request, read_timeout)
            except requests.RequestException as error:
                pause = next(pauses, None) if broke(error) else None
                if pause is None:
                    raise unreachable(self.url, error, read_timeout, is_input=request.is_input) from error
            else:
                pause = next(pauses, None) if response.status_code in RESTARTING else None
                if pause is None:
                    return response
            time.sleep(pause)

    def _exchange(self, request: _Request, read_timeout: float) -> requests.Response:
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        prepared = requests.PreparedRequest()
        data = None if request.body is None else json.dumps(request.body)
        prepared.prepare(request.method, self.url + request.path, headers, data=data, params=request.params)
        timeout = (self._access.connect_timeout, read_timeout)
        response = self._adapter.send(prepared, timeout=timeout, verify=self._access.verify)
        # Read here, where a connection that breaks meanwhile is noticed.
        _ = response.content
        return response

    def _refuse_errors(self, request: _Request, response: requests.Response) -> None:
        if response.is_redirect:
            raise ConfigurationError(
                f"The device '{self.url}' redirects to '{response.headers['Location']}'. Use that address."
            )
        if not response.ok:
            raise refusal(self.url, response, is_input=request.is_input, has_key=self._access.api_key is not None)
