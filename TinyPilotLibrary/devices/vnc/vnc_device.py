"""A VNC server as a device."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar, cast

from TinyPilotLibrary.devices.interruption import Interruption
from TinyPilotLibrary.devices.options import seconds, secret_text, trust
from TinyPilotLibrary.devices.protocol import HasLeds, Kind, Leds
from TinyPilotLibrary.devices.vnc import messages
from TinyPilotLibrary.devices.vnc.address import address_of
from TinyPilotLibrary.devices.vnc.handshake import Credentials
from TinyPilotLibrary.devices.vnc.pointer_pacing import PointerPacing
from TinyPilotLibrary.devices.vnc.updates import COPY, RAW, ZLIB, ZRLE
from TinyPilotLibrary.devices.vnc.vnc_connection import Connection, Server
from TinyPilotLibrary.devices.vnc.vnc_keys import SHIFTS, key_of
from TinyPilotLibrary.errors import (
    ConfigurationError,
    DeviceError,
    InputInterrupted,
    InputNotDelivered,
    InvalidPointerEvent,
    NoVideoSignal,
)
from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent
from TinyPilotLibrary.vision.frame import Frame

T = TypeVar("T")

_BUTTONS = {Button.LEFT: 1, Button.MIDDLE: 2, Button.RIGHT: 4}
_KNOWN_BUTTONS = Button.LEFT | Button.MIDDLE | Button.RIGHT
_WHEEL, _PAN = {-1: 8, 1: 16}, {-1: 32, 1: 64}
_ENCODINGS = {"raw": (COPY, RAW), "zrle": (COPY, ZRLE, ZLIB, RAW)}


class VncDevice:
    """A target behind a VNC server.

    Args:
        server: The server. It is contacted on first use.
        key_hold: How long a key is held down, in seconds.
        key_gap: The pause between two keys.
        click_hold: The pause after each pointer event before the next one.
    """

    def __init__(self, server: Server, key_hold: float = 0.02, key_gap: float = 0.02, click_hold: float = 0.02) -> None:
        self.name = server.name
        self._server = server
        self._hold, self._gap = key_hold, key_gap
        self._pacing = PointerPacing(click_hold)
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._closed = False
        self._down: list[str] = []
        self._pointer = REST
        self._interruption = Interruption()
        self._last: tuple[Connection, int, Frame] | None = None

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Presses and releases keys in order; returns when the server has read them.

        Raises:
            UnknownKey: If VNC has no such key; nothing was typed.
            InputInterrupted: If another thread interrupts it.
            DeviceUnreachable: If the server does not answer; nothing is sent twice.
        """
        strokes = [(*_in_order(item.modifiers), item.code) for item in keystrokes]
        for code in {code for codes in set(strokes) for code in codes}:
            key_of(code)
        if not strokes:
            return
        taps: dict[tuple[str, ...], bytes] = {}
        with self._read_to_the_end() as link:
            for index, codes in enumerate(self._interruption.each(strokes, "keystrokes")):
                if index and self._gap:
                    time.sleep(self._gap)
                try:
                    if not self._hold:
                        self._tap(link, codes, taps)
                        continue
                    self._press(link, codes)
                    time.sleep(self._hold)
                except BaseException:
                    # For example a test timeout.
                    with suppress(DeviceError):
                        self.release()
                    raise
                self._lift(link, codes[::-1])

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events in order; returns when the server has read them.

        Raises:
            InvalidPointerEvent: If VNC has no such button; nothing was sent.
            InputNotDelivered: If the target has no absolute pointer.
            DeviceUnreachable: If the server does not answer.
        """
        wanted = list(events)
        if not wanted:
            return
        if any(event.buttons & ~_KNOWN_BUTTONS for event in wanted):
            raise InvalidPointerEvent(f"VNC has the buttons left, middle and right alone ('{self.name}').")
        if not self._link().seen.takes_places:
            raise InputNotDelivered(
                f"The target of '{self.name}' has no mouse that takes absolute places, or does not use it yet. Start "
                "QEMU with '-device qemu-xhci -device usb-tablet'."
            )
        with self._read_to_the_end() as link:
            for event in self._interruption.each(wanted, "pointer events"):
                self._pacing.before(moves=(event.x, event.y) != (self._pointer.x, self._pointer.y))
                with self._lock:
                    self._refuse_if_closed()
                    # Recorded before it is sent: a button that may be down must be released.
                    self._pointer = event
                    link.send_input(_pointer_messages(link, event))
                self._pacing.sent()

    def frame(self) -> Frame:
        """The screen as it is now, as PPM.

        Raises:
            NoVideoSignal: If the server has no screen.
            DeviceUnreachable: If it does not answer.
        """
        link = self._link()
        return self._frame(link, link.refresh())

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        deadline = time.monotonic() + timeout
        link = self._link()
        while True:
            asked = link.refresh()
            with link.news:
                changes = link.seen.changes
            frame = self._frame(link, asked)
            if frame.identity != after.identity:
                return frame
            if time.monotonic() >= deadline:
                return after.seen_again(asked)
            begun = time.monotonic()
            if link.next_change(changes, deadline - begun):
                frame = self._frame(link, begun)
                if frame.identity != after.identity:
                    return frame

    def key_down(self, codes: Iterable[str]) -> None:
        """Presses keys in order and keeps them down."""
        with self._read_to_the_end() as link:
            self._press(link, list(codes))

    def key_up(self, codes: Iterable[str]) -> None:
        """Releases keys in order."""
        with self._read_to_the_end() as link:
            self._lift(link, list(codes))

    def interrupt(self) -> None:
        """Ends what other threads are typing or pointing."""
        self._interruption.interrupt()

    def release(self) -> None:
        """Releases all keys and buttons that are held."""
        with self._lock:
            link = self._connection
            if link is None or not link.is_alive or not (self._down or self._pointer.buttons):
                # A server releases the keys of a client that is gone.
                self._down.clear()
                return
            self._lift(link, self._down[::-1])
            if self._pointer.buttons:
                self._pointer = PointerEvent(self._pointer.x, self._pointer.y)
                link.send_input(_pointer_messages(link, self._pointer))
                self._pacing.sent()
        link.synchronize()

    def close(self) -> None:
        """Releases everything and ends the connection."""
        with self._lock:
            if self._closed:
                return
            with suppress(DeviceError):
                self.release()
            self._closed = True
            if self._connection:
                self._connection.close()

    def capability(self, kind: Kind[T]) -> T | None:
        """Itself as an object with this capability; LEDs only if the server reports them."""
        if kind is HasLeds:
            link = self._link()
            return None if link.seen.leds is None else cast("T", _Lights(self._link))
        return cast("T", self) if issubclass(type(self), kind) else None

    @classmethod
    def can_if(cls, kind: Kind[object]) -> str | None:
        """The condition for a capability that not all servers have."""
        return "a VNC server that tells them, as QEMU's" if kind is HasLeds else None

    def _link(self) -> Connection:
        with self._lock:
            if self._closed:
                raise DeviceError(f"The device '{self.name}' was closed.")
            if self._connection is not None and not self._connection.is_alive:
                self._connection.close()
                self._connection = None
                self._down.clear()
                self._pointer = PointerEvent(self._pointer.x, self._pointer.y)
            if self._connection is None:
                self._connection = Connection(self._server)
            return self._connection

    @contextmanager
    def _read_to_the_end(self) -> Iterator[Connection]:
        """Uses one connection for the whole input, and waits until the server has read it, even if it was interrupted.

        On a new connection, the target would receive the rest without what was lost in between.
        """
        link = self._link()
        try:
            yield link
        except InputInterrupted:
            link.synchronize()
            raise
        link.synchronize()

    def _press(self, link: Connection, codes: Sequence[str]) -> None:
        with self._lock:
            self._refuse_if_closed()
            link.send_input(b"".join(self._presses(link, codes)))

    def _lift(self, link: Connection, codes: Sequence[str]) -> None:
        with self._lock:
            down = list(self._down)
            sent = b"".join(_lifts(link, codes, down))
            link.send_input(sent)
            self._down = down

    def _tap(self, link: Connection, codes: tuple[str, ...], taps: dict[tuple[str, ...], bytes]) -> None:
        """Presses keys and releases them, at once.

        Args:
            link: Where to.
            codes: The keys.
            taps: The messages of what was tapped before while nothing else was down: most keys of a text come again.
        """
        with self._lock:
            self._refuse_if_closed()
            before = [code for code in self._down if code not in codes]
            known = taps if not self._down else {}
            if codes in known:
                self._down.extend(codes)
            else:
                presses = b"".join(self._presses(link, codes))
                known[codes] = presses + b"".join(_lifts(link, codes[::-1], list(self._down)))
            link.send_input(known[codes])
            self._down = before

    def _presses(self, link: Connection, codes: Sequence[str]) -> Iterator[bytes]:
        """The messages; what they press is noted before they are sent."""
        for code in codes:
            if code not in self._down:
                self._down.append(code)
            yield _key_message(link, code, self._down, down=True)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise DeviceError(f"The device '{self.name}' was closed.")

    def _frame(self, link: Connection, asked: float) -> Frame:
        with link.news:
            screen, changes = link.seen.screen, link.seen.changes
            if not screen.whole.area:
                raise NoVideoSignal(f"The VNC server '{self.name}' has no screen: no video signal.")
            last = self._last
            if last and last[:2] == (link, changes):
                return last[2].seen_again(asked)
            frame = Frame.read(screen.ppm(), asked, changes)
            self._last = link, changes, frame
        return frame


class _Lights:
    """The keyboard LEDs of a server that reports them."""

    def __init__(self, link: Callable[[], Connection]) -> None:
        self._link = link

    def leds(self) -> Leds:
        """The LEDs as the target has set them."""
        lights = self._link().seen.leds
        if lights is None:
            raise DeviceError("The VNC server does not tell the lights of the keyboard any more.")
        return lights


def _in_order(modifiers: Collection[str]) -> Iterable[str]:
    """Modifiers in the order in which they are pressed."""
    return (code for code in MODIFIERS if code in modifiers) if modifiers else ()


def _lifts(link: Connection, codes: Sequence[str], down: list[str]) -> Iterator[bytes]:
    """The messages that release keys, which are taken out of those that are down."""
    for code in codes:
        yield _key_message(link, code, down, down=False)
        down[:] = (other for other in down if other != code)


def _key_message(link: Connection, code: str, pressed: list[str], *, down: bool) -> bytes:
    key = key_of(code)
    keysym = key.shifted if key.shifted and not SHIFTS.isdisjoint(pressed) else key.keysym
    if link.seen.scan_codes:
        return messages.qemu_key(keysym, key.scan_code, down=down)
    return messages.key(keysym, down=down)


def _pointer_messages(link: Connection, event: PointerEvent) -> bytes:
    size = link.seen.screen.whole
    # The pixel at that position.
    x, y = (max(0, min(int(at * edge), edge - 1)) for at, edge in ((event.x, size.width), (event.y, size.height)))
    buttons = sum(bit for button, bit in _BUTTONS.items() if event.buttons & button)
    sent = messages.pointer(x, y, buttons)
    for step in filter(None, (_WHEEL.get(event.wheel), _PAN.get(event.pan))):
        sent += messages.pointer(x, y, buttons | step) + messages.pointer(x, y, buttons)
    return sent


def open_vnc(
    url: str,
    *,
    username: object = None,
    password: object = None,
    encoding: object = "auto",
    ca_certificate: object = None,
    verify: object = True,
    key_hold: object = 0.02,
    key_gap: object = 0.02,
    click_hold: object = 0.02,
    connect_timeout: object = 5.0,
    read_timeout: object = 15.0,
) -> VncDevice:
    """Opens a VNC server. It is contacted on first use.

    Args:
        url: `vnc:` with a host and a display or a port, `vnc:10.0.0.5:1` or `vnc://10.0.0.5:5901`, or with the path of
            a Unix socket.
        username: The user name, for servers that have users (VeNCrypt).
        password: The password, also as Robot Framework's `Secret`.
        encoding: How pixels are sent: `raw`, `zrle`, or `auto`: raw from this machine, ZRLE from others.
        ca_certificate: Certificate file of the authority that signed the server's certificate (VeNCrypt with X509).
        verify: Whether the certificate is verified; if not, a server without one is accepted, too.
        key_hold: How long a key is held down.
        key_gap: The pause between two keys.
        click_hold: The pause after each pointer event before the next one; 0 disables it, and the target may merge a
            press or release with the next move.
        connect_timeout: Time limit for connecting.
        read_timeout: Time limit for an answer.

    Returns:
        The device.

    Raises:
        ConfigurationError: If the address or an option is invalid.

    ```python
    device = open_device("vnc:127.0.0.1:1")
    ```
    """
    address, is_local = address_of(url)
    trusted = trust(ca_certificate, verify)
    wanted = str(encoding).strip().lower()
    if wanted not in {*_ENCODINGS, "auto"}:
        raise ConfigurationError(f"The option 'encoding' must be auto, raw or zrle, got {encoding!r}.")
    server = Server(
        url,
        address,
        Credentials(str(username or ""), secret_text(password), unverified=not trusted),
        trusted,
        _ENCODINGS[("raw" if is_local else "zrle") if wanted == "auto" else wanted],
        seconds("connect_timeout", connect_timeout),
        seconds("read_timeout", read_timeout),
    )
    holds = {"key_hold": key_hold, "key_gap": key_gap, "click_hold": click_hold}
    return VncDevice(server, **{name: seconds(name, value) for name, value in holds.items()})
