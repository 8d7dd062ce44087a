"""The connections to one server, over a TCP port, TLS or a Unix socket."""

import errno
import socket
import sys
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

from TinyPilotLibrary.devices.http.answer_time_limits import TimedConnection, TimedTlsConnection
from TinyPilotLibrary.devices.http.endpoint import Endpoint
from TinyPilotLibrary.devices.http.tls import tls_context

# More threads seldom send at once; further ones get a connection that is not kept.
_KEPT = 8


class _UnixConnection(TimedConnection):
    """A connection to a Unix socket.

    Args:
        path: The socket's path.
        options: Further arguments of connections.
    """

    def __init__(self, path: str, **options: Any) -> None:  # noqa: ANN401 - urllib3's own
        super().__init__(host="localhost", **options)
        self._path = path

    def connect(self) -> None:
        """Connects."""
        if sys.platform == "win32":
            raise OSError(errno.EAFNOSUPPORT, "Python on Windows has no Unix sockets", self._path)
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            opened.settimeout(self.timeout)
            opened.connect(self._path)
        except BaseException:
            opened.close()
            raise
        self.sock = opened


class _Pool(HTTPConnectionPool):
    ConnectionCls = TimedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TimedTlsConnection


class _UnixPool(HTTPConnectionPool):
    """Connections to a Unix socket.

    Args:
        path: The socket's path.
        options: Further arguments of pools.
    """

    def __init__(self, path: str, **options: Any) -> None:  # noqa: ANN401 - urllib3's own
        super().__init__("localhost", **options)
        self._path = path

    def _new_conn(self) -> _UnixConnection:
        return _UnixConnection(self._path, timeout=self.timeout.connect_timeout, **self.conn_kw)


def pool_of(endpoint: Endpoint, *, is_stream: bool = False) -> HTTPConnectionPool:
    """The connections to a server; none is open yet.

    Proxies and passwords from the environment are ignored: they would change the recipient and the authorization.

    Args:
        endpoint: The server.
        is_stream: Whether answers are endless; the time limit then applies to each piece instead of the whole.
    """
    options: dict[str, Any] = {"maxsize": _KEPT, "is_stream": is_stream}
    if endpoint.socket is not None:
        return _UnixPool(endpoint.socket, **options)
    if not endpoint.is_encrypted:
        return _Pool(endpoint.host, endpoint.port, **options)
    context = tls_context(endpoint.verify)
    return _TlsPool(endpoint.host, endpoint.port, ssl_context=context, **options)
