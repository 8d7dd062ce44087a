"""What was typed is looked for on the screen, whatever its cursor does."""

import io

from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock

_BLINK = 0.5


class Field:
    """A device that shows a text of which the first keys were lost, and a cursor that blinks behind it.

    Args:
        hand: The clock.
        due: When the last character is drawn, in seconds from now on.
    """

    def __init__(self, hand: HandClock, due: float) -> None:
        self.name = "field:"
        self._hand = hand
        self._begun = hand.now()
        self._due = due

    def frame(self) -> Frame:
        now = self._hand.now() - self._begun
        screen = TextScreen()
        cursor = "|" if int(now / _BLINK) % 2 else ""
        screen.write(5, 3, ("Name: bra" if now >= self._due else "Name: br") + cursor)
        buffer = io.BytesIO()
        screen.draw().save(buffer, "PNG")
        return Frame.read(buffer.getvalue(), self._hand.now())

    def type(self, keystrokes: object) -> None: ...

    def point(self, events: object) -> None: ...

    def release(self) -> None: ...

    def close(self) -> None: ...


def test_a_cursor_that_blinks_does_not_keep_a_wrong_text_from_being_told() -> None:
    hand = HandClock()
    begun = hand.now()
    reader = ScreenReader()
    screen = TextScreen()
    screen.write(5, 3, "Name: ")
    buffer = io.BytesIO()
    screen.draw().save(buffer, "PNG")
    before = reader.read(Frame.read(buffer.getvalue(), begun))
    watcher = Watcher(Screen(Field(hand, 1.2), hand.now), 60, 0.5, hand.clock)
    echo = watcher.echo(reader.read, before, "zebra")
    assert echo.text.startswith("bra")
    # All that comes is waited for, and then a second.
    assert 2.2 <= hand.now() - begun < 6
