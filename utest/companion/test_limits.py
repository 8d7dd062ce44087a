"""What no client can do to the companion, with or without a token: take its memory, its connections or its log."""

import json
import os
import re
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import trustme
from starlette.requests import Request

from TinyPilotLibrary.companion import connections
from TinyPilotLibrary.companion.access import Access
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.companion.command import serve_command

_MIB = 1 << 20
_ASKED = b"GET /api/v1/state HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def _connection(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        yield connection


def _answer(connection: socket.socket) -> str:
    """All that is answered until the connection is closed."""
    data = b""
    with suppress(ConnectionError):
        while piece := connection.recv(65536):
            data += piece
    return data.decode("latin-1")


@pytest.fixture
def url() -> Iterator[str]:
    with running(VirtualDevice()) as served:
        yield served


# What is sent


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(url: str) -> None:
    with _connection(url) as connection:
        head = f"POST /api/v1/paste HTTP/1.1\r\nHost: localhost\r\nContent-Length: {300 * _MIB}\r\n\r\n"
        connection.sendall(head.encode())
        answer = _answer(connection)
    assert answer.startswith("HTTP/1.1 413 ")
    assert answer.endswith("The body is larger than 1 MiB.")


@pytest.mark.parametrize("path", ["/api/v1/paste", "/api/companion/v1/keystrokes"])
def test_without_a_token_a_body_is_not_even_read(path: str, url: str) -> None:
    with _connection(url) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 401 ")


def test_a_body_whose_length_is_not_announced_is_refused_when_it_is_too_large(url: str) -> None:
    token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
    with _connection(url) as connection:
        head = f"POST /api/v1/paste HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(40):
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        answer = _answer(connection)
    # A reset may overtake the answer, since there was more to read.
    assert answer == "" or answer.startswith("HTTP/1.1 413 ")
    assert requests.get(f"{url}/api/v1/state", timeout=30).ok


def test_a_head_that_does_not_end_is_refused(url: str) -> None:
    with _connection(url) as connection:
        with suppress(ConnectionError):
            connection.sendall(_ASKED + b"X-Long: " + b"x" * 60_000)
        answer = _answer(connection)
    assert answer == "" or answer.startswith("HTTP/1.1 431 ")
    assert requests.get(f"{url}/api/v1/state", timeout=30).ok


@pytest.mark.integration
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
def test_requests_whose_answers_nobody_reads_do_not_pile_up() -> None:
    with serve_command("virtual:") as (process, url), _connection(url) as connection:
        before = _memory(process.pid)
        with suppress(ConnectionError):
            for _ in range(100):
                connection.sendall((_ASKED + b"\r\n") * 200)
            connection.sendall(_ASKED + b"Connection: close\r\n\r\n")
        # The connection is closed long before all of them are answered.
        assert _answer(connection).count("HTTP/1.1 200") < 10_000
        assert _memory(process.pid) - before < 60
        assert requests.get(f"{url}/api/v1/state", timeout=30).ok


def test_some_requests_may_be_sent_ahead(url: str) -> None:
    with _connection(url) as connection:
        body = json.dumps({"fields": "x" * 50_000}).encode()
        posted = b"POST /api/v1/auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        # The last one is cut where a piece may end.
        connection.sendall((_ASKED + b"\r\n") * 10 + posted + body + _ASKED)
        connection.sendall(b"Connection: close\r\n\r\n")
        assert _answer(connection).count("HTTP/1.1 200 ") == 12


def _memory(process: int) -> float:
    """The largest memory that a process has had, in MiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


# How long it takes


@pytest.mark.parametrize(
    ("begun", "answered"),
    [
        pytest.param(b"", "HTTP/1.1 408 ", id="silent"),
        pytest.param(b"GET /api/v1/sta", "HTTP/1.1 408 ", id="half-a-head"),
        pytest.param(b"POST /api/v1/auth HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{", "", id="half-a-body"),
    ],
)
def test_a_request_that_does_not_go_on_is_ended(
    begun: bytes, answered: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_HEAD", 0.2)
    monkeypatch.setattr(connections, "_BODY", 0.2)
    with _connection(url) as connection:
        connection.sendall(begun)
        assert _answer(connection).startswith(answered)


def test_a_connection_that_was_used_may_rest(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_HEAD", 0.2)
    with requests.Session() as session:
        assert session.get(f"{url}/api/v1/state", timeout=30).ok
        time.sleep(0.5)
        assert session.get(f"{url}/api/v1/state", timeout=30).ok
        (key,) = session.adapters["http://"].poolmanager.pools.keys()  # type: ignore[attr-defined]
        assert session.adapters["http://"].poolmanager.pools[key].num_connections == 1  # type: ignore[attr-defined]


# How many there are


@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are Unix's")
def test_silent_connections_lock_nobody_out_and_fill_no_log() -> None:
    import resource  # noqa: PLC0415 - only Unix has it

    with serve_command("virtual:") as (process, url), ExitStack() as held:
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (160, 160))
        device = open_device(url)
        held.callback(device.close)
        device.type([Keystroke("KeyA")])
        for _ in range(300):
            held.enter_context(_connection(url))
        # Who was there goes on over the same connection, and others come in.
        device.type([Keystroke("KeyA")])
        assert requests.get(f"{url}/api/v1/state", timeout=30).ok
        process.terminate()
        assert process.stderr
        assert len(process.stderr.read()) < 2000


@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are Unix's")
def test_silent_connections_before_tls_lock_nobody_out(tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 - only Unix has it

    arguments = _tls(tmp_path)
    with serve_command("virtual:", *arguments) as (process, url), ExitStack() as held:
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (160, 160))
        for _ in range(300):
            held.enter_context(_connection(url))
        assert requests.get(f"{url}/api/v1/state", verify=str(tmp_path / "ca.pem"), timeout=30).ok


@pytest.mark.integration
@pytest.mark.skipif(sys.platform != "linux", reason="reads the open files of a process from /proc")
def test_without_files_left_the_log_is_short_and_it_works_again_afterwards() -> None:
    import resource  # noqa: PLC0415 - only Unix has it

    with serve_command("virtual:") as (process, url):
        requests.get(f"{url}/api/v1/state", timeout=30)
        limits = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        used = 1 + max(int(name) for name in os.listdir(f"/proc/{process.pid}/fd"))  # noqa: PTH208 - names are wanted
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (used, limits[1]))
        with ExitStack() as held:
            for _ in range(20):
                held.enter_context(_connection(url))
            time.sleep(2.5)
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, limits)
        assert requests.get(f"{url}/api/v1/state", timeout=30).ok
        process.terminate()
        assert process.stderr
        log = process.stderr.read()
    assert "socket.accept() out of system resource" in log
    assert len(log) < 5000


def test_tokens_are_bounded_and_the_one_in_use_stays() -> None:
    access = Access()
    used = access.new_token()
    abandoned = access.new_token()
    for _ in range(1000):
        access.new_token()
        assert access.grants(_request(used))
    assert not access.grants(_request(abandoned))


def _request(token: str) -> Request:
    return Request({"type": "http", "headers": [(b"authorization", f"Bearer {token}".encode())]})


# Who asks


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "", "[::1", "127.0.0.1@e"]
)
def test_a_name_that_is_not_its_own_is_refused(host: str, url: str) -> None:
    for path in ("/api/v1/state", "/state", "/openapi.json", "/api/v1/screenshot"):
        answer = requests.get(url + path, headers={"Host": host}, timeout=30)
        assert answer.status_code == 400, path


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:80", "192.0.2.7", socket.gethostname()]
)
def test_its_own_names_and_addresses_are_known(host: str, url: str) -> None:
    assert requests.get(f"{url}/api/v1/state", headers={"Host": host}, timeout=30).ok


@pytest.mark.integration
def test_a_further_name_can_be_given() -> None:
    with serve_command("virtual:", "--name", "kvm.example") as (_, url):
        assert requests.get(f"{url}/api/v1/state", headers={"Host": "kvm.example:8000"}, timeout=30).ok


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1.evil.example"]
)
def test_a_web_page_of_another_site_is_refused(origin: str, url: str) -> None:
    for method, path in (("GET", "/api/v1/state"), ("POST", "/api/v1/auth"), ("POST", "/api/v1/keystroke")):
        answer = requests.request(method, url + path, headers={"Origin": origin}, timeout=30)
        assert answer.status_code == 400
        assert "Origin" in answer.text


@pytest.mark.integration
def test_tls_1_2_has_ciphers_with_forward_secrecy_and_authentication_alone(tmp_path: Path) -> None:
    with serve_command("virtual:", *_tls(tmp_path)) as (_, url):
        assert "GCM" in _cipher(url, tmp_path, "ECDHE+AESGCM:ECDHE+AES")
        with pytest.raises((ssl.SSLError, ConnectionError)):
            _cipher(url, tmp_path, "AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256")


def _tls(folder: Path) -> list[str]:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    return ["--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")]


def _cipher(url: str, folder: Path, offered: str) -> str:
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(offered)
    with _connection(url) as plain, closing(context.wrap_socket(plain, server_hostname="127.0.0.1")) as encrypted:
        cipher = encrypted.cipher()
    assert cipher
    return cipher[0]
