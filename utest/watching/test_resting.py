"""What is a change of the screen and what moves for itself: cursors, clocks, animations, progress."""

from collections.abc import Callable
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock, ShownDevice

Paint = Callable[[ImageDraw.ImageDraw, float], None]


@cache
def _noises() -> list[NDArray[np.int16]]:
    """The noise of some frames; it is no other where it comes again, long after."""
    random = np.random.default_rng(1)
    return [random.normal(0, 2, (400, 640, 3)).round().astype(np.int16) for _ in range(17)]


class Painted(ShownDevice):
    """A screen that is painted anew at every look, with the noise of a capture.

    Args:
        hand: The clock.
        paint: Paints what is on the screen at a time, in seconds since the beginning.
    """

    def __init__(self, hand: HandClock, paint: Paint) -> None:
        super().__init__("painted:", self._screen, hand, jpeg=80)
        self._begun = hand.now()
        self._paint = paint
        self._noises = cycle(_noises())

    def _screen(self) -> Image.Image:
        picture = Image.new("RGB", (640, 400), (30, 40, 60))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((40, 60, 400, 90), fill="white")
        draw.text((50, 68), "Nothing happens here", fill="black")
        self._paint(draw, self._hand.now() - self._begun)
        noisy = np.asarray(picture, np.int16) + next(self._noises)
        return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def caret(draw: ImageDraw.ImageDraw, time: float) -> None:
    if int(time / 0.53) % 2:
        draw.rectangle((200, 68, 201, 82), fill="black")


def clock(draw: ImageDraw.ImageDraw, time: float) -> None:
    draw.text(
        (540, 4),
        f"{9 + int(time) // 3600:02}:{int(time) // 60 % 60:02}:{int(time) % 60:02}",
        fill="white",
        font_size=16,
    )


def spinner(draw: ImageDraw.ImageDraw, time: float) -> None:
    angle = int(time * 10) * 36
    draw.pieslice((300, 200, 330, 230), angle, angle + 90, fill="orange")


def dots(draw: ImageDraw.ImageDraw, time: float) -> None:
    draw.text((50, 300), "." * int(time), fill="white", font_size=24)


def bar(draw: ImageDraw.ImageDraw, time: float) -> None:
    draw.rectangle((50, 340, 50 + int(20 * time), 352), fill="lime")


def nothing(draw: ImageDraw.ImageDraw, time: float) -> None:
    pass


def both(draw: ImageDraw.ImageDraw, time: float) -> None:
    clock(draw, time)
    caret(draw, time)


def watched(paint: Paint, timeout: float) -> tuple[Watcher, Screen, HandClock]:
    hand = HandClock()
    screen = Screen(Painted(hand, paint), hand.now)
    return Watcher(screen, timeout, 0.5, hand.clock), screen, hand


def drawn_in_pieces(draw: ImageDraw.ImageDraw, time: float) -> None:
    """A word comes in two looks, and then a cursor blinks below its first letter, as in the editor of a boot loader."""
    draw.text((50, 200), "setparams"[: int(20 * time)], fill="white", font_size=16)
    if int(time / 0.27) % 2:
        draw.rectangle((50, 214, 58, 216), fill="white")


@pytest.mark.parametrize(
    ("paint", "named"),
    [
        (nothing, []),
        (caret, ["cursor"]),
        (clock, ["clock"]),
        (both, ["clock", "cursor"]),
        (drawn_in_pieces, ["cursor"]),
    ],
)
def test_a_screen_is_still_though_cursors_blink_and_clocks_tick(paint: Paint, named: list[str]) -> None:
    watcher, _, _ = watched(paint, 10)
    periodic_changes = watcher.rests(2.5, None)
    assert sorted(spot.kind.value for spot in periodic_changes) == named


def test_a_clock_is_told_with_its_place_and_pace() -> None:
    watcher, _, _ = watched(clock, 10)
    [spot] = watcher.rests(1.5, None)
    assert "that ticks every 1." in str(spot)
    assert spot.region.overlaps(Region(590, 4, 20, 18))


@pytest.mark.parametrize("paint", [spinner, dots, bar])
def test_what_shows_that_something_goes_on_is_no_rest(paint: Paint) -> None:
    watcher, _, _ = watched(paint, 8)
    with pytest.raises(NotOnScreen, match=r"did not stay still for 1\.5 s within 8 s\. It last changed at \d"):
        watcher.rests(1.5, None)


def test_a_region_leaves_out_what_goes_on_elsewhere() -> None:
    watcher, _, _ = watched(spinner, 4)
    assert watcher.rests(1.5, Region(0.0, 0.0, 1.0, 0.4)) == []


@pytest.mark.parametrize("paint", [nothing, caret, clock, both])
def test_cursors_and_clocks_are_no_change(paint: Paint) -> None:
    watcher, screen, _ = watched(paint, 6)
    screen.remember_before_input()
    with pytest.raises(NotOnScreen, match="The screen did not change within 6 s") as raised:
        watcher.changes(None)
    assert ("a clock at" in str(raised.value)) == (paint in {clock, both})


def _ticked(draw: ImageDraw.ImageDraw, time: float) -> None:
    both(draw, time)
    if time >= 2:
        draw.rectangle((460, 200, 480, 220), fill="white")


def _digit(draw: ImageDraw.ImageDraw, time: float) -> None:
    draw.text((50, 300), "1" if time < 2 else "2", fill="white", font_size=16)


@pytest.mark.parametrize(("paint", "place"), [(_ticked, (470, 210)), (_digit, (54, 310))])
def test_a_small_change_is_seen_beside_them(paint: Paint, place: tuple[int, int]) -> None:
    watcher, screen, hand = watched(paint, 10)
    screen.remember_before_input()
    begun = hand.now()
    changed = watcher.changes(None)
    assert any(spot.region.overlaps(Region(*place, 1, 1)) for spot in changed)
    assert hand.now() - begun < 5


def test_a_large_change_is_seen_at_once_and_a_small_one_at_the_last_look() -> None:
    def large(draw: ImageDraw.ImageDraw, time: float) -> None:
        draw.rectangle((0, 100, 640, 300), fill="white" if time else "black")

    def box(draw: ImageDraw.ImageDraw, time: float) -> None:
        draw.rectangle((460, 200, 490, 230), fill="white" if time else "black")

    for paint, timeout in ((large, 10.0), (box, 0.0)):
        watcher, screen, hand = watched(paint, timeout)
        screen.remember_before_input()
        hand.sleep(0.1)
        begun = hand.now()
        watcher.changes(None)
        assert hand.now() == begun


def _pointer(draw: ImageDraw.ImageDraw, time: float) -> None:
    """The pointer goes to the right at once."""
    x = 420 if time < 0.1 else 520
    draw.polygon([(x, 300), (x + 12, 312), (x, 318)], fill="white")


def _late_page(draw: ImageDraw.ImageDraw, time: float) -> None:
    """The next page comes a while after the click."""
    if time >= 2.6:
        draw.rectangle((0, 100, 640, 290), fill="navy")
    _pointer(draw, time)


def _late_page_with_clock(draw: ImageDraw.ImageDraw, time: float) -> None:
    _late_page(draw, time)
    both(draw, time)


def _late_and_animated(draw: ImageDraw.ImageDraw, time: float) -> None:
    _late_page(draw, time)
    if 2.6 <= time < 5:
        spinner(draw, time)


def _click(screen: Screen, hand: HandClock) -> None:
    screen.remember_before_input()
    screen.remember_pointer((420 / 640, 300 / 400), (520 / 640, 300 / 400))
    hand.sleep(0.1)


@pytest.mark.parametrize(
    ("paint", "least", "most"), [(_late_page, 3.6, 4.6), (_late_page_with_clock, 3.6, 4.6), (_late_and_animated, 6, 7)]
)
def test_a_screen_settles_after_it_has_changed_since_the_last_input(paint: Paint, least: float, most: float) -> None:
    watcher, screen, hand = watched(paint, 20)
    begun = hand.now()
    _click(screen, hand)
    watcher.rests(1, None, after_change=True)
    assert least <= hand.now() - begun <= most


def test_a_text_that_was_typed_is_a_reaction_though_a_cursor_blinks_behind_it() -> None:
    def typed(draw: ImageDraw.ImageDraw, time: float) -> None:
        draw.rectangle((40, 200, 600, 216), fill="gray")
        text = "console=" if time > 0.1 else ""
        draw.text((44, 200), text, fill="black", font_size=14)
        if not int(time / 0.8) % 2:
            x = 44 + int(draw.textlength(text, font_size=14))
            draw.rectangle((x, 201, x + 7, 215), fill="black")

    watcher, screen, hand = watched(typed, 20)
    begun = hand.now()
    screen.remember_before_input()
    hand.sleep(0.2)
    watcher.rests(0.5, None, after_change=True)
    assert hand.now() - begun < 10


def test_a_screen_that_has_not_reacted_yet_is_still() -> None:
    watcher, screen, hand = watched(_late_page, 20)
    begun = hand.now()
    _click(screen, hand)
    watcher.rests(1, None)
    assert hand.now() - begun < 2.6


@pytest.mark.parametrize("paint", [nothing, caret, clock, both])
def test_a_screen_that_never_changes_does_not_settle(paint: Paint) -> None:
    watcher, screen, _ = watched(paint, 6)
    screen.remember_before_input()
    with pytest.raises(NotOnScreen, match=r"The screen did not change within 6 s after the last input\."):
        watcher.rests(1, None, after_change=True)


def test_a_tick_under_the_pointer_is_a_reaction_once_it_has_stayed() -> None:
    def tick(draw: ImageDraw.ImageDraw, time: float) -> None:
        if time >= 0.5:
            draw.line((420, 300, 430, 310), fill="white", width=4)

    watcher, screen, hand = watched(tick, 10)
    begun = hand.now()
    _click(screen, hand)
    watcher.rests(1, None, after_change=True)
    assert 3 <= hand.now() - begun < 5


def test_a_large_change_answers_at_once_and_a_cursor_never_does() -> None:
    def flash(draw: ImageDraw.ImageDraw, time: float) -> None:
        if 0.2 <= time < 0.6:
            draw.rectangle((0, 100, 640, 300), fill="white")

    watcher, screen, hand = watched(flash, 10)
    begun = hand.now()
    screen.remember_before_input()
    watcher.answers()
    assert hand.now() - begun < 0.6
    watcher, screen, hand = watched(caret, 3)
    screen.remember_before_input()
    with pytest.raises(NotOnScreen, match="The screen did not change within 3 s"):
        watcher.answers()
