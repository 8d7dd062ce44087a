"""Clients that wait, hang up, or have no more time: they hold up nobody, and nothing is typed for them any more."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import requests

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.vision.frame import Frame
from utest.companion.gated import GatedDevice, Pasting

pytestmark = pytest.mark.integration

_ROOT = "/api/companion/v1"
# More than the threads that a web framework has for its requests.
_MANY = 60


def _asking(url: str, token: object, method: str, path: str, body: object = None) -> socket.socket:
    """A request whose answer nobody has read yet."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=30)
    data = json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n"
    connection.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
    return connection


def _answer(connection: socket.socket) -> str:
    data = b""
    while piece := connection.recv(65536):
        data += piece
    return data.decode("latin-1")


def _is_answered(connection: socket.socket) -> bool:
    connection.settimeout(0)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(30)


class _CountingDevice(VirtualDevice):
    """A virtual computer that counts how often somebody waits for its next frame."""

    waited = 0

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        self.waited += 1
        return super().next_frame(after, timeout)


@pytest.fixture
def still() -> Iterator[Pasting[VirtualDevice]]:
    """A companion in front of a computer whose screen does not change by itself."""
    device = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Pasting(url, device, session)


def _until_logged(caplog: pytest.LogCaptureFixture, sentence: str) -> None:
    deadline = time.monotonic() + 30
    while sentence not in caplog.text:
        assert time.monotonic() < deadline, caplog.text
        time.sleep(0.01)


# Waiting


def test_clients_that_wait_for_a_frame_hold_up_no_input(still: Pasting[VirtualDevice]) -> None:
    number = still.session.get(f"{still.url}{_ROOT}/frame", timeout=30).headers["X-Frame-Number"]
    token = still.session.headers["Authorization"]
    with ExitStack() as held:
        waiting = [
            held.enter_context(_asking(still.url, token, "GET", f"{_ROOT}/frame?after={number}&timeout=30"))
            for _ in range(_MANY)
        ]
        # This one has its turn after the others.
        assert still.session.get(f"{still.url}/api/v1/screenshot", timeout=10).ok
        # A key that changes nothing on the screen.
        assert still.post("/api/v1/keystroke", {"code": "ShiftLeft"}).ok
        assert not any(map(_is_answered, waiting))
        still.post("/api/v1/keystroke", {"code": "F2"})
        assert all("HTTP/1.1 200" in _answer(connection) for connection in waiting)


def test_a_newer_frame_that_shows_the_same_is_waited_for_once() -> None:
    device = _CountingDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        number = session.get(f"{url}{_ROOT}/frame", timeout=30).headers["X-Frame-Number"]
        with _asking(
            url, session.headers["Authorization"], "GET", f"{_ROOT}/frame?after={number}&timeout=1.5"
        ) as waiting:
            assert session.post(f"{url}/api/v1/keystroke", json={"code": "KeyA"}, timeout=30).ok
            assert "HTTP/1.1 304" in _answer(waiting)
    # Some slices of a wait, and one look after the key.
    assert 1 <= device.waited <= 10


def test_input_that_waits_for_its_turn_holds_up_no_look_and_no_release(gated: Pasting[GatedDevice]) -> None:
    gated.post("/api/v1/paste", {"text": "ab"})
    token = gated.session.headers["Authorization"]
    with ExitStack() as held:
        waiting = [
            held.enter_context(_asking(gated.url, token, "POST", "/api/v1/keystroke", {"code": "KeyX"}))
            for _ in range(_MANY)
        ]
        assert gated.session.get(f"{gated.url}/api/v1/screenshot", timeout=10).ok
        with _asking(gated.url, token, "POST", f"{_ROOT}/release") as release:
            assert all("HTTP/1.1 409" in _answer(connection) for connection in waiting)
            gated.device.gate.set()
            assert "HTTP/1.1 200" in _answer(release)
    assert gated.pressed == ""


def test_the_state_of_a_slow_device_slows_no_key(still: Pasting[VirtualDevice]) -> None:
    still.device.simulate_fault("slow", 60)
    with ExitStack() as held:
        for _ in range(_MANY):
            held.enter_context(_asking(still.url, None, "GET", "/state"))
        # All of them share two looks, of a second each.
        assert still.session.get(f"{still.url}/state", timeout=10).ok
        assert still.post("/api/v1/keystroke", {"code": "KeyA"}).ok
    assert still.pressed == "KeyA"


# Hanging up


def test_input_whose_client_hung_up_before_its_turn_is_not_sent(
    gated: Pasting[GatedDevice], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "TinyPilotLibrary.companion")
    gated.post("/api/v1/paste", {"text": "a"})
    with _asking(gated.url, gated.session.headers["Authorization"], "POST", "/api/v1/keystroke", {"code": "F5"}):
        assert gated.session.get(f"{gated.url}/api/v1/screenshot", timeout=30).ok
    _until_logged(caplog, "Its client hung up before its input had its turn")
    gated.device.gate.set()
    assert gated.post("/api/v1/keystroke", {"code": "F6"}).ok
    assert gated.pressed == "KeyA F6"


def test_typing_ends_when_its_client_hangs_up(gated: Pasting[GatedDevice], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "TinyPilotLibrary.companion")
    keys = {"keystrokes": [{"code": "KeyA"}] * 300}
    with _asking(gated.url, gated.session.headers["Authorization"], "POST", f"{_ROOT}/keystrokes", keys):
        assert gated.device.begun.wait(30)
    _until_logged(caplog, "Its client hung up while its input was sent")
    assert gated.device.interrupted.wait(30)
    gated.device.gate.set()
    assert gated.post("/api/v1/keystroke", {"code": "F6"}).ok
    assert gated.pressed == "F6"


# Time limits


def test_input_whose_time_is_up_before_its_turn_is_not_sent_and_the_answer_says_so(gated: Pasting[GatedDevice]) -> None:
    gated.post("/api/v1/paste", {"text": "a"})
    headers = {"X-Time-Limit": "0.5"}
    answer = gated.session.post(f"{gated.url}/api/v1/keystroke", json={"code": "F5"}, headers=headers, timeout=30)
    assert answer.status_code == 409
    assert answer.text == "The 0.5 s that its client waits were over before this had its turn: nothing of it was sent."
    gated.device.gate.set()
    assert gated.post("/api/v1/keystroke", {"code": "F6"}).ok
    assert gated.pressed == "KeyA F6"


def test_what_was_sent_when_the_time_was_up_is_told(still: Pasting[VirtualDevice]) -> None:
    still.device.simulate_fault("slow", 60)
    answer = still.session.post(
        f"{still.url}{_ROOT}/keystrokes",
        json={"keystrokes": [{"code": "KeyA"}] * 30},
        headers={"X-Time-Limit": "1.5"},
        timeout=30,
    )
    assert answer.status_code == 409
    assert answer.text.startswith("The 1.5 s that its client waits were over. Interrupted after 2 of 30 keystrokes")
    assert still.pressed == "KeyA KeyA"


@pytest.mark.parametrize("limit", ["soon", "nan", "-1", "0", "inf"])
def test_a_time_limit_must_be_seconds(limit: str, still: Pasting[VirtualDevice]) -> None:
    answer = still.session.post(
        f"{still.url}/api/v1/keystroke", json={"code": "KeyA"}, headers={"X-Time-Limit": limit}, timeout=30
    )
    assert (answer.status_code, still.pressed) == (400, "")
    assert f"must be the seconds that the client waits, got '{limit}'" in answer.text
