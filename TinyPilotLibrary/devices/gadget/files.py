"""The few calls to the kernel that a HID node needs, behind a seam for tests."""

import sys
from typing import Protocol

from TinyPilotLibrary.errors import NotSupported


class NodeFiles(Protocol):
    """Device nodes as files: the kernel's, or a model of them."""

    def open(self, path: str) -> int:
        """Opens a character device for reading and writing, non-blocking; never creates anything.

        Raises:
            OSError: As the kernel has it; with `ENOTTY` if the file is no character device.
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
            How many bytes were taken.

        Raises:
            OSError: As the kernel has it; with `EAGAIN` if the host has not fetched the last one yet.
        """
        ...

    def read(self, descriptor: int) -> bytes:
        """Reads what the host has sent."""
        ...

    def poll(self, descriptor: int, seconds: float) -> bool:
        """Waits until a report can be written: the host has fetched the last one.

        Args:
            descriptor: The open file.
            seconds: How long to wait; 0 to look once.

        Returns:
            Whether one can be written.
        """
        ...

    def identity(self, path: str) -> tuple[int, ...] | None:
        """What tells a node from one that was made anew in its place; None if there is none."""
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
        "Only Linux can be a USB keyboard and mouse: 'gadget:' is for the KVM device itself. From here, open it by its "
        "address: https://tinypilot.local, or that of 'tinypilot serve gadget:' on it."
    )
