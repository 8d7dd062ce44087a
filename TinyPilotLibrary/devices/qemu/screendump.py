"""The picture of QEMU's screen."""

import os
import sys
import tempfile
from pathlib import Path

from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession

_FDSET = 0x7D


class Screendump:
    """Takes pictures of QEMU's screen, through memory where the machine can share it with QEMU.

    A file would have to be in a place where both may read and write, which under libvirt is not given.

    Args:
        session: The QMP session.
    """

    def __init__(self, session: QmpSession) -> None:
        self._session = session
        self._connection = 0
        self._memory: int | None = None
        self._writable: int | None = None

    def take(self) -> bytes:
        """The screen as it is now, as PPM.

        Raises:
            DeviceError: If QEMU cannot give it.
        """
        if sys.platform != "linux" or not self._session.is_local or not hasattr(os, "memfd_create"):
            return self._through_a_file()
        memory, writable = self._shared()
        # QEMU writes where the last picture ended, and shortens nothing.
        os.lseek(writable, 0, os.SEEK_SET)
        os.ftruncate(writable, 0)
        self._session.command("screendump", filename=f"/dev/fdset/{_FDSET}")
        return os.pread(memory, os.fstat(memory).st_size, 0)

    def close(self) -> None:
        """Gives the memory back."""
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
        # Only Linux has memory that can be given to another program as a file.

        def _shared(self) -> tuple[int, int]:
            # Any command connects; a new QEMU has to be given the memory anew.
            if self._memory is None or self._writable is None:
                self._memory = os.memfd_create("screendump")
                # QEMU opens what it writes for writing only, and takes no descriptor that can do more.
                self._writable = os.open(f"/proc/self/fd/{self._memory}", os.O_WRONLY)
            self._session.command("query-status")
            if self._connection != self._session.connections:
                self._session.send_descriptor(self._writable, fdset_id=_FDSET)
                self._connection = self._session.connections
            return self._memory, self._writable
