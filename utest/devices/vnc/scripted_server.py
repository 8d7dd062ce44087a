"""A VNC server in the test, which does with each message what the test says."""

import socket
import struct
import threading

# How long messages of clients are, by their kinds; QEMU's own is its key with a scan code.
_LENGTHS = {0: 20, 2: 4, 3: 10, 4: 8, 5: 6, 255: 12}
EDGE = 4


class ScriptedServer:
    """Greets its only client, with a screen of 4x4 pixels, and hands on each message that comes."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._thread.join(30)
        self._listener.close()

    def take(self, kind: int, body: bytes) -> None:
        """Does what it does with a message; of a list of encodings nothing is read yet but how many there are."""
        raise NotImplementedError

    def send(self, data: bytes) -> None:
        self._client.sendall(data)

    def read(self, count: int) -> bytes:
        return self._client.recv(count, socket.MSG_WAITALL) if count else b""

    def _serve(self) -> None:
        self._client, _ = self._listener.accept()
        with self._client:
            self.send(b"RFB 003.008\n")
            self.read(12)
            self.send(b"\x01\x01")
            self.read(1)
            self.send(bytes(4))
            self.read(1)
            self.send(struct.pack(">HH16sI", EDGE, EDGE, bytes(16), 0))
            while kind := self._client.recv(1):
                self.take(kind[0], self.read(_LENGTHS[kind[0]] - 1))


def pixels(left: int, top: int, width: int, height: int) -> bytes:
    """A rectangle of an update, black."""
    return struct.pack(">4Hi", left, top, width, height, 0) + bytes(4 * width * height)
