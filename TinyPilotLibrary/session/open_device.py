"""An open device: its screen, and what is known of its keyboard and pointer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from TinyPilotLibrary.devices.locks import CAPS_LOCK, caps_lock_off
from TinyPilotLibrary.devices.protocol import Device, HoldsKeys
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import DeviceError, NotSupported
from TinyPilotLibrary.evidence.events import InputSent
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PARKED, REST, Button, PointerEvent, gesture
from TinyPilotLibrary.hid.typed_text import TypedCharacter, runs_of, text_of
from TinyPilotLibrary.ranges import checked_pause
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

# How long a target takes to draw a pointer that was moved, in seconds.
_PARKING = 0.3
# A target may hold a release back for a moment, as libinput does for 25 ms of its own time, in case the button
# bounces. If the pointer moved meanwhile, the button would be let go somewhere else: the click would be lost.
_LET_GO = 0.3


class OpenDevice:
    """An open device with its screen and what is known of its keyboard and pointer.

    Args:
        alias: Its name in the suite.
        device: The device.
        layout: The keyboard layout of its target, if the stand gives one.
        clock: The time.
        journal: Records that the device is used; one that nobody reads if not given.
    """

    def __init__(
        self, alias: str, device: Device, layout: str | None, clock: Clock, journal: Journal | None = None
    ) -> None:
        self.alias = alias
        self.device = device
        self.layout = layout
        self.screen = Screen(device, clock.now, alias, journal)
        self.pointer = REST
        self._is_parked = False
        self._released_at = float("-inf")
        self._down: dict[str, None] = {}
        self._clock = clock
        self.journal = journal or Journal()

    @property
    def held(self) -> list[str]:
        """What keywords hold: the codes of keys in the order in which they went down, then mouse buttons."""
        buttons = [f"the {str(button.name).lower()} mouse button" for button in Button if self.pointer.buttons & button]
        return [*self._down, *buttons]

    def type(self, keystrokes: Iterable[Keystroke], delay: float = 0.0) -> None:
        """Types, optionally with a pause between the keys.

        Args:
            keystrokes: The keys.
            delay: The pause in seconds.

        Raises:
            InputError: If the pause is negative; nothing was typed.
        """
        checked_pause("delay", delay)
        keys = list(keystrokes)
        with self.sending(" ".join(map(str, keys))):
            self._type(keys, delay)

    @contextmanager
    def sending(self, told: str, point: tuple[float, float] | None = None) -> Iterator[None]:
        """Input is sent while this lasts: the screen before it is remembered, and the journal has it afterwards.

        Args:
            told: What it is, for people. A secret is told as such.
            point: Where on the screen, as fractions of it; None for keys.
        """
        self.screen.remember_before_input()
        begun, delivered = self._clock.now(), False
        secret = self.journal.is_secret
        shown = "a secret" if secret else told
        try:
            yield
            delivered = True
        finally:
            self.journal.write(InputSent(self.alias, shown, delivered, self._clock.now() - begun, point, secret))

    def _type(self, keys: Sequence[Keystroke], delay: float) -> None:
        if not delay:
            self.device.type(keys)
            return
        for index, key in enumerate(keys):
            if index:
                self._clock.sleep(delay)
            self.device.type([key])

    def type_text(self, text: Sequence[TypedCharacter], delay: float = 0.0, caps_lock: Keystroke = CAPS_LOCK) -> None:
        """Types text, with Caps Lock off meanwhile where the device can see its light.

        Args:
            text: Its characters with the keys that they take.
            delay: The pause between two keys, in seconds.
            caps_lock: What switches Caps Lock at the target.

        Raises:
            InputError: If the pause is negative; nothing was typed.
            NotSupported: If keys have to be held for a character, and the device cannot; nothing was typed.
        """
        with self.typing(text, delay, caps_lock) as type_part:
            type_part(text)

    @contextmanager
    def typing(
        self, text: Sequence[TypedCharacter], delay: float = 0.0, caps_lock: Keystroke = CAPS_LOCK
    ) -> Iterator[Callable[[Sequence[TypedCharacter]], None]]:
        """Begins to type a text that is typed in parts.

        Args:
            text: All of it.
            delay: The pause between two keys, in seconds.
            caps_lock: What switches Caps Lock at the target; it is off until the end.

        Yields:
            What types a part.

        Raises:
            InputError: If the pause is negative; nothing was typed.
            NotSupported: If keys have to be held for a character, and the device cannot; nothing was typed.
        """
        checked_pause("delay", delay)
        if any(item.held for item in text):
            require(self.device, HoldsKeys)
        with caps_lock_off(self.device, caps_lock):
            yield lambda part: self._type_part(part, delay)

    def _type_part(self, part: Sequence[TypedCharacter], delay: float) -> None:
        with self.sending(repr(text_of(part))):
            for index, (held, keystrokes) in enumerate(runs_of(part)):
                if index and delay:
                    self._clock.sleep(delay)
                self._type_held(held, keystrokes, delay)

    def _type_held(self, held: tuple[str, ...], keystrokes: list[Keystroke], delay: float) -> None:
        if not held:
            self._type(keystrokes, delay)
            return
        with self._held(held):
            self._type(keystrokes, delay)

    @contextmanager
    def _held(self, codes: tuple[str, ...]) -> Iterator[None]:
        """Keeps keys down meanwhile; they come up in the other order."""
        able = require(self.device, HoldsKeys)
        try:
            able.key_down(codes)
            yield
        except BaseException:
            # Nobody knows which ones are down; none must stay so.
            self.release()
            raise
        able.key_up(codes[::-1])

    def press(self, chords: Sequence[Chord], delay: float = 0.0, hold: float = 0.0) -> None:
        """Presses chords, one after the other.

        Args:
            chords: The chords.
            delay: The pause between two of them, in seconds.
            hold: How long each stays down, in seconds.

        Raises:
            InputError: If a time is negative; nothing was pressed.
            NotSupported: If one of them needs a device that can hold keys.
        """
        checked_pause("delay", delay)
        checked_pause("hold", hold)
        told = " ".join(map(str, chords)) + (f" for {hold:g} s" if hold else "")
        if not hold and all(len(chord.keys) <= 1 for chord in chords):
            with self.sending(told):
                self._type([chord.keystroke for chord in chords], delay)
            return
        require(self.device, HoldsKeys)
        with self.sending(told):
            for index, chord in enumerate(chords):
                if index and delay:
                    self._clock.sleep(delay)
                with self._held(tuple(chord.codes)):
                    self._clock.sleep(hold)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Sends pointer events and remembers where the pointer is.

        Args:
            events: The events.
        """
        sent = list(events)
        last = sent[-1] if sent else self.pointer
        self._let_go(sent)
        with self.sending(gesture(self.pointer, sent), (last.x, last.y)):
            self.screen.remember_pointer((self.pointer.x, self.pointer.y), (last.x, last.y))
            self._is_parked = False
            try:
                self.device.point(sent)
            except BaseException:
                # Nobody knows how far it came; no button must stay down.
                self.release()
                raise
        if not last.buttons and any(event.buttons for event in [self.pointer, *sent]):
            self._released_at = self._clock.now()
        self.pointer = last

    def _let_go(self, events: Sequence[PointerEvent]) -> None:
        """Waits before the pointer moves away from where a button was released."""
        if events and (events[0].x, events[0].y) != (self.pointer.x, self.pointer.y):
            self._clock.sleep(max(0.0, self._released_at + _LET_GO - self._clock.now()))

    def park_pointer(self) -> None:
        """Moves the pointer out of the way of what is looked at, unless it is there or a button is held.

        For keywords it stays where it was: a click without a target goes there. What is compared with the screen before
        the last input is not affected. A device without a mouse has nothing to park.
        """
        if self._is_parked or self.pointer.buttons:
            return
        self._let_go([PARKED])
        try:
            self.device.point([PARKED])
            # The target draws it there in its own time.
            self._clock.sleep(_PARKING)
        except NotSupported:
            pass
        except DeviceError:
            # A wait survives an outage; the pointer is parked before the next look.
            return
        self.screen.remember_pointer((self.pointer.x, self.pointer.y), (PARKED.x, PARKED.y))
        self.screen.pointer = None
        self._is_parked = True

    def hold(self, codes: Iterable[str]) -> None:
        """Presses keys and keeps them down.

        Args:
            codes: Their codes, in the order in which they go down.

        Raises:
            NotSupported: If the device cannot hold keys.
        """
        able = require(self.device, HoldsKeys)
        held = list(codes)
        with self.sending(f"{'+'.join(held)} held"):
            # Recorded before it is sent: what may be down must be released.
            self._down.update(dict.fromkeys(held))
            try:
                able.key_down(held)
            except BaseException:
                # Nobody knows which ones are down; none must stay so.
                self.release()
                raise

    def let_go(self, codes: Iterable[str]) -> None:
        """Releases keys that are held.

        Args:
            codes: Their codes, in the order in which they go up; all keys and buttons are released if there are none.

        Raises:
            NotSupported: If the device cannot hold keys.
        """
        able = require(self.device, HoldsKeys)
        held = list(codes)
        with self.sending(f"{'+'.join(held) or 'all keys and buttons'} released"):
            if held:
                able.key_up(held)
                for code in held:
                    self._down.pop(code, None)
            else:
                self.release()

    def release(self) -> bool:
        """Releases all keys and buttons, as far as the device can be reached.

        Returns:
            Whether it could be.
        """
        self._down.clear()
        self.pointer = PointerEvent(self.pointer.x, self.pointer.y)
        try:
            self.device.release()
        except DeviceError:
            return False
        return True
