"""A connection to a device's HTTP API: authorization, and error answers as exceptions.

`devices/http` decides what is repeated. The only input that is sent again was certainly not carried out: a request that
was refused because the device has forgotten the token, as it does when its server restarts. The status alone does not
say that, since a proxy may have refused after the device did as it was told.
"""

from collections.abc import Mapping
from dataclasses import replace

from TinyPilotLibrary.devices.http import Answer, Hints, HttpConnection, Request
from TinyPilotLibrary.devices.tinypilot.tinypilot_access import Access
from TinyPilotLibrary.devices.tinypilot.tinypilot_refusals import foreign, refusal
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotAuthorized

_TOKEN_CHECK = Request("GET", "/api/v1/screenshot", is_input=False)
_HINTS = Hints(authority="TinyPilot serves it at /ca.crt", time_limit="read_timeout=")
#: The header with the seconds that a client waits for its input; a companion sends nothing afterwards.
TIME_LIMIT = "X-Time-Limit"
_REFUSED = frozenset({401, 403})
_NOT_MODIFIED = 304
_GONE = 410


class Connection:
    """Sends requests to a device and raises errors that explain what went wrong.

    Args:
        access: How to reach the device.
    """

    def __init__(self, access: Access) -> None:
        self.url = access.endpoint.name
        self._has_key = access.api_key is not None
        self._token = access.api_key
        self._read_timeout = access.endpoint.read_timeout
        self._http = HttpConnection(access.endpoint, _HINTS)
        #: Headers of every request, besides the token.
        self.headers: dict[str, str] = {}
        #: Whether something was sent that may have changed the target.
        self.has_written = False

    def read(
        self, path: str, params: Mapping[str, str] | None = None, timeout: float = 0.0, *, optional: bool = False
    ) -> Answer:
        """Sends a request that only reads; repeated if necessary.

        Args:
            path: The path of the URL.
            params: The query parameters.
            timeout: How long the device may delay the answer, in seconds, in addition to the time limit.
            optional: Whether a refusal is returned instead of raised, and what is none of the device's answers.

        Returns:
            The answer; 304 if nothing has changed.

        Raises:
            DeviceError: If it fails; the subclass fits the reason.
        """
        request = Request("GET", path, params=params, timeout=self._read_timeout + timeout, is_input=False)
        answer = self._authorized(request)
        # A server in trouble has not said what it is.
        if not optional or answer.status >= 500:
            self._refuse_errors(request, answer)
        return answer

    def write(self, path: str, body: object = None, timeout: float = 0.0) -> None:
        """Sends input; never repeated.

        Args:
            path: The path of the URL.
            body: The body, sent as JSON.
            timeout: How long the device may take to carry it out, in seconds, in addition to the time limit.

        Raises:
            DeviceError: If it fails, or if it was not the device that answered; the subclass fits the reason.
        """
        self.has_written = True
        request = Request("POST", path, body, timeout=self._read_timeout + timeout)
        self._refuse_errors(request, self._authorized(request))

    def repeatable(self, request: Request, timeout: float = 0.0) -> Answer:
        """Sends what changes nothing if it is sent again; repeated if necessary.

        Args:
            request: The request, which is no input.
            timeout: How long the device may delay the answer, in seconds, in addition to the time limit.

        Returns:
            The answer.

        Raises:
            DeviceError: If it fails; the subclass fits the reason.
        """
        timed = replace(request, timeout=self._read_timeout + timeout)
        answer = self._authorized(timed)
        self._refuse_errors(timed, answer)
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
            if request.is_input and not self._was_refused_for_its_token(answer, self._token):
                told = refusal(self.url, request, answer, has_key=False)
                raise NotAuthorized(
                    f"{told} If something on the way refused it, the input may have been delivered, so it was not sent "
                    "again."
                )
            self._token = None
            self._token = self._fetch_token()
            answer = self._send(request, self._token)
        return answer

    def _was_refused_for_its_token(self, answer: Answer, token: str) -> bool:
        """Whether the device itself refused it, so that it was certainly not carried out."""
        challenge = answer.headers.get("www-authenticate", "bearer")
        if answer.page is not None or not challenge.lower().startswith("bearer"):
            return False
        return self._send(_TOKEN_CHECK, token).status in _REFUSED

    def _send(self, request: Request, token: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}", **self.headers}
        if request.is_input and request.timeout:
            headers[TIME_LIMIT] = f"{request.timeout:g}"
        return self._http.send(replace(request, headers=headers))

    def _fetch_token(self) -> str:
        # Issuing one more token changes nothing, so that this too may be repeated.
        request = Request("POST", "/api/v1/auth", is_input=False)
        answer = self._http.send(request)
        if answer.status == _GONE:
            raise NotAuthorized(
                f"The device '{self.url}' issues no tokens but requires an API key: give it as api_key=, or with "
                "--device-api-key-file to the command tinypilot. A TinyPilot (3.2.0 and newer) creates one on its page "
                "System > Automation; that of a companion is in its --api-key-file."
            )
        if answer.status in _REFUSED:
            raise NotAuthorized(
                f"The device '{self.url}' refused to issue a token: {answer.sentence} If it is set to require user "
                "and password, its REST API issues no tokens; newer firmware accepts an API key, given as api_key=."
            )
        self._refuse_errors(request, answer)
        try:
            return str(answer.json()["token"])
        except (KeyError, TypeError):
            raise DeviceError(
                f"The device '{self.url}' did not answer the request for a token with one. Is it a TinyPilot?"
            ) from None

    def _refuse_errors(self, request: Request, answer: Answer) -> None:
        if answer.redirects_to:
            raise ConfigurationError(f"The device '{self.url}' redirects to '{answer.redirects_to}'. Use that address.")
        if answer.status >= 400:
            raise refusal(self.url, request, answer, has_key=self._has_key)
        if not _is_own(request, answer):
            raise foreign(self.url, request, answer)


def _is_own(request: Request, answer: Answer) -> bool:
    """Whether it is an answer of the device, and of nobody on the way."""
    if not request.is_input:
        return answer.page is None and (answer.ok or answer.status == _NOT_MODIFIED)
    # Documented is nothing; an object would be an addition.
    return answer.ok and (not answer.body.strip() or isinstance(answer.json(), dict))
