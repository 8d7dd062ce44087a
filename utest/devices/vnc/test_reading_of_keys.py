"""When a server has read the keys, on one that takes its time and does things of its own meanwhile."""

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke

_LENGTHS = {0: 20, 2: 4, 3: 10, 4: 8, 5: 6}
_LONG_SIZE = -308
_PAUSE = 0.2


class _Server:
    """A server whose screen gets another size by itself while keys come, and which reads them slowly.

    Args:
        marking: Whether it knows ExtendedDesktopSize, which answers a request in any case.
    """

    def __init__(self, *, marking: bool) -> None:
        self._marking = marking
        self._edge = 4
        self.keys = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def end(self) -> None:
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        self._client, _ = self._listener.accept()
        with self._client:
            self._client.sendall(b"RFB 003.008\n")
            self._read(12)
            self._client.sendall(b"\x01\x01")
            self._read(1)
            self._client.sendall(bytes(4))
            self._read(1)
            self._client.sendall(struct.pack(">HH16sI", self._edge, self._edge, bytes(16), 0))
            while kind := self._client.recv(1):
                self._take(kind[0])

    def _take(self, kind: int) -> None:
        body = self._read(_LENGTHS[kind] - 1)
        if kind == 2:
            self._read(4 * struct.unpack(">xH", body)[0])
        elif kind == 4:
            self.keys += 1
            self._take_its_time()
        elif kind == 3 and not body[0]:
            self._answer(*struct.unpack(">x4H", body))

    def _take_its_time(self) -> None:
        time.sleep(_PAUSE)
        if self._marking and self.keys == 1:
            self._edge += 1
            self._client.sendall(struct.pack(">BxH", 0, 1) + self._size())
            time.sleep(_PAUSE)

    def _answer(self, left: int, top: int, width: int, height: int) -> None:
        pixels = struct.pack(">4Hi", left, top, width, height, 0) + bytes(4 * width * height)
        parts = [self._size(), pixels] if self._marking else [pixels]
        self._client.sendall(struct.pack(">BxH", 0, len(parts)) + b"".join(parts))

    def _size(self) -> bytes:
        return struct.pack(">4HiBxxx16x", 0, 0, self._edge, self._edge, _LONG_SIZE, 1)

    def _read(self, count: int) -> bytes:
        return self._client.recv(count, socket.MSG_WAITALL)


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
