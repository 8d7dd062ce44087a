"""Protocols as generators: they ask for bytes and know nothing of sockets, so that any bytes can be tried on them.

A generator of type `Steps` yields what it needs, and is sent what was read:

- a number: so many bytes;
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
    """The connection is encrypted from here on.

    Args:
        verified: Whether the server has a certificate.
    """

    verified: bool


Steps = Generator["int | bytes | memoryview | StartTls", bytes, T]


class ProtocolError(Exception):
    """What a server sent is no VNC, or cannot be true."""


def unpack(form: str) -> Steps[tuple[Any, ...]]:
    """Reads what `struct` knows, in the order of the network."""
    form = ">" + form
    data = yield struct.calcsize(form)
    return struct.unpack(form, data)


def text(most: int) -> Steps[str]:
    """Reads a text with its length before it.

    Args:
        most: The most bytes that it can have.
    """
    (length,) = yield from unpack("I")
    data = yield checked(length, most, "a text")
    return data.decode("utf-8", "replace")


def skip(count: int) -> Steps[None]:
    """Reads what nobody needs, in pieces."""
    while count > 0:
        piece = min(count, 1 << 16)
        yield piece
        count -= piece


def checked(length: int, most: int, what: str) -> int:
    """A length that can be one.

    Args:
        length: What the server says.
        most: The most that there can be.
        what: What has that length.

    Raises:
        ProtocolError: If it is more.
    """
    if length > most:
        raise ProtocolError(f"the server announces {what} of {length} bytes; {most} are the most that there can be")
    return length
