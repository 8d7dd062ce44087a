"""A connection to a device's HTTP API: authorization, and answers as errors in words.

What is repeated and what never is, is told by `devices/http`. The one input that is sent again is certain not to have
been carried out: a request that was refused because the device forgot the token, as it does when its server restarts.
"""

from collections.abc import Mapping
from dataclasses import replace

from TinyPilotLibrary.devices.http import RESTARTING, Answer, Hints, HttpConnection, Request
from TinyPilotLibrary.devices.tinypilot.access import Access
from TinyPilotLibrary.devices.tinypilot.error_messages import refusal
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotAuthorized

_HINTS = Hints(authority="TinyPilot serves it at /ca.crt", time_limit="read_timeout=")
_REFUSED = frozenset({401, 403})
_GONE = 410


class Connection:
    """Sends requests to a device and turns what goes wrong into errors in words.

    Args:
        access: How the device is reached.
    """

    def __init__(self, access: Access) -> None:
        self.url = access.endpoint.name
        self._has_key = access.api_key is not None
        self._token = access.api_key
        self._read_timeout = access.endpoint.read_timeout
        self._http = HttpConnection(access.endpoint, _HINTS)

    def read(
        self, path: str, params: Mapping[str, str] | None = None, timeout: float = 0.0, *, optional: bool = False
    ) -> Answer:
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
        request = Request("GET", path, params=params, timeout=self._read_timeout + timeout, is_input=False)
        answer = self._authorized(request)
        # A server that restarts has not said what it is.
        if not optional or answer.status in RESTARTING:
            self._refuse_errors(request, answer)
        return answer

    def write(self, path: str, body: object = None, timeout: float = 0.0) -> Answer:
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
        request = Request("POST", path, body, timeout=self._read_timeout + timeout)
        answer = self._authorized(request)
        self._refuse_errors(request, answer)
        return answer

    def close(self) -> None:
        """Closes the connection."""
        self._http.close()

    def _authorized(self, request: Request) -> Answer:
        fresh = self._token is None
        if self._token is None:
            self._token = self._fetch_token()
        answer = self._send(request, self._token)
        if answer.status in _REFUSED and not self._has_key and not fresh:
            # Refused for its token, so certainly not carried out.
            self._token = None
            self._token = self._fetch_token()
            answer = self._send(request, self._token)
        return answer

    def _send(self, request: Request, token: str) -> Answer:
        return self._http.send(replace(request, headers={"Authorization": f"Bearer {token}"}))

    def _fetch_token(self) -> str:
        # Issuing one more token changes nothing, so that this too may be repeated.
        request = Request("POST", "/api/v1/auth", is_input=False)
        answer = self._http.send(request)
        if answer.status == _GONE:
            raise NotAuthorized(
                f"The device '{self.url}' issues no tokens, it wants an API key: give it as api_key=, to the command "
                "tinypilot by --device-api-key-file. A TinyPilot (3.2.0 and newer) creates one on its page System > "
                "Automation; that of a companion is in its --api-key-file."
            )
        if answer.status in _REFUSED:
            raise NotAuthorized(
                f"The device '{self.url}' refused to issue a token: {answer.sentence} Where it is set to ask for "
                "user and password, its REST API takes no tokens; newer firmware takes an API key, given as api_key=."
            )
        self._refuse_errors(request, answer)
        try:
            return str(answer.json()["token"])
        except (KeyError, TypeError):
            raise DeviceError(
                f"The device '{self.url}' answered the request for a token with something else: is this a TinyPilot?"
            ) from None

    def _refuse_errors(self, request: Request, answer: Answer) -> None:
        if answer.redirects_to:
            raise ConfigurationError(f"The device '{self.url}' redirects to '{answer.redirects_to}'. Use that address.")
        if not answer.ok:
            raise refusal(self.url, request, answer, has_key=self._has_key)
