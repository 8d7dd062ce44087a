"""HTTP to a streamer, on a TCP port or on a Unix socket."""

import re
from collections.abc import Callable, Mapping

from TinyPilotLibrary.devices.http import Answer, Endpoint, Hints, HttpConnection, Request, Stream
from TinyPilotLibrary.errors import ConfigurationError, NotAuthorized

_URL = re.compile(r"http://[^/@]+(/[^@]*)?")
_TIMEOUT = 10.0
_HINTS = Hints(
    "Is the streamer running? (PiKVM runs its own only while somebody watches, unless its override.yaml contains "
    "'kvmd: streamer: forever: true'.)"
)
# A kept connection may have been closed meanwhile. Whether the server is there is clear at once.
_PAUSES = (0.0,)


def streamer_address(text: str) -> Endpoint:
    """Parses where a streamer listens: `http://host:port`, `unix:/path` or the path of a Unix socket.

    Raises:
        ConfigurationError: If it is something else.
    """
    if text.startswith(("/", "unix:/")):
        return Endpoint("http://localhost", read_timeout=_TIMEOUT, socket=text.removeprefix("unix:"))
    if not _URL.fullmatch(text):
        raise ConfigurationError(
            f"The streamer's address {text!r} is neither 'http://host:port' nor the path of a Unix socket."
        )
    return Endpoint(text, read_timeout=_TIMEOUT)


class StreamerHttp:
    """Sends requests to a streamer.

    Args:
        address: Where it listens.
        headers: Returns the headers of every request, for one that is behind a server which wants a login.
    """

    def __init__(self, address: Endpoint, headers: Callable[[], Mapping[str, str]] = dict) -> None:
        self.name = address.name
        self._headers = headers
        self._http = HttpConnection(address, _HINTS, _PAUSES)

    def get(self, path: str) -> Answer:
        """Gets a small response.

        Args:
            path: For example `/state`.

        Raises:
            DeviceUnreachable: If the streamer does not answer.
            NotAuthorized: If it requires a password.
        """
        return self._let_in(self._http.send(Request("GET", path, headers=self._headers(), is_input=False)))

    def get_within(self, path: str, timeout: float) -> Answer | None:
        """Gets a response that may not arrive.

        Args:
            path: For example `/snapshot`.
            timeout: How long to wait for it, in seconds.

        Returns:
            The answer; None if there was none in time.

        Raises:
            DeviceUnreachable: If the streamer cannot be reached.
            NotAuthorized: If it requires a password.
        """
        request = Request("GET", path, headers=self._headers(), timeout=timeout, is_input=False)
        answer = self._http.send_within(request)
        return answer and self._let_in(answer)

    def stream(self, path: str) -> Stream:
        """Opens an endless response on its own connection.

        Raises:
            DeviceUnreachable: If the streamer does not answer.
            DeviceError: If it has no such path.
        """
        return self._http.stream(path, self._headers())

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def _let_in(self, answer: Answer) -> Answer:
        if answer.status in {401, 403}:
            raise NotAuthorized(
                f"'{self.name}' requires a password ({answer.status}). Give the address at which the streamer itself "
                "listens on the device; TinyPilot's is http://127.0.0.1:48001."
            )
        return answer
