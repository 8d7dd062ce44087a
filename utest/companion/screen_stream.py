"""The stream of what is new on the screen, read as its description says."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import requests
from PIL import Image

PATH = "/api/companion/v1/screen"
_HEAD = struct.Struct("<9I")
STILL, JPEG, RUNS = 0, 1, 2


@dataclass(frozen=True)
class Update:
    """What is new: its kind, the number of the picture, the size of all of it, and where it is new."""

    kind: int
    number: int
    size: tuple[int, int]
    box: tuple[int, int, int, int]
    data: bytes

    def draw_on(self, screen: Image.Image) -> None:
        """Makes the picture before to this one."""
        left, top, width, height = self.box
        if self.kind == JPEG:
            part = Image.open(io.BytesIO(self.data)).convert("RGB")
        else:
            lengths, colours = np.frombuffer(self.data, "<u4").reshape(2, -1)
            pixels = np.repeat(colours, lengths).astype("<u4").view(np.uint8).reshape(height, width, 4)
            part = Image.fromarray(pixels, "RGBA").convert("RGB")
        assert part.size == (width, height)
        screen.paste(part, (left, top))


class ScreenStream:
    """An answer that stays open."""

    def __init__(self, answer: requests.Response) -> None:
        self._raw = answer.raw

    def next(self) -> Update | None:
        """The next message; None if the stream has ended."""
        head = self._raw.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        length, kind, number, width, height, *box = _HEAD.unpack(head)
        left, top, *size = box
        return Update(kind, number, (width, height), (left, top, *size), self._raw.read(length))

    def next_picture(self) -> Update:
        """The next message that is no sign of life alone."""
        while (update := self.next()) is None or update.kind == STILL:
            assert update is not None, "the stream has ended"
        return update


@contextmanager
def screen_stream(session: requests.Session, url: str, after: int = 0) -> Iterator[ScreenStream]:
    """Asks for the stream."""
    with session.get(url + PATH, params={"after": after}, stream=True, timeout=30) as answer:
        answer.raise_for_status()
        yield ScreenStream(answer)
