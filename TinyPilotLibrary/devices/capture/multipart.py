"""Takes a stream of pictures (multipart/x-mixed-replace) apart as it comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from TinyPilotLibrary.errors import CorruptFrame

_END_OF_HEADERS = b"\r\n\r\n"
# More than any header block, less than a picture: something else is sent.
_LONGEST_HEADERS = 16384


@dataclass(frozen=True)
class Part:
    """One picture of the stream.

    Args:
        headers: What was said about it; names in small letters.
        body: The picture.
    """

    headers: Mapping[str, str]
    body: bytes


class MultipartParser:
    """Is fed with bytes and gives the parts that are whole."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._headers: dict[str, str] | None = None

    def feed(self, data: bytes) -> Iterator[Part]:
        """Takes the next bytes.

        Args:
            data: As they came, cut anywhere.

        Yields:
            The parts that are whole now.

        Raises:
            CorruptFrame: If this is no stream of pictures whose lengths are told.
        """
        self._buffer += data
        while True:
            if self._headers is None:
                end = self._buffer.find(_END_OF_HEADERS)
                if end < 0:
                    if len(self._buffer) > _LONGEST_HEADERS:
                        raise CorruptFrame("The stream has no headers between its pictures: is this a uStreamer?")
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
    if not told.isdecimal():
        raise CorruptFrame("The stream does not tell how long its pictures are: is this a uStreamer?")
    return int(told)
