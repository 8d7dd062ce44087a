"""When a server has read the keys, on one that takes its time and does things of its own meanwhile."""

import struct
import time
from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.vnc.scripted_server import EDGE, ScriptedServer, pixels

_LONG_SIZE = -308
_PAUSE = 0.2


class _Server(ScriptedServer):
    """A server whose screen gets another size by itself while keys come, and which reads them slowly.

    Args:
        marking: Whether it knows ExtendedDesktopSize, which answers a request in any case.
    """

    def __init__(self, *, marking: bool) -> None:
        self._marking = marking
        self._edge = EDGE
        self.keys = 0
        super().__init__()

    def take(self, kind: int, body: bytes) -> None:
        if kind == 2:
            self.read(4 * struct.unpack(">xH", body)[0])
        elif kind == 4:
            self.keys += 1
            self._take_its_time()
        elif kind == 3 and not body[0]:
            self._answer(pixels(*struct.unpack(">x4H", body)))

    def _take_its_time(self) -> None:
        time.sleep(_PAUSE)
        if self._marking and self.keys == 1:
            self._edge += 1
            self.send(struct.pack(">BxH", 0, 1) + self._size())
            time.sleep(_PAUSE)

    def _answer(self, rectangle: bytes) -> None:
        parts = [self._size(), rectangle] if self._marking else [rectangle]
        self.send(struct.pack(">BxH", 0, len(parts)) + b"".join(parts))

    def _size(self) -> bytes:
        return struct.pack(">4HiBxxx16x", 0, 0, self._edge, self._edge, _LONG_SIZE, 1)


@pytest.fixture(params=[True, False], ids=["marks answers", "marks nothing"])
def server(request: pytest.FixtureRequest) -> Iterator[_Server]:
    server = _Server(marking=request.param)
    yield server
    server.end()


def test_typing_returns_when_the_server_has_read_the_keys(server: _Server) -> None:
    device = open_device(f"vnc:127.0.0.1::{server.port}", {"key_hold": 0, "key_gap": 0})
    try:
        device.frame()
        device.type([Keystroke("KeyA")])
        assert server.keys == 2
    finally:
        device.close()
