"""Protocols as generators: they request bytes and do no I/O, so that they can be tested with any bytes.

A generator of type `Steps` yields what it needs, and receives what was read:

- a number: that many bytes;
- a writable memoryview: it is filled;
- bytes: they are sent;
- `StartTls`: the connection is encrypted from here on.
"""

import struct
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class StartTls:
    """Encrypts the connection from here on.

    Args:
        verified: Whether the server has a certificate.
    """

    verified: bool


Steps = Generator["int | bytes | memoryview | StartTls", bytes, T]


class ProtocolError(Exception):
    """The server sent something that is not VNC, or not plausible."""


def unpack(form: str) -> Steps[tuple[Any, ...]]:
    """Reads values of a `struct` format, in network byte order."""
    form = ">" + form
    data = yield struct.calcsize(form)
    return struct.unpack(form, data)


def text(most: int) -> Steps[str]:
    """Reads a string that is preceded by its length.

    Args:
        most: Its maximum length in bytes.
    """
    (length,) = yield from unpack("I")
    data = yield checked(length, most, "a text")
    return data.decode("utf-8", "replace")


def skip(count: int) -> Steps[None]:
    """Skips data, in pieces."""
    while count > 0:
        piece = min(count, 1 << 16)
        yield piece
        count -= piece


def checked(length: int, most: int, what: str) -> int:
    """A length, if it is plausible.

    Args:
        length: The length that the server sent.
        most: The maximum.
        what: What has that length.

    Raises:
        ProtocolError: If it is larger.
    """
    if length > most:
        raise ProtocolError(f"the server announces {what} of {length} bytes; {most} are the most that there can be")
    return length
