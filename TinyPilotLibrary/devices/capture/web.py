"""HTTP to a streamer, on a TCP port or on a Unix socket."""

import http.client
import json
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotAuthorized

_LARGEST_PICTURE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Address:
    """Where a streamer listens.

    Args:
        name: As it was given, for messages.
        host: Its host.
        port: Its TCP port.
        prefix: What stands before `/snapshot` in the URL.
        socket: The path of its Unix socket instead; None for TCP.
    """

    name: str
    host: str = "localhost"
    port: int = 80
    prefix: str = ""
    socket: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Reads `http://host:port`, `unix:/path` or the path of a Unix socket.

        Raises:
            ConfigurationError: If it is something else.
        """
        if text.startswith(("/", "unix:/")):
            return cls(text, socket=text.removeprefix("unix:"))
        parts = urlsplit(text)
        if parts.scheme != "http" or not parts.hostname or parts.username:
            raise ConfigurationError(
                f"The streamer's address {text!r} is neither 'http://host:port' nor the path of a Unix socket."
            )
        return cls(text, parts.hostname, parts.port or 80, parts.path.rstrip("/"))

    @property
    def is_local(self) -> bool:
        """Whether the streamer runs on this machine."""
        return self.socket is not None or self.host in {"localhost", "::1"} or self.host.startswith("127.")


@dataclass(frozen=True)
class Answer:
    """What was answered.

    Args:
        status: The HTTP status.
        headers: Names in small letters.
        body: The body; what came of it if the connection broke.
        asked: When it was asked for, in seconds of `time.monotonic()`.
        received: When it was here.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    asked: float
    received: float

    def json(self) -> object:
        """The body as JSON, or None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Web:
    """Asks a streamer, over one connection that is kept.

    Args:
        address: Where it listens.
        timeout: How long to wait for it, in seconds.
    """

    def __init__(self, address: Address, timeout: float = 10.0) -> None:
        self.address = address
        self._timeout = timeout
        self._kept: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Gets something small.

        Args:
            path: For example `/state`.

        Raises:
            DeviceUnreachable: If the streamer does not answer.
            NotAuthorized: If it wants a password.
        """
        answer = self.get_within(path, self._timeout)
        if answer is None:
            raise self.unreachable(TimeoutError())
        return answer

    def get_within(self, path: str, timeout: float) -> Answer | None:
        """Gets something that may not come.

        Args:
            path: For example `/snapshot`.
            timeout: How long to wait for it, in seconds.

        Returns:
            The answer; None if none came in time.

        Raises:
            DeviceUnreachable: If the streamer is not there.
            NotAuthorized: If it wants a password.
        """
        kept = self._kept is not None
        try:
            return self._get(path, timeout)
        except TimeoutError:
            self.close()
            return None
        except (http.client.HTTPException, OSError) as error:
            self.close()
            if not kept:
                raise self.unreachable(error) from error
        # A connection that was kept may have been closed meanwhile. Reading twice does no harm.
        return self.get_within(path, timeout)

    def stream(self, path: str) -> "Stream":
        """Opens something without end, on a connection of its own.

        Raises:
            DeviceUnreachable: If the streamer does not answer.
            DeviceError: If it has no such thing.
        """
        connection = self._connection()
        try:
            connection.request("GET", self.address.prefix + path)
            # The response takes the socket out of the connection.
            opened: socket.socket = connection.sock
            response = connection.getresponse()
        except (http.client.HTTPException, OSError) as error:
            connection.close()
            raise self.unreachable(error) from error
        if response.status != http.client.OK:
            connection.close()
            raise DeviceError(f"'{self.address.name}' answered {path} with the status {response.status}.")
        return Stream(connection, opened, response, self)

    def close(self) -> None:
        """Closes the connection; the next question opens one."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _get(self, path: str, timeout: float) -> Answer:
        if self._kept is None:
            self._kept = self._connection()
        self._kept.timeout = timeout
        if self._kept.sock is not None:
            self._kept.sock.settimeout(timeout)
        asked = time.monotonic()
        self._kept.request("GET", self.address.prefix + path)
        response = self._kept.getresponse()
        body = response.read(_LARGEST_PICTURE)
        if not response.isclosed():
            # The rest of the body did not come; what comes next would be taken for it.
            self.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, headers, body, asked, time.monotonic())
        if response.status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
            raise NotAuthorized(
                f"'{self.address.name}' wants a password ({response.status}). Give the address at which the streamer "
                "itself listens on the device; TinyPilot's is http://127.0.0.1:48001."
            )
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        if self.address.socket is not None:
            return _UnixConnection(self.address.socket, self._timeout)
        return http.client.HTTPConnection(self.address.host, self.address.port, timeout=self._timeout)

    def unreachable(self, error: BaseException) -> DeviceUnreachable:
        """What it means that a connection broke."""
        name = self.address.name
        if isinstance(error, FileNotFoundError):
            return DeviceUnreachable(f"There is no streamer at '{name}': the socket does not exist. Does it run?")
        if isinstance(error, PermissionError):
            return DeviceUnreachable(f"The streamer's socket '{name}' may not be opened: add this user to its group.")
        if isinstance(error, ConnectionRefusedError):
            return DeviceUnreachable(
                f"There is no streamer at '{name}': the connection was refused. Does it run? (PiKVM starts its own "
                "only while somebody looks, unless 'kvmd: streamer: forever: true' stands in its override.yaml.)"
            )
        if isinstance(error, TimeoutError):
            return DeviceUnreachable(f"The streamer at '{name}' gave no answer within {self._timeout:g} s.")
        return DeviceUnreachable(f"The connection to the streamer at '{name}' broke: {error or type(error).__name__}.")


class Stream:
    """Something without end, read as it comes.

    Args:
        connection: Its connection.
        opened: The connection's socket.
        response: The answer.
        web: What it was asked of.
    """

    def __init__(
        self,
        connection: http.client.HTTPConnection,
        opened: socket.socket,
        response: http.client.HTTPResponse,
        web: Web,
    ) -> None:
        self._connection = connection
        self._socket = opened
        self._response = response
        self._web = web

    def read(self) -> bytes:
        """What has come; waits for something.

        Raises:
            DeviceUnreachable: If nothing comes in time, or the connection has ended.
        """
        try:
            data = self._response.read1(1 << 20)
        except (http.client.HTTPException, OSError, ValueError, AttributeError) as error:
            raise self._web.unreachable(error) from error
        if not data:
            raise self._web.unreachable(ConnectionError("the streamer ended the stream"))
        return data

    def stop(self) -> None:
        """Ends a `read` that another thread waits in."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes the connection."""
        self._response.close()
        self._connection.close()
