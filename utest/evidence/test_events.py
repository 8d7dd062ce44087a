"""What happens is in the journal as it happened: input, pictures, waits; in bounded memory."""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from TinyPilotLibrary.errors import InputNotDelivered, NotOnScreen, NoVideoSignal
from TinyPilotLibrary.evidence import events
from TinyPilotLibrary.evidence.events import Ending, Event, FrameSeen, InputSent, Looked, ScreenLost, WaitEnded
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.ring import Ring
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.hid import pointer
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import Button, PointerEvent
from TinyPilotLibrary.hid.typed_text import typed_text
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.watching import Watcher
from utest.machine import HandClock, PolledDevice


class _Bench:
    def __init__(self) -> None:
        self.hand = HandClock()
        self.journal = Journal(self.hand.now)
        self.polled = PolledDevice(self.hand)
        self.item = OpenDevice("bench", self.polled, None, self.hand.clock, self.journal)
        self.journal.write(events.KeywordBegan("Keyword"))

    def all(self, kind: type[Event]) -> list[Event]:
        return [entry.event for entry in self.journal.lately if isinstance(entry.event, kind)]

    @property
    def told(self) -> list[str]:
        return [event.told for event in self.all(InputSent) if isinstance(event, InputSent)]

    def watcher(self, timeout: float) -> Watcher:
        return Watcher(self.item.screen, timeout, 0.5, self.hand.clock, self.journal)


@pytest.fixture
def bench() -> _Bench:
    return _Bench()


def _look(*written: str) -> Look:
    return Look(TemplateCatalog().find(map(Locator.parse, written), [Path()]), None, 0.8)


@pytest.mark.parametrize(
    ("send", "told"),
    [
        (lambda item: item.press([Chord.parse("Ctrl+Alt+Delete"), Chord.parse("F10")]), "Ctrl+Alt+Delete F10"),
        (lambda item: item.type_text(typed_text("it's\n", US)), '"it\'s\\n"'),
        (lambda item: item.point(pointer.click(item.pointer, Button.RIGHT)), "right click"),
        (lambda item: item.point(pointer.click(item.pointer, Button.LEFT, 2)), "left double click"),
        (lambda item: item.point(pointer.drag(item.pointer, 0.1, 0.1, Button.LEFT)), "left drag"),
        (lambda item: item.point(pointer.scroll(item.pointer, 3)), "scrolled"),
        (lambda item: item.point([pointer.press(item.pointer, Button.LEFT)]), "left button pressed"),
        (lambda item: item.point([PointerEvent(0.2, 0.3)]), "mouse moved"),
    ],
)
def test_input_is_told_once_as_people_call_it(bench: _Bench, send: Callable[[OpenDevice], None], told: str) -> None:
    send(bench.item)
    assert bench.told == [told]


def test_input_has_its_place_and_how_long_it_took(bench: _Bench) -> None:
    bench.item.point([PointerEvent(0.2, 0.3)])
    bench.item.type_text(typed_text("abc", US), delay=0.5)
    moved, typed = bench.all(InputSent)
    assert isinstance(moved, InputSent)
    assert isinstance(typed, InputSent)
    assert (moved.point, typed.point) == ((0.2, 0.3), None)
    assert typed.seconds == pytest.approx(1.0)


def test_of_a_secret_nothing_is_told(bench: _Bench) -> None:
    with bench.journal.secretly("correct-horse"):
        bench.item.type_text(typed_text("correct-horse", US))
    bench.item.type_text(typed_text("open", US))
    assert bench.told == ["a secret", "'open'"]
    assert "correct-horse" not in "".join(map(repr, bench.journal.lately))


def test_input_that_the_device_refuses_is_not_told_as_delivered(bench: _Bench) -> None:
    bench.polled.virtual.simulate_fault("cable unplugged", 60)
    with pytest.raises(InputNotDelivered):
        bench.item.type_text(typed_text("x", US))
    [sent] = bench.all(InputSent)
    assert isinstance(sent, InputSent)
    assert not sent.delivered


def test_a_picture_that_stays_is_one_event(bench: _Bench) -> None:
    for _ in range(3):
        bench.item.screen.frame()
    assert len(bench.all(FrameSeen)) == 1
    bench.polled.virtual.simulate_fault("resolution change", 60)
    bench.item.screen.frame()
    seen = bench.all(FrameSeen)
    assert [event.frame.size for event in seen if isinstance(event, FrameSeen)] == [Size(720, 400), Size(800, 600)]


def test_a_test_has_seen_the_screen_though_it_is_as_before(bench: _Bench) -> None:
    bench.item.screen.frame()
    for use in (bench.item.screen.frame, bench.item.screen.remember_before_input):
        bench.journal.write(events.TestBegan("Next"))
        use()
        use()
        assert len(bench.all(FrameSeen)) == 1


def test_a_lost_signal_is_one_event(bench: _Bench) -> None:
    bench.polled.virtual.simulate_fault("no signal", 60)
    for _ in range(3):
        with pytest.raises(NoVideoSignal):
            bench.item.screen.frame()
    assert len(bench.all(ScreenLost)) == 1


def test_a_wait_tells_what_it_waits_for_and_how_it_ended(bench: _Bench) -> None:
    bench.watcher(60).appears(_look("text:Press F2"))
    with pytest.raises(NotOnScreen):
        bench.watcher(60).appears(_look("text:Login"), _look("text:Press F2"))
    with pytest.raises(NotOnScreen):
        bench.watcher(2).appears(_look("text:Login", "text:ZZ login"))
    began = [event for event in bench.all(events.WaitBegan) if isinstance(event, events.WaitBegan)]
    assert [(event.awaited, event.timeout) for event in began] == [
        ("'text:Press F2'", 60),
        ("'text:Login'", 60),
        ("'text:Login' or 'text:ZZ login'", 2),
    ]
    endings = [event.ending for event in bench.all(WaitEnded) if isinstance(event, WaitEnded)]
    assert endings == [Ending.FOUND, Ending.INTERRUPTED, Ending.TIMEOUT]


def test_a_look_that_gives_the_same_again_is_one_event(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen):
        bench.watcher(20).appears(_look("text:nothing like it", "text:nor this"))
    assert len(bench.all(Looked)) == len(bench.all(FrameSeen))


def test_of_a_look_in_the_past_it_is_still_known_what_came_closest(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen):
        bench.watcher(0).finds(_look("text:Press F3"))
    now = bench.journal.last_look
    [past] = bench.all(Looked)
    assert isinstance(past, Looked)
    assert now is not None
    assert past.misses[0].score == now.misses[0].score > 0.5


def test_what_a_test_is_shown_with_is_its_own(bench: _Bench) -> None:
    bench.item.screen.frame()
    bench.journal.write(events.TestBegan("Next"))
    assert [type(entry.event).__name__ for entry in bench.journal.lately] == ["TestBegan"]


def test_each_event_is_told_to_who_follows(bench: _Bench) -> None:
    heard: list[float] = []
    bench.journal.follow(lambda entry: heard.append(entry.at))
    bench.hand.sleep(3)
    bench.journal.write(ScreenLost("bench", "no signal"))
    assert heard == [bench.hand.now()]


def test_a_follower_is_told_of_the_kinds_of_events_that_it_names(bench: _Bench) -> None:
    heard: list[events.Event] = []
    bench.journal.follow(lambda entry: heard.append(entry.event), ScreenLost, WaitEnded)
    bench.journal.write(ScreenLost("bench", "no signal"))
    with bench.journal.waiting(events.WaitBegan("bench")):
        pass
    assert [type(event) for event in heard] == [ScreenLost, WaitEnded]


def _frame(number: int, size: int) -> Frame:
    return Frame(bytes([number]) * size, Size(8, 8), "JPEG")


def test_pictures_take_bounded_memory_and_still_cover_the_whole_time() -> None:
    ring = Ring(most_bytes=100_000)
    for number in range(100):
        ring.add(events.Entry(float(number), FrameSeen("bench", _frame(number, 10_000))))
    times = [entry.at for entry in ring]
    assert len(times) <= 10
    assert times[0] == 0
    assert times[-4:] == [96, 97, 98, 99]
    assert len([at for at in times if at < 50]) >= 1


def test_events_take_bounded_memory() -> None:
    ring = Ring()
    for number in range(10_000):
        ring.add(events.Entry(float(number), ScreenLost("bench", "no signal")))
    assert len(list(ring)) == 4000
    assert next(reversed(ring)).at == 9999


def test_no_pixels_are_kept(bench: _Bench) -> None:
    frame = bench.item.screen.frame()
    assert frame.gray.size
    pixels = weakref.ref(frame.gray)
    bench.journal.write(events.KeywordEnded("Keyword"))
    bench.item.screen.last = None
    del frame
    gc.collect()
    assert pixels() is None
    assert bench.all(FrameSeen)
