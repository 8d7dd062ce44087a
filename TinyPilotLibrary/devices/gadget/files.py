"""The few kernel calls that a HID node needs, replaceable in tests."""

import sys
from typing import Protocol

from TinyPilotLibrary.errors import NotSupported


class NodeFiles(Protocol):
    """Device nodes as files: those of the kernel, or a model of them."""

    def open(self, path: str) -> int:
        """Opens a character device for reading and writing, non-blocking; never creates anything.

        Raises:
            OSError: As raised by the kernel; with `ENOTTY` if the file is not a character device.
        """
        ...

    def close(self, descriptor: int) -> None:
        """Closes it."""
        ...

    def write(self, descriptor: int, report: bytes) -> int:
        """Writes a report.

        Args:
            descriptor: The open file.
            report: The report.

        Returns:
            The number of bytes that were accepted.

        Raises:
            OSError: As raised by the kernel; with `EAGAIN` if the host has not fetched the previous one yet.
        """
        ...

    def read(self, descriptor: int) -> bytes:
        """Reads what the host has sent."""
        ...

    def poll(self, descriptor: int, seconds: float) -> bool:
        """Waits until a report can be written, because the host has fetched the previous one.

        Args:
            descriptor: The open file.
            seconds: How long to wait; 0 to check once.

        Returns:
            Whether one can be written.
        """
        ...

    def identity(self, path: str) -> tuple[int, ...] | None:
        """Distinguishes a node from one that was recreated in its place; None if there is none."""
        ...


def kernel_files() -> NodeFiles:
    """The kernel's files.

    Raises:
        NotSupported: If the kernel is not Linux.
    """
    if sys.platform == "linux":
        from TinyPilotLibrary.devices.gadget.kernel_files import KernelFiles  # noqa: PLC0415 - Linux's calls

        return KernelFiles()
    raise NotSupported(
        "Only Linux can be a USB keyboard and mouse: 'gadget:' is for use on the KVM device itself. From here, open "
        "the device by its address: https://tinypilot.local, or that of 'tinypilot serve gadget:' on it."
    )
