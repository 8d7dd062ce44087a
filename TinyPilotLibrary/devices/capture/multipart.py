"""Splits a stream of pictures (multipart/x-mixed-replace) as it arrives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from TinyPilotLibrary.devices.http import LARGEST_ANSWER
from TinyPilotLibrary.errors import CorruptFrame

_END_OF_HEADERS = b"\r\n\r\n"
# More than any header block and less than a picture: it is something else.
_LONGEST_HEADERS = 16384


@dataclass(frozen=True)
class Part:
    """One picture of the stream.

    Args:
        headers: Its headers; names in lower case.
        body: The picture.
    """

    headers: Mapping[str, str]
    body: bytes


class MultipartParser:
    """Receives bytes and yields complete parts."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._headers: dict[str, str] | None = None

    def feed(self, data: bytes) -> Iterator[Part]:
        """Takes the next bytes.

        Args:
            data: The bytes as they arrived, split anywhere.

        Yields:
            The parts that are now complete.

        Raises:
            CorruptFrame: If it is not a stream of pictures with their lengths.
        """
        self._buffer += data
        while True:
            if self._headers is None:
                end = self._buffer.find(_END_OF_HEADERS)
                if end < 0:
                    if len(self._buffer) > _LONGEST_HEADERS:
                        raise CorruptFrame("The stream has no headers between its pictures. Is it from uStreamer?")
                    return
                self._headers = _read_headers(bytes(self._buffer[:end]))
                del self._buffer[: end + len(_END_OF_HEADERS)]
            length = _length(self._headers)
            if len(self._buffer) < length:
                return
            yield Part(self._headers, bytes(self._buffer[:length]))
            del self._buffer[:length]
            self._headers = None


def _read_headers(block: bytes) -> dict[str, str]:
    # The line with the boundary has no colon; the end of the picture before it is an empty line.
    lines = (line.partition(":") for line in block.decode("latin-1").split("\r\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


def _length(headers: Mapping[str, str]) -> int:
    told = headers.get("content-length", "")
    if not (told.isascii() and told.isdecimal()):
        raise CorruptFrame("The stream does not give the length of its pictures. Is it from uStreamer?")
    digits = told.lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_ANSWER)) or int(digits) > LARGEST_ANSWER:
        most = f"{LARGEST_ANSWER >> 20} MiB"
        raise CorruptFrame(f"The stream announces a picture of {digits[:20]} bytes; none is larger than {most}.")
    return int(digits)
