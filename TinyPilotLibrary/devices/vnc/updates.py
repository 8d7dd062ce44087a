"""Messages of a VNC server: rectangles of its screen, LEDs, sizes, and ignored ones. RFC 6143, 7.6 to 7.8."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.devices.vnc.framebuffer import Framebuffer, Picture, Rectangle, check_size
from TinyPilotLibrary.devices.vnc.messages import PIXEL
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError, Steps, checked, skip, unpack
from TinyPilotLibrary.devices.vnc.zrle import Zlib, decode_tiles, most_bytes

RAW, COPY, ZLIB, ZRLE = 0, 1, 6, 16
LAST_RECTANGLE, SIZE, LONG_SIZE, LEDS, QEMU_KEYS, QEMU_POINTER = -224, -223, -308, -261, -258, -257
#: The pseudo-encodings of this client.
EXTRAS = (LONG_SIZE, SIZE, LAST_RECTANGLE, LEDS, QEMU_KEYS, QEMU_POINTER)
_UPDATE, _COLOURS, _BELL, _CLIPBOARD = 0, 1, 2, 3
# A rectangle count that means: until LastRect.
_UNTIL_LAST = 0xFFFF


@dataclass
class Seen:
    """The state of what a server has sent so far.

    Args:
        screen: The screen.
        changes: Counts the updates that changed the screen.
        updates: Counts all updates.
        marks: Counts the server's answers (LONG_SIZE) to non-incremental requests for a part of the screen: whatever
            follows a mark was created after the server had read that request.
        watched: The part of the screen that is awaited.
        covered: How many of its pixels have arrived since.
        sizes: Counts the changes of the screen size.
        leds: The keyboard LEDs; None if the server does not report them.
        scan_codes: Whether the server accepts scan codes.
        takes_places: Whether the target's pointer is absolute, if the server reports it.
        tells_pointer: Whether it reports that: only QEMU does.
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
    tells_pointer: bool = False

    def watch(self, part: Rectangle) -> None:
        """Starts to watch for a part of the screen."""
        self.watched, self.covered = part, 0

    def came(self, place: Rectangle, *, changed: bool) -> None:
        """Notes that a part of the screen has arrived.

        Args:
            place: The part.
            changed: Whether it differs from before.
        """
        self.covered += place.shared(self.watched)
        self.changes += changed

    def lit(self, leds: Leds) -> None:
        """Stores the LEDs."""
        self.leds = leds

    def points(self, *, absolute: bool) -> None:
        """Stores whether the target's pointer is absolute."""
        self.takes_places, self.tells_pointer = absolute, True

    def takes_scan_codes(self) -> None:
        """Notes that the server accepts scan codes."""
        self.scan_codes = True

    def resize(self, width: int, height: int, *, marked: bool) -> None:
        """Stores the size of the screen; servers also send an unchanged one, before a requested part.

        Args:
            width: The width in pixels.
            height: The height.
            marked: Whether it was sent in the form that also answers requests.
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
    """Reads the messages of a server.

    Args:
        seen: Receives their content.
        lock: Is held while a whole update is stored in `seen`.
    """

    def __init__(self, seen: Seen, lock: AbstractContextManager[object] | None = None) -> None:
        self._seen = seen
        self._lock = lock or nullcontext()
        self._whole = seen.screen.whole
        # As many rows of it as this update has used, from the top.
        self._rows, self._used = np.empty((0, 0, PIXEL), np.uint8), 0
        # Both streams continue across rectangles.
        self._zrle, self._zlib = Zlib(), Zlib()

    def one(self) -> Steps[None]:
        """Reads one message.

        Raises:
            ProtocolError: If it is invalid.
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
        self._used = 0
        what_is_new: list[Callable[[], None]] = []
        while left or count == _UNTIL_LAST:
            *place, encoding = yield from unpack("4Hi")
            left -= 1
            if encoding == LAST_RECTANGLE:
                break
            new = yield from self._rectangle(Rectangle(*place), encoding)
            if new:
                what_is_new.append(new)
        # An intermediate state was never on the screen.
        with self._lock:
            for put in what_is_new:
                put()
            self._seen.updates += 1

    def _rectangle(self, place: Rectangle, encoding: int) -> Steps[Callable[[], None] | None]:
        """Reads a rectangle, and returns a function that stores it in `seen`."""
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

    def _room(self, place: Rectangle) -> Picture:
        """Memory for raw pixels until the end of the update, which is kept: new memory takes longer than to fill it."""
        if place.width != self._whole.width or place.top < self._used:
            return np.empty((place.height, place.width, PIXEL), np.uint8)
        if self._rows.shape[:2] != (self._whole.height, self._whole.width):
            self._rows = np.empty((self._whole.height, self._whole.width, PIXEL), np.uint8)
        self._used = place.top + place.height
        return self._rows[place.top : self._used]

    def _pixels(self, place: Rectangle, encoding: int) -> Steps[Picture]:
        if encoding == RAW:
            pixels = self._room(place)
            yield pixels.data.cast("B")
            return pixels
        if encoding not in {ZRLE, ZLIB}:
            raise ProtocolError(f"the server sends pixels in the encoding {encoding}, which was not asked for")
        most = most_bytes(place.width, place.height)
        (length,) = yield from unpack("I")
        # Incompressible data gets slightly longer.
        packed = yield checked(length, most + (most >> 8) + 1024, "a compressed rectangle")
        if encoding == ZRLE:
            return decode_tiles(self._zrle.inflate(packed, most), place.width, place.height)
        plain = self._zlib.inflate(packed, place.area * PIXEL)
        if len(plain) != place.area * PIXEL:
            raise ProtocolError("the server sends a rectangle that is cut off")
        return np.frombuffer(plain, np.uint8).reshape(place.height, place.width, PIXEL)
