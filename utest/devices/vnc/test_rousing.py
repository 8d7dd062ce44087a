"""QEMU looks at its screen seldom: after input it is roused while somebody waits for a change. No other server is."""

import struct
import time
from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.protocol import NotifiesFrames
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.vnc.scripted_server import ScriptedServer, pixels

_POINTER, _KEYS = -257, -258


class _Server(ScriptedServer):
    """A server whose screen is still, and which notes each key that comes.

    Args:
        known: The encodings that it tells: QEMU's are those of its keys and of its pointer.
    """

    def __init__(self, known: list[int]) -> None:
        self._known = known
        self.keys: list[tuple[int, ...]] = []
        super().__init__()

    def take(self, kind: int, body: bytes) -> None:
        if kind == 2:
            self.read(4 * struct.unpack(">xH", body)[0])
            told = [struct.pack(">4Hi", 1, 0, 0, 0, encoding) for encoding in self._known]
            self.send(struct.pack(">BxH", 0, len(told)) + b"".join(told))
        elif kind == 3 and not body[0]:
            self.send(struct.pack(">BxH", 0, 1) + pixels(*struct.unpack(">x4H", body)))
        elif kind == 255:
            self.keys.append(struct.unpack(">xHII", body))
        elif kind == 4:
            self.keys.append(struct.unpack(">BxxI", body))


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[_Server]:
    server = _Server(request.param)
    yield server
    server.end()


def _keys_while_waiting(server: _Server, seconds: float, *typed: str) -> list[tuple[int, ...]]:
    """What comes to the server's keyboard while somebody waits, after some keys were typed."""
    device = open_device(f"vnc:127.0.0.1::{server.port}?key_hold=0&key_gap=0")
    try:
        assert isinstance(device, NotifiesFrames)
        frame = device.frame()
        if typed:
            device.type([Keystroke(code) for code in typed])
        before = len(server.keys)
        assert device.next_frame(frame, seconds).identity == frame.identity
        return server.keys[before:]
    finally:
        device.close()


@pytest.mark.parametrize("server", [[_KEYS, _POINTER]], indirect=True)
def test_qemu_is_roused_after_a_key_by_the_release_of_none(server: _Server) -> None:
    begun = time.monotonic()
    roused = _keys_while_waiting(server, 0.5, "KeyA")
    assert 2 <= len(roused) <= (time.monotonic() - begun) / 0.025
    # No key that there is, and not pressed.
    assert all((down, scan_code) == (0, 0) for down, _, scan_code in roused)


@pytest.mark.parametrize("server", [[_KEYS, _POINTER]], indirect=True)
def test_it_is_left_alone_where_nothing_was_sent(server: _Server) -> None:
    assert _keys_while_waiting(server, 0.3) == []


@pytest.mark.integration
@pytest.mark.parametrize("server", [[_KEYS, _POINTER]], indirect=True)
def test_it_is_left_alone_some_time_after_the_key(server: _Server) -> None:
    assert len(_keys_while_waiting(server, 2.0, "KeyA")) <= 1.0 / 0.025


@pytest.mark.parametrize("server", [[_KEYS], []], ids=["scan codes", "keysyms"], indirect=True)
def test_other_servers_get_keys_alone(server: _Server) -> None:
    assert _keys_while_waiting(server, 0.3, "KeyA") == []
