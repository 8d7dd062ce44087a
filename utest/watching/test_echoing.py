"""What was typed is looked for on the screen, whatever its cursor does."""

from PIL import Image

from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock, ShownDevice, frame_of_picture

_BLINK = 0.5


def _field(text: str) -> Image.Image:
    screen = TextScreen()
    screen.write(5, 3, f"Name: {text}")
    return screen.draw()


def test_a_cursor_that_blinks_does_not_keep_a_wrong_text_from_being_told() -> None:
    hand = HandClock()
    begun = hand.now()

    def draw() -> Image.Image:
        """A text of which the first keys were lost and the last one is late, and a cursor that blinks behind it."""
        now = hand.now() - begun
        return _field(("bra" if now >= 1.2 else "br") + ("|" if int(now / _BLINK) % 2 else ""))

    reader = ScreenReader()
    before = reader.read(frame_of_picture(_field(""), captured_at=begun))
    watcher = Watcher(Screen(ShownDevice("field:", draw, hand), hand.now), 60, 0.5, hand.clock)
    echo = watcher.echo(reader.read, before, "zebra")
    assert echo.text.startswith("bra")
    # All that comes is waited for, and then a second.
    assert 2.2 <= hand.now() - begun < 6
