"""One keep-alive connection to a device's HTTP API: authorization, time limits, retries, and errors in words.

Reads are repeated when the connection breaks or the device's server is restarting (502, 503, 504). Input never is: it
may have been delivered. The one exception is certain not to have been carried out: a request that was refused because
the device forgot the token, as it does when its server restarts.
"""

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from TinyPilotLibrary.errors import (
    ConfigurationError,
    DeviceError,
    DeviceUnreachable,
    InputNotDelivered,
    LicenseMissing,
    NotAuthorized,
    NotSupported,
    RequestRefused,
)

_LOG = logging.getLogger(__name__)
_RESTARTING = (502, 503, 504)
_LONGEST_SENTENCE = 500
_READ_RETRIES = 3
_BACKOFF = 0.2


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
        parts = urlsplit(self.url)
        if not parts.hostname:
            raise ConfigurationError(f"The URL {self.url!r} names no host. Write for example https://tinypilot.local.")
        if parts.username or parts.password:
            raise ConfigurationError(
                f"The URL of the device '{parts.scheme}://{parts.hostname}' contains a user or password. TinyPilot's "
                "REST API takes an API key: give it as 'api_key=', from a variable, the environment or a file."
            )
        if isinstance(self.verify, str) and not Path(self.verify).is_file():
            raise ConfigurationError(f"The certificate file '{self.verify}' (ca_certificate=) does not exist.")

    def __repr__(self) -> str:
        return f"Access({self.url!r})"


class Connection:
    """Sends requests to a device and turns what goes wrong into errors in words.

    Args:
        access: How the device is reached.
    """

    def __init__(self, access: Access) -> None:
        self.url = access.url.rstrip("/")
        self._access = access
        self._token = access.api_key
        self._session = requests.Session()
        # A proxy or a .netrc of the environment would change who is asked and with which authorization.
        self._session.trust_env = False
        retry = Retry(
            total=_READ_RETRIES,
            connect=2,
            read=2,
            allowed_methods={"GET"},
            status_forcelist=_RESTARTING,
            backoff_factor=_BACKOFF,
            raise_on_status=False,
        )
        self._session.mount("http://", HTTPAdapter(max_retries=retry))
        self._session.mount("https://", HTTPAdapter(max_retries=retry))
        if access.verify is False:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
            _LOG.warning(
                "The certificate of '%s' is not verified: anyone in the network can read what is typed. "
                "Give the device's own authority as ca_certificate= (TinyPilot serves it at /ca.crt).",
                self.url,
            )

    def read(
        self, path: str, params: Mapping[str, str] | None = None, patience: float = 0.0, *, optional: bool = False
    ) -> requests.Response:
        """Reads something; repeated if need be.

        Args:
            path: The path of the URL.
            params: What stands behind its `?`.
            patience: How long the device may hold the answer back, in seconds, beyond the time limit.
            optional: Whether any refusal is an answer too, not an error.

        Returns:
            The answer.

        Raises:
            DeviceError: If it fails, of the kind that fits.
        """
        return self._authorized("GET", path, None, params, patience, optional=optional)

    def write(self, path: str, body: object = None, patience: float = 0.0) -> requests.Response:
        """Sends input; never repeated.

        Args:
            path: The path of the URL.
            body: What is sent, as JSON.
            patience: How long carrying it out may take, in seconds, beyond the time limit.

        Returns:
            The answer.

        Raises:
            DeviceError: If it fails, of the kind that fits.
        """
        return self._authorized("POST", path, body, None, patience)

    def close(self) -> None:
        """Closes the connection."""
        self._session.close()

    def _authorized(
        self,
        method: str,
        path: str,
        body: object,
        params: Mapping[str, str] | None,
        patience: float,
        *,
        optional: bool = False,
    ) -> requests.Response:
        fresh = self._token is None
        if self._token is None:
            self._token = self._fetch_token()
        response = self._send(method, path, body, params, patience)
        if response.status_code in {401, 403} and self._access.api_key is None and not fresh:
            # Refused for its token, so certainly not carried out.
            self._token = self._fetch_token()
            response = self._send(method, path, body, params, patience)
        if not response.ok and not optional:
            raise self._error(response, method)
        return response

    def _fetch_token(self) -> str:
        response = self._send("POST", "/api/v1/auth", None, None, 0.0)
        if response.status_code == requests.codes.gone:
            raise NotAuthorized(
                f"The device '{self.url}' issues no tokens any more (TinyPilot 3.2.0 and newer). Create an API key on "
                "its page System > Automation and give it as api_key=."
            )
        if response.status_code in {401, 403}:
            raise NotAuthorized(
                f"The device '{self.url}' refused to issue a token: {_sentence(response)} Where it is set to ask for "
                "user and password, its REST API takes no tokens; newer firmware takes an API key, given as api_key=."
            )
        if not response.ok:
            raise self._error(response, "GET")
        try:
            return str(response.json()["token"])
        except (ValueError, KeyError, TypeError):
            raise DeviceError(
                f"The device '{self.url}' answered the request for a token with something else: is this a TinyPilot?"
            ) from None

    def _send(
        self, method: str, path: str, body: object, params: Mapping[str, str] | None, patience: float
    ) -> requests.Response:
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        data = None if body is None else json.dumps(body)
        if data is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = self._session.request(
                method,
                self.url + path,
                params=params,
                data=data,
                headers=headers,
                timeout=(self._access.connect_timeout, self._access.read_timeout + patience),
                verify=self._access.verify,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise self._unreachable(error, method) from error
        if response.is_redirect:
            raise ConfigurationError(
                f"The device '{self.url}' redirects to '{response.headers['Location']}'. Use that address."
            )
        return response

    def _unreachable(self, error: requests.RequestException, method: str) -> DeviceUnreachable:
        if isinstance(error, requests.exceptions.SSLError):
            return DeviceUnreachable(
                f"The certificate of '{self.url}' is not trusted: {_innermost(error)}. Give the device's own authority "
                "as ca_certificate= (TinyPilot serves it at /ca.crt), or verify=False in a network that you trust."
            )
        if isinstance(error, requests.exceptions.ConnectTimeout) or _refused(error):
            return DeviceUnreachable(
                f"There is no connection to '{self.url}': {_innermost(error)}. Is the device on, and the address right?"
            )
        sent = "" if method == "GET" else " The input may have been delivered, so it was not sent again."
        if isinstance(error, requests.exceptions.ReadTimeout):
            return DeviceUnreachable(
                f"'{self.url}' gave no answer within {self._access.read_timeout:g} s (read_timeout=).{sent}"
            )
        return DeviceUnreachable(f"The connection to '{self.url}' broke: {_innermost(error)}.{sent}")

    def _error(self, response: requests.Response, method: str) -> DeviceError:
        status, sentence = response.status_code, _sentence(response)
        prefix = f"The device '{self.url}' answered {status}: {sentence}"
        if status in {401, 403}:
            what = "the API key (api_key=)" if self._access.api_key else "the token"
            return NotAuthorized(f"{prefix} It refused {what}, or its license does not cover the REST API.")
        if status == requests.codes.not_found and response.url.startswith(f"{self.url}/api/v1/"):
            return LicenseMissing(f"{prefix} It has no REST API: that needs a TinyPilot Enterprise license.")
        if status == requests.codes.not_implemented:
            return NotSupported(prefix)
        if status == requests.codes.bad_request:
            return RequestRefused(prefix)
        if status in _RESTARTING:
            sent = "" if method == "GET" else " The input may have been delivered, so it was not sent again."
            return DeviceUnreachable(f"{prefix} Its server is down or restarting.{sent}")
        if method == "POST" and status == requests.codes.internal_server_error:
            return InputNotDelivered(f"{prefix} Is the USB cable connected, and the target on?")
        return DeviceError(prefix)


def _sentence(response: requests.Response) -> str:
    """What the device says for itself, ended by a full stop."""
    text = response.text.strip()
    if "json" in response.headers.get("Content-Type", ""):
        with suppress(ValueError, KeyError, TypeError):
            text = str(response.json()["message"])
    if not text or text.startswith("<"):
        text = response.reason or "no reason given"
    text = " ".join(text.split())[:_LONGEST_SENTENCE]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _refused(error: requests.RequestException) -> bool:
    """Whether there was never a connection, so that nothing can have been delivered."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _innermost(error: BaseException) -> str:
    """The last cause, which is what a person understands."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    strerror = getattr(error, "strerror", None)
    return str(strerror or error).rstrip(".")
