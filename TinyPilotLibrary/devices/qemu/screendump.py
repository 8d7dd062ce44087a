"""Pictures of QEMU's screen."""

import os
import sys
import tempfile
from pathlib import Path

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession


class Screendump:
    """Takes pictures of QEMU's screen, through shared memory if possible.

    A file would have to be where both processes may read and write, and under libvirt there is no such place.

    Args:
        session: The QMP session.
    """

    def __init__(self, session: QmpSession) -> None:
        self._session = session
        self._connection = 0
        self._fdset = 0
        self._memory: int | None = None
        self._writable: int | None = None

    def take(self) -> bytes:
        """The screen as it is now, as PPM.

        Raises:
            DeviceError: If QEMU does not provide it.
        """
        if sys.platform != "linux" or not self._session.is_local or not hasattr(os, "memfd_create"):
            return self._through_a_file()
        memory, writable = self._shared()
        # QEMU would continue at the end of the last picture, and does not truncate.
        os.lseek(writable, 0, os.SEEK_SET)
        os.ftruncate(writable, 0)
        self._session.command("screendump", filename=f"/dev/fdset/{self._fdset}")
        return os.pread(memory, os.fstat(memory).st_size, 0)

    def close(self) -> None:
        """Frees the memory."""
        for descriptor in (self._memory, self._writable):
            if descriptor is not None:
                os.close(descriptor)
        self._memory = self._writable = None

    def _through_a_file(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="tinypilot-") as folder:
            path = Path(folder) / "screen.ppm"
            self._session.command("screendump", filename=str(path))
            return path.read_bytes()

    if sys.platform == "linux":
        # Only Linux can pass memory to another process as a file.

        def _shared(self) -> tuple[int, int]:
            # Any command connects; a restarted QEMU needs the memory again.
            if self._memory is None or self._writable is None:
                self._memory = os.memfd_create("screendump")
                # QEMU opens its output for writing only, and accepts no descriptor with other access.
                self._writable = os.open(f"/proc/self/fd/{self._memory}", os.O_WRONLY)
            self._session.command("query-status")
            if self._connection != self._session.connections:
                # QEMU says which set: in one of another client's, it would draw into that one's memory.
                self._fdset = self._session.send_descriptor(self._writable)["fdset-id"]
                self._connection = self._session.connections
            return self._memory, self._writable
