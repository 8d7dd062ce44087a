"""What a VNC server says: rectangles of its screen, lights, sizes, and what nobody needs. RFC 6143, 7.6 to 7.8."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.devices.vnc.framebuffer import Framebuffer, Picture, Rectangle, check_size
from TinyPilotLibrary.devices.vnc.messages import PIXEL
from TinyPilotLibrary.devices.vnc.reading import ProtocolError, Steps, checked, skip, unpack
from TinyPilotLibrary.devices.vnc.zrle import Zlib, decode_tiles, most_bytes

RAW, COPY, ZLIB, ZRLE = 0, 1, 6, 16
LAST_RECTANGLE, SIZE, LONG_SIZE, LEDS, QEMU_KEYS, QEMU_POINTER = -224, -223, -308, -261, -258, -257
#: What this client understands beside pixels.
EXTRAS = (LONG_SIZE, SIZE, LAST_RECTANGLE, LEDS, QEMU_KEYS, QEMU_POINTER)
_UPDATE, _COLOURS, _BELL, _CLIPBOARD = 0, 1, 2, 3
# A rectangle count that is ended by LastRect.
_UNTIL_LAST = 0xFFFF


@dataclass
class Seen:
    """What a server has sent so far.

    Args:
        screen: The screen.
        changes: Counts the updates that made the screen another.
        updates: Counts all updates.
        marks: Counts the server's answers to requests for a part of the screen whatever it is (LONG_SIZE): what comes
            after one was made after the server had read that request.
        watched: A part of the screen that is waited for.
        covered: How many of its pixels came since.
        sizes: Counts how often the screen got another size.
        leds: The keyboard's lights; None if the server does not tell.
        scan_codes: Whether the server takes keys as places on the keyboard.
        takes_places: Whether the target's pointer takes absolute places, where the server tells.
    """

    screen: Framebuffer
    changes: int = 0
    updates: int = 0
    marks: int = 0
    watched: Rectangle = field(default_factory=lambda: Rectangle(0, 0, 1, 1))
    covered: int = 0
    sizes: int = 0
    leds: Leds | None = None
    scan_codes: bool = False
    takes_places: bool = True

    def watch(self, part: Rectangle) -> None:
        """Waits for a part of the screen from now on."""
        self.watched, self.covered = part, 0

    def came(self, place: Rectangle, *, changed: bool) -> None:
        """A part of the screen has come.

        Args:
            place: The part.
            changed: Whether it is another than before.
        """
        self.covered += place.shared(self.watched)
        self.changes += changed

    def lit(self, leds: Leds) -> None:
        """The server tells the lights."""
        self.leds = leds

    def points(self, *, absolute: bool) -> None:
        """The server tells what the target's pointer takes."""
        self.takes_places = absolute

    def takes_scan_codes(self) -> None:
        """The server takes keys as places on the keyboard."""
        self.scan_codes = True

    def resize(self, width: int, height: int, *, marked: bool) -> None:
        """The screen has another size, if it has; a server that is asked for a part tells its size before.

        Args:
            width: The width in pixels.
            height: The height.
            marked: Whether it is told in the way that answers requests, too.
        """
        if marked:
            self.marks += 1
            self.covered = 0
        if (width, height) != (self.screen.whole.width, self.screen.whole.height):
            self.screen = Framebuffer(width, height)
            self.sizes += 1
            self.changes += 1
            self.covered = 0


class ServerMessages:
    """Reads what a server says.

    Args:
        seen: What is kept of it.
        lock: What is held while an update is put into `seen`, as a whole.
    """

    def __init__(self, seen: Seen, lock: AbstractContextManager[object] | None = None) -> None:
        self._seen = seen
        self._lock = lock or nullcontext()
        self._whole = seen.screen.whole
        # Both go on from rectangle to rectangle.
        self._zrle, self._zlib = Zlib(), Zlib()

    def one(self) -> Steps[None]:
        """Reads one message.

        Raises:
            ProtocolError: If the server says what no server can mean.
        """
        (kind,) = yield from unpack("B")
        if kind == _UPDATE:
            yield from self._update()
        elif kind == _COLOURS:
            _, _, count = yield from unpack("BHH")
            yield from skip(count * 6)
        elif kind == _CLIPBOARD:
            *_, length = yield from unpack("3sI")
            yield from skip(length if length < 1 << 31 else (1 << 32) - length)
        elif kind != _BELL:
            raise ProtocolError(f"the server sends a message of the unknown kind {kind}")

    def _update(self) -> Steps[None]:
        _, count = yield from unpack("BH")
        left = count
        what_is_new: list[Callable[[], None]] = []
        while left or count == _UNTIL_LAST:
            *place, encoding = yield from unpack("4Hi")
            left -= 1
            if encoding == LAST_RECTANGLE:
                break
            new = yield from self._rectangle(Rectangle(*place), encoding)
            if new:
                what_is_new.append(new)
        # A picture in between was on no screen.
        with self._lock:
            for put in what_is_new:
                put()
            self._seen.updates += 1

    def _rectangle(self, place: Rectangle, encoding: int) -> Steps[Callable[[], None] | None]:
        """Reads a rectangle, and returns what puts it into `seen`."""
        seen = self._seen
        if encoding in {SIZE, LONG_SIZE}:
            if encoding == LONG_SIZE:
                (screens,) = yield from unpack("B3x")
                yield from skip(screens * 16)
            check_size(place.width, place.height)
            self._whole = Rectangle(0, 0, place.width, place.height)
            return partial(seen.resize, place.width, place.height, marked=encoding == LONG_SIZE)
        if encoding == LEDS:
            (lights,) = yield from unpack("B")
            return partial(seen.lit, Leds(bool(lights & 2), bool(lights & 4), bool(lights & 1)))
        if encoding == QEMU_KEYS:
            return seen.takes_scan_codes
        if encoding == QEMU_POINTER:
            return partial(seen.points, absolute=bool(place.left))
        place.check_within(self._whole)
        if encoding == COPY:
            left, top = yield from unpack("HH")
            source = Rectangle(left, top, place.width, place.height)
            source.check_within(self._whole)
            return lambda: seen.came(place, changed=seen.screen.copy(source, place))
        if not place.area:
            return None
        pixels = yield from self._pixels(place, encoding)
        return lambda: seen.came(place, changed=seen.screen.put(place, pixels))

    def _pixels(self, place: Rectangle, encoding: int) -> Steps[Picture]:
        if encoding == RAW:
            pixels = np.empty((place.height, place.width, PIXEL), np.uint8)
            yield pixels.data.cast("B")
            return pixels
        if encoding not in {ZRLE, ZLIB}:
            raise ProtocolError(f"the server sends pixels in the encoding {encoding}, which was not asked for")
        most = most_bytes(place.width, place.height)
        (length,) = yield from unpack("I")
        # What cannot be compressed is a little longer than it was.
        packed = yield checked(length, most + (most >> 8) + 1024, "a compressed rectangle")
        if encoding == ZRLE:
            return decode_tiles(self._zrle.inflate(packed, most), place.width, place.height)
        plain = self._zlib.inflate(packed, place.area * PIXEL)
        if len(plain) != place.area * PIXEL:
            raise ProtocolError("the server sends a rectangle that is cut off")
        return np.frombuffer(plain, np.uint8).reshape(place.height, place.width, PIXEL)
