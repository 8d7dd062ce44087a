"""The requests session of one server: no settings from the environment, no redirects, no retries, no cookies."""

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import IO, Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout

_NO_PROXIES: dict[str, str] = {}


class _PoolAdapter(HTTPAdapter):
    """Sends over an existing pool, which has the trust settings and supports Unix sockets.

    Failures raise urllib3's own errors. Those of requests do not distinguish a broken connection, after which a read is
    retried, from a refused certificate.

    Args:
        pool: The connections to the server.
    """

    def __init__(self, pool: HTTPConnectionPool) -> None:
        super().__init__()
        self._pool = pool

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - as requests has it
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - as requests has it
        cert: str | bytes | tuple[str | bytes, str | bytes] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Sends a request once; the body of the answer has not been read yet."""
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        answer = self._pool.urlopen(
            request.method or "GET",
            request.path_url,
            request.body,
            request.headers,
            retries=False,
            redirect=False,
            timeout=Timeout(connect=connect, read=read),
            preload_content=False,
        )
        return self.build_response(request, answer)

    def close(self) -> None:
        """Closes the connections."""
        self._pool.close()
        super().close()


class HttpSession(Session):
    """A session with one server.

    Proxies and passwords from the environment are ignored: they would change the recipient and the authorization.
    Redirects are returned as answers, and cookies are not kept.

    Args:
        pool: The connections to the server.
    """

    def __init__(self, pool: HTTPConnectionPool) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = _PoolAdapter(pool)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def ask(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        data: bytes | IO[bytes] | None,
        timeout: tuple[float, float],
    ) -> BaseHTTPResponse:
        """Sends a request with these headers and no others, once.

        Args:
            method: `GET`, `POST` and so on.
            url: The whole address, without the query.
            params: The query parameters.
            headers: The headers.
            data: The body, or a file with it.
            timeout: Time limits for connecting and for the answer, in seconds.

        Returns:
            The answer; its body has not been read yet.

        Raises:
            RequestException: If the address is invalid.
            HTTPError: If the request fails.
        """
        request = PreparedRequest()
        # Looking up cookies and passwords would take a third of the time of a key.
        request.prepare_method(method)
        request.prepare_url(url, params)
        request.prepare_headers(headers)
        request.prepare_body(data, None)
        answer: BaseHTTPResponse = self.send(
            request, stream=True, timeout=timeout, allow_redirects=False, proxies=_NO_PROXIES
        ).raw
        return answer

    def get_redirect_target(self, resp: Any) -> None:  # noqa: ANN401 - as requests has it
        """None: each kind of device decides what a redirect means."""
