"""Requests to one server, over persistent connections."""

import io
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import IO, cast

from requests import RequestException
from urllib3 import BaseHTTPResponse, disable_warnings
from urllib3.exceptions import HTTPError, InsecureRequestWarning, LocationValueError, ProtocolError

from TinyPilotLibrary.devices.http import retries
from TinyPilotLibrary.devices.http.answer import Answer
from TinyPilotLibrary.devices.http.connection_pools import pool_of
from TinyPilotLibrary.devices.http.endpoint import Endpoint
from TinyPilotLibrary.devices.http.http_session import HttpSession
from TinyPilotLibrary.devices.http.reachability import Hints, timed_out, unreachable
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable

_LOG = logging.getLogger(__name__)
_PIECE = 1 << 20
# A time limit of 0 would mean none.
_SHORTEST = 0.001
_NO_HINTS = Hints()
#: The largest answer that is accepted, in bytes. No picture is larger.
LARGEST_ANSWER = 64 << 20


@dataclass(frozen=True)
class Request:
    """A request to a server.

    Args:
        method: `GET`, `POST` and so on.
        path: The path of the URL.
        body: The body: bytes or a file, sent as they are, anything else as JSON; None for no body.
        params: The query parameters.
        headers: Headers in addition to those of every request.
        timeout: Time limit of the complete answer, in seconds; None for that of the endpoint.
        is_input: Whether it may change something at the target, and so must never be sent twice.
    """

    method: str
    path: str
    body: object = None
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    is_input: bool = True


class HttpConnection:
    """Sends requests to one server, over persistent connections; may be used from several threads.

    Reads are retried if a connection breaks or the server is restarting (502, 503, 504). Input never is, because it
    may have been delivered. Redirects are returned as answers.

    Args:
        endpoint: The server.
        hints: What messages say about an unreachable device of this kind.
        pauses: The pauses before a read is retried, in seconds; None for the default.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        hints: Hints = _NO_HINTS,
        pauses: Sequence[float] | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._hints = hints
        self._pauses = pauses
        self._session = HttpSession(pool_of(endpoint))
        if endpoint.is_encrypted and endpoint.verify is False:
            # Warn once, here, instead of with every request.
            disable_warnings(InsecureRequestWarning)
            where = f" ({hints.authority})" if hints.authority else ""
            _LOG.warning(
                "The certificate of '%s' is not verified: anyone in the network can read what is typed. "
                "Give the device's own authority as ca_certificate=%s.",
                endpoint.name,
                where,
            )

    def send(self, request: Request) -> Answer:
        """Sends a request.

        Returns:
            The answer, including one with an error status.

        Raises:
            DeviceUnreachable: If there is no answer in time.
            DeviceError: If the answer is too large.
        """
        try:
            return self._repeated(request)
        except HTTPError as error:
            raise self.unreachable(error, request) from error

    def send_within(self, request: Request) -> Answer | None:
        """Sends a request that may not be answered.

        Returns:
            The answer; None if there was none in time.

        Raises:
            DeviceUnreachable: If the server cannot be reached.
            DeviceError: If the answer is too large.
        """
        try:
            return self._repeated(request)
        except HTTPError as error:
            if timed_out(error):
                return None
            raise self.unreachable(error, request) from error

    def stream(self, path: str, headers: Mapping[str, str] | None = None) -> "Stream":
        """Opens an endless answer, on a separate connection.

        Args:
            path: The path of the URL.
            headers: Headers in addition to those of every request.

        Raises:
            DeviceUnreachable: If the server does not answer.
            DeviceError: If its status is not 200.
        """
        request = Request("GET", path, headers=headers or {}, is_input=False)
        session = HttpSession(pool_of(self.endpoint, is_stream=True))
        try:
            response = self._opened(request, session)
        except HTTPError as error:
            raise self.unreachable(error, request) from error
        if response.status != 200:
            response.close()
            raise DeviceError(f"'{self.endpoint.name}' answered {path} with the status {response.status}.")
        return Stream(response, partial(self.unreachable, request=request))

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def unreachable(self, error: HTTPError, request: Request) -> DeviceUnreachable:
        """The error for a request without an answer.

        Args:
            error: The exception that was raised.
            request: The request.

        Returns:
            The error to raise.
        """
        return unreachable(self.endpoint, error, self._limit(request), self._hints, is_input=request.is_input)

    def _repeated(self, request: Request) -> Answer:
        usual = retries.PAUSES if self._pauses is None else self._pauses
        return retries.repeated(lambda: self._exchange(request), () if request.is_input else usual)

    def _exchange(self, request: Request) -> Answer:
        asked = time.monotonic()
        response = self._opened(request, self._session)
        try:
            body = self._body(response, request.path)
        except BaseException:
            # The rest of it must not be taken for the next answer.
            response.close()
            raise
        response.release_conn()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, response.reason or "", headers, body, asked, time.monotonic())

    def _opened(self, request: Request, session: HttpSession) -> BaseHTTPResponse:
        """The answer, whose body has not been read yet."""
        headers = dict(request.headers)
        data: bytes | IO[bytes] | None = None
        if isinstance(request.body, bytes | io.IOBase):
            data = cast("bytes | IO[bytes]", request.body)
            headers.setdefault("Content-Type", "application/octet-stream")
        elif request.body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(request.body).encode()
        limit = self._limit(request)
        connect = min(limit, self.endpoint.connect_timeout)
        try:
            url = self.endpoint.base + request.path
            return session.ask(request.method, url, request.params, headers, data, (connect, limit))
        except RequestException as error:
            # Connection problems raise urllib3's errors. What remains is an invalid address.
            raise LocationValueError(str(error)) from None

    def _body(self, response: BaseHTTPResponse, path: str) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := response.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ANSWER:
                most = f"{LARGEST_ANSWER >> 20} MiB"
                raise DeviceError(f"'{self.endpoint.name}' answered {path} with more than {most}: is it the device?")
        return b"".join(pieces)

    def _limit(self, request: Request) -> float:
        return self.endpoint.read_timeout if request.timeout is None else max(request.timeout, _SHORTEST)


class Stream:
    """An endless answer, read as it arrives.

    Args:
        response: The answer.
        explain: Returns the error for a broken connection.
    """

    def __init__(self, response: BaseHTTPResponse, explain: Callable[[HTTPError], DeviceUnreachable]) -> None:
        self._response = response
        self._explain = explain

    def read(self) -> bytes:
        """The data received so far; waits until there is some.

        Raises:
            DeviceUnreachable: If nothing arrives in time, or the stream has ended.
        """
        try:
            data = self._response.read1(_PIECE)
        except HTTPError as error:
            raise self._explain(error) from error
        if not data:
            raise self._explain(ProtocolError("the server ended the stream"))
        return data

    def stop(self) -> None:
        """Ends a `read` in which another thread is waiting."""
        # The connection may be closed already.
        with suppress(ValueError, RuntimeError, OSError):
            self._response.shutdown()

    def close(self) -> None:
        """Closes the connection."""
        self._response.close()
