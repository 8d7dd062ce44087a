"""The HTTP API of kvmd: login, requests, and what its errors mean."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from TinyPilotLibrary.devices.http import RESTARTING, Answer, Endpoint, Hints, HttpConnection, Request, Stream
from TinyPilotLibrary.devices.pikvm.one_time_codes import code_at
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable, NotAuthorized, NotSupported

HINTS = Hints(authority="the device has it as /etc/kvmd/nginx/ssl/server.crt", time_limit="read_timeout=")
_COOKIE = re.compile(r"\bauth_token=([^;,\s]+)")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_REFUSED = frozenset({401, 403})
# An SD card may take its time while it is written to.
_SENDING = 60.0


@dataclass(frozen=True)
class Credentials:
    """What a device wants of its users.

    Args:
        username: The user; empty if the device has none.
        password: The password.
        totp_secret: The secret of two-factor authentication; empty if the device does not use it.
        token: A token that was issued already; empty to log in.
    """

    username: str = ""
    password: str = field(default="", repr=False)
    totp_secret: bytes = field(default=b"", repr=False)
    token: str = field(default="", repr=False)

    def password_at(self, instant: float) -> str:
        """The password as it is sent: with the code of that time at its end."""
        return self.password + (code_at(self.totp_secret, instant) if self.totp_secret else "")


class Api:
    """Requests to a device. It is logged in to with the first one.

    Args:
        name: Its name in messages.
        endpoint: Its web server.
        credentials: What it wants of its users.
    """

    def __init__(self, name: str, endpoint: Endpoint, credentials: Credentials) -> None:
        self.name = name
        self.endpoint = endpoint
        self._credentials = credentials
        self._http = HttpConnection(endpoint, HINTS)
        # Of its own, so that nothing else waits for an image that is sent.
        self._sending = HttpConnection(replace(endpoint, connect_timeout=_SENDING), HINTS)
        self._token: str | None = credentials.token or None

    def headers(self) -> dict[str, str]:
        """What requests carry, after logging in if necessary.

        Raises:
            NotAuthorized: If the device refuses user, password or code.
            DeviceUnreachable: If it does not answer.
        """
        if self._token is None:
            self._token = self._logged_in() if self._credentials.username else ""
        return {"Cookie": f"auth_token={self._token}", "Token": self._token} if self._token else {}

    def log_in_again(self) -> bool:
        """Forgets the token, which the device may have forgotten, too.

        Returns:
            Whether another one can be had.
        """
        if not self._credentials.username:
            return False
        self._token = None
        return True

    def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Reads something.

        Args:
            path: Its path below `/api`.
            params: The query.

        Returns:
            The result.

        Raises:
            NotSupported: If the device does not have it.
            DeviceError: If it refuses; the subclass fits the reason.
        """
        return self._result(Request("GET", f"/api{path}", params=params, is_input=False))

    def post(self, path: str, params: Mapping[str, str], timeout: float = 0.0, body: object = None) -> dict[str, Any]:
        """Requests something, once.

        Args:
            path: Its path below `/api`.
            params: The query.
            timeout: How long it may take, in seconds, in addition to the time limit.
            body: What is sent, if anything: bytes, or a file.

        Returns:
            The result.

        Raises:
            NotSupported: If the device does not have it.
            DeviceError: If it refuses; the subclass fits the reason.
        """
        limit = self.endpoint.read_timeout + timeout
        return self._result(Request("POST", f"/api{path}", body, params=params, timeout=limit))

    def read(self, path: str) -> Stream:
        """Reads something long.

        Args:
            path: Its path below `/api`, with the query.
        """
        return self._sending.stream(f"/api{path}", self.headers())

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()
        self._sending.close()

    def _result(self, request: Request) -> dict[str, Any]:
        answer = self._send(request)
        # Nothing was done yet: it is the device itself that did not know the token.
        if answer.status in _REFUSED and answer.page is None and self.log_in_again() and _can_repeat(request):
            answer = self._send(request)
        return self._told(request.path, answer)

    def _send(self, request: Request) -> Answer:
        http = self._sending if hasattr(request.body, "read") else self._http
        return http.send(replace(request, headers={**self.headers(), **request.headers}))

    def _logged_in(self) -> str:
        given = {"user": self._credentials.username, "passwd": self._credentials.password_at(time.time())}
        request = Request("POST", "/api/auth/login", urlencode(given).encode(), headers=_FORM, is_input=False)
        answer = self._http.send(request)
        self._told(request.path, answer)
        match = _COOKIE.search(answer.headers.get("set-cookie", ""))
        # A device that lets everybody in issues no token.
        return match[1] if match else ""

    def _told(self, path: str, answer: Answer) -> dict[str, Any]:
        """The result of an answer; the last line of one that tells its progress."""
        if answer.redirects_to:
            raise DeviceError(f"'{self.name}' redirects to '{answer.redirects_to}'. Use that address.")
        lines = answer.body.splitlines() if "ndjson" in answer.headers.get("content-type", "") else []
        content = (replace(answer, body=lines[-1]) if lines else answer).json()
        result = content.get("result") if isinstance(content, dict) else None
        if answer.ok and isinstance(content, dict) and content.get("ok") and isinstance(result, dict):
            return result
        raise self._refusal(path, answer, result)

    def _refusal(self, path: str, answer: Answer, result: object) -> DeviceError:
        told = result.get("error_msg") if isinstance(result, dict) else None
        said = f"'{self.name}' answered {answer.status} to {path}: {told or answer.told}"
        if answer.status in _REFUSED:
            wanted = (
                "the token (token=)"
                if self._credentials.token
                else "the user, the password or the code (username=, password=, totp_secret=)"
            )
            who = (
                wanted
                if self._credentials.username or self._credentials.token
                else "a request without a user (username=)"
            )
            return NotAuthorized(f"{said} It refuses {who}.")
        if answer.status == 404:
            return NotSupported(f"{said} It has no such API, or does not allow it: GL.iNet's have to be told to.")
        if answer.status in RESTARTING:
            return DeviceUnreachable(f"{said} Its server, or a part of it, is not running.")
        if answer.ok:
            return DeviceError(f"{said} That is not an answer from a PiKVM.")
        return DeviceError(said)


def _can_repeat(request: Request) -> bool:
    """Whether its body is still there."""
    return not hasattr(request.body, "read")
