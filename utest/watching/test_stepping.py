"""Menus of machines that react slowly: a highlight that has not moved yet is no end of a list."""

import pytest
from PIL import Image

from TinyPilotLibrary.devices.virtual.picture import BLACK, GRAY, WHITE
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.finding.entries import Entry
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.stepping import Menu
from utest.machine import HandClock, ShownDevice

_ROWS = ("Language", "Device Manager", "Boot Manager", "Continue", "Reset")


class SlowMenu(ShownDevice):
    """A menu whose highlight moves some time after a key, and stops at both ends.

    Args:
        hand: The clock.
        reactions: How long it takes to react to each press, in seconds; the last one holds for all that follow.
        drawn: When the highlight is drawn first, in seconds.
    """

    def __init__(self, hand: HandClock, reactions: tuple[float, ...], drawn: float = 0.0) -> None:
        super().__init__("menu:", self._menu, hand)
        self.pressed: list[str] = []
        self._reactions = reactions
        self._drawn = hand.now() + drawn
        self._moves: list[tuple[float, int]] = []

    def press(self, key: str) -> None:
        """Takes a key."""
        reaction = self._reactions[min(len(self.pressed), len(self._reactions) - 1)]
        self.pressed.append(key)
        self._moves.append((self._hand.now() + reaction, 1 if key == "Down" else -1))

    def wait_for_all(self) -> None:
        """Lets it react to all presses."""
        self._hand.sleep(100.0)

    @property
    def selected(self) -> str:
        """The row that is selected now."""
        row = 0
        # Keys are taken in the order in which they were pressed.
        for due, step in self._moves:
            row += step if due <= self._hand.now() and 0 <= row + step < len(_ROWS) else 0
        return _ROWS[row]

    def _menu(self) -> Image.Image:
        screen = TextScreen()
        screen.clear(GRAY)
        selected = self.selected
        for index, text in enumerate(_ROWS):
            is_selected = text == selected and self._drawn <= self._hand.now()
            screen.write(5 + index, 3, self._text(text), *((WHITE, BLACK) if is_selected else (BLACK, GRAY)))
        return screen.draw()

    def _text(self, row: str) -> str:
        """How a row is written."""
        return row


class ScrollingMenu(ShownDevice):
    """A menu of which some rows are seen; when it scrolls, its lower half is drawn some time after the upper one.

    Args:
        hand: The clock.
        late: How much later, in seconds.
    """

    ROWS = ("Alpine", "Debian", "Fedora", "Gentoo", "Haiku", "Minix", "NetBSD", "Plan Nine", "Redox", "Serenity")
    SEEN = 6

    def __init__(self, hand: HandClock, late: float) -> None:
        super().__init__("scrolling:", self._menu, hand)
        self._late = late
        self._tops = [(hand.now(), 0)]

    def press(self, key: str) -> None:
        """Takes a key: the highlight stays below, and a press scrolls by three rows."""
        top = self._tops[-1][1] + (3 if key == "Down" else -3)
        if 0 <= top <= len(self.ROWS) - self.SEEN:
            self._tops.append((self._hand.now() + 0.1, top))

    def _menu(self) -> Image.Image:
        screen = TextScreen()
        screen.clear(GRAY)
        for index in range(self.SEEN):
            late = self._late if index >= self.SEEN // 2 else 0.0
            top = [top for due, top in self._tops if due + late <= self._hand.now() or not top][-1]
            colors = (WHITE, BLACK) if index == self.SEEN // 2 - 1 else (BLACK, GRAY)
            screen.write(5 + index, 3, self.ROWS[top + index], *colors)
        return screen.draw()


class TickingMenu(SlowMenu):
    """A menu that reacts at once, and of which the row before the last one has a time that goes on."""

    def __init__(self, hand: HandClock) -> None:
        super().__init__(hand, (0.0,))

    def _text(self, row: str) -> str:
        return f"{row} {self._hand.now():.0f}" if row == _ROWS[-2] else row


def _select(entry: str, *, reactions: tuple[float, ...], drawn: float = 0.0) -> tuple[str, SlowMenu, HandClock]:
    hand = HandClock()
    device = SlowMenu(hand, reactions, drawn)
    reader = ScreenReader()
    watcher = Watcher(Screen(device, hand.now), 60, 0.5, hand.clock)
    menu = Menu(reader.read, device.press, has_rows=True)
    row = watcher.selects(Entry.parse(entry, ReadOptions(reader)), menu, ["Down", "Up"], 50)
    return row.text, device, hand


def test_a_machine_that_reacts_late_is_waited_for() -> None:
    text, device, _ = _select("Continue", reactions=(6.0,))
    assert text == "Continue"
    assert device.pressed == ["Down"] * 3


def test_a_highlight_that_is_drawn_late_is_waited_for() -> None:
    text, device, _ = _select("Language", reactions=(0.0,), drawn=8.0)
    assert text == "Language"
    assert device.pressed == []


def test_a_machine_that_grew_slow_is_given_more_time() -> None:
    text, device, _ = _select("Continue", reactions=(1.0, 4.0))
    assert text == "Continue"
    assert device.pressed == ["Down"] * 3


def test_the_end_of_a_list_is_known_soon_where_the_machine_reacts_at_once() -> None:
    # Only the whole list tells that no other row begins so: its end is looked for.
    text, _, hand = _select("Boot", reactions=(0.0,))
    assert text == "Boot Manager"
    # The three ends that it comes to are waited for as briefly as ever.
    assert sum(hand.slept) < 20


@pytest.mark.parametrize(
    "reactions",
    [
        pytest.param((0.1, 20.0, 17.5, 0.1), id="both presses come one after the other"),
        pytest.param((0.1, 20.0, 30.0, 0.1), id="the press on comes, and the one back much later"),
        pytest.param((0.1, 20.0, 17.0, 0.1), id="both presses come at once"),
    ],
)
def test_a_machine_that_stood_still_is_not_at_the_end_of_its_list(reactions: tuple[float, ...]) -> None:
    text, device, _ = _select("Reset", reactions=reactions)
    assert text == "Reset"
    # Whatever the presses were: the highlight is there, and no press is left that would move it.
    device.wait_for_all()
    assert device.selected == "Reset"


def test_the_end_is_known_too_where_the_text_of_a_row_changes() -> None:
    hand = HandClock()
    device = TickingMenu(hand)
    reader = ScreenReader()
    watcher = Watcher(Screen(device, hand.now), 60, 0.5, hand.clock)
    menu = Menu(reader.read, device.press, has_rows=True)
    with pytest.raises(NotOnScreen, match="'Shell' is not an entry of the menu"):
        watcher.selects(Entry.parse("Shell", ReadOptions(reader)), menu, ["Down", "Up"], 50)
    assert len(device.pressed) < 20


def test_a_page_that_is_half_drawn_adds_no_rows() -> None:
    hand = HandClock()
    device = ScrollingMenu(hand, late=1.2)
    watcher = Watcher(Screen(device, hand.now), 60, 0.5, hand.clock)
    rows = watcher.goes_round(Menu(ScreenReader().read, device.press, has_rows=True), ["Down", "Up"], 50)
    assert [row.text for row in rows] == list(device.ROWS[:9])
