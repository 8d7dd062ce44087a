"""The journal: what a keyword saw is remembered as its own, and forgotten when it is over."""

import gc
import weakref
from pathlib import Path

import pytest

from TinyPilotLibrary.errors import NotOnScreen, SeveralOnScreen
from TinyPilotLibrary.evidence.events import KeywordBegan, KeywordEnded, Looked
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.finding.choice import THE_ONLY, Choice
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock
from utest.machine import HandClock, PolledDevice


class _Interrupted(BaseException):
    """As Robot Framework ends what takes longer than a test may."""


class _Bench:
    """A keyword that is running, and what it looks with."""

    def __init__(self) -> None:
        self.hand = HandClock()
        self.journal = Journal(self.hand.now)
        self.journal.write(KeywordBegan("Outer"))
        self.device = PolledDevice(self.hand)
        self.screen = Screen(self.device, self.hand.now, "bench", self.journal)

    def watcher(self, timeout: float = 0, clock: Clock | None = None) -> Watcher:
        return Watcher(self.screen, timeout, 0.5, clock or self.hand.clock, self.journal)

    @property
    def look(self) -> Looked:
        assert self.journal.last_look is not None
        return self.journal.last_look


@pytest.fixture
def bench() -> _Bench:
    return _Bench()


def look(*written: str) -> Look:
    return Look(TemplateCatalog().find(map(Locator.parse, written), [Path()]), None, 0.8)


def test_a_look_has_its_frame_and_what_it_gave(bench: _Bench) -> None:
    match = bench.watcher().finds(look("text:nothing like it", "text:Press F2"))
    assert bench.look.device == "bench"
    assert bench.screen.last is not None
    assert bench.look.frame.identity == bench.screen.last.identity
    assert bench.look.match == match
    assert [miss.locator for miss in bench.look.misses] == ["text:nothing like it"]


def test_where_one_place_is_meant_all_of_them_are_there_in_reading_order(bench: _Bench) -> None:
    with pytest.raises(SeveralOnScreen):
        bench.watcher().shows(look("text:V"), THE_ONLY)
    assert bench.look.match is None
    lefts = [place.region.left for place in bench.look.places]
    assert len(lefts) == 2
    second = bench.watcher().finds(look("text:V"), Choice(nth=2))
    assert bench.look.match == second == bench.look.places[1]


def test_what_is_forbidden_is_what_was_seen_last(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen):
        bench.watcher(60).appears(look("text:Login"), look("text:Press F2"))
    assert bench.look.match is not None
    assert bench.look.match.locator == "text:Press F2"


@pytest.mark.parametrize("looks", [1, 3])
def test_an_interrupted_wait_leaves_its_last_look(bench: _Bench, looks: int) -> None:
    def sleep(seconds: float) -> None:
        bench.hand.sleep(seconds)
        if len(bench.hand.slept) == looks:
            raise _Interrupted

    with pytest.raises(_Interrupted):
        bench.watcher(60, Clock(bench.hand.now, sleep)).appears(look("text:Login"))
    assert bench.device.frames == looks
    assert bench.screen.last is not None
    assert bench.look.frame.identity == bench.screen.last.identity
    assert [miss.locator for miss in bench.look.misses] == ["text:Login"]


def test_an_inner_keyword_has_nothing_of_the_outer_one_and_leaves_it_nothing(bench: _Bench) -> None:
    bench.watcher().finds(look("text:Press F2"))
    bench.journal.write(KeywordBegan("Inner"))
    assert bench.journal.last_look is None
    with pytest.raises(NotOnScreen):
        bench.watcher().finds(look("text:inner"))
    assert bench.look.misses[0].locator == "text:inner"
    bench.journal.write(KeywordEnded("Inner"))
    # The screen at which the outer one looked before is no more what has failed.
    assert bench.journal.last_look is None
    bench.watcher().finds(look("text:Press F2"))
    assert bench.look.match is not None


def test_of_a_wait_that_sees_nothing_the_look_before_it_is_not_shown(bench: _Bench) -> None:
    bench.watcher().finds(look("text:Press F2"))
    bench.device.virtual.simulate_fault("no signal", 60)
    with pytest.raises(NotOnScreen, match="no video signal"):
        bench.watcher(2).appears(look("text:Login"))
    assert bench.journal.last_look is None


def test_outside_of_keywords_and_after_them_no_frame_is_kept(bench: _Bench) -> None:
    bench.watcher().finds(look("text:Press F2"))
    bench.journal.write(KeywordEnded("Outer"))
    bench.watcher().finds(look("text:Press F2"))
    assert bench.journal.last_look is None


def test_a_keyword_has_used_the_device_once_it_looks_or_sends_input(bench: _Bench) -> None:
    assert not bench.journal.used_device
    bench.watcher().finds(look("text:Press F2"))
    assert bench.journal.used_device
    bench.journal.write(KeywordBegan("Typo"))
    assert not bench.journal.used_device
    bench.journal.write(KeywordEnded("Typo"))
    bench.journal.write(KeywordEnded("Outer"))
    bench.journal.write(KeywordBegan("Runs another"))
    bench.journal.write(KeywordBegan("Presses a key"))
    # Nothing has changed for so short a time: no frame is taken before the key.
    bench.screen.remember_before_input()
    assert bench.device.frames == 1
    bench.journal.write(KeywordEnded("Presses a key"))
    assert bench.journal.used_device


def test_the_last_look_keeps_no_pixels(bench: _Bench) -> None:
    bench.watcher().finds(look("text:Press F2"))
    assert bench.screen.last is not None
    pixels = weakref.ref(bench.screen.last.gray)
    bench.screen.last = None
    gc.collect()
    assert pixels() is None
    assert bench.look.match is not None


def test_the_last_look_marks_the_words_that_came_closest_and_not_their_line(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen):
        bench.watcher().finds(look("text:Memory tost"))
    words = bench.watcher().finds(look("text:Memory test")).region
    with pytest.raises(NotOnScreen):
        bench.watcher().finds(look("text:Memory tost"))
    assert bench.look.misses[0].region == words


def test_a_long_wait_keeps_the_pixels_of_its_last_frame_alone(bench: _Bench) -> None:
    frames: list[weakref.ref[Frame]] = []

    def sleep(seconds: float) -> None:
        bench.hand.sleep(seconds)
        assert bench.screen.last is not None
        frames.append(weakref.ref(bench.screen.last))

    with pytest.raises(NotOnScreen):
        bench.watcher(20, Clock(bench.hand.now, sleep)).appears(look("text:nothing like it"))
    gc.collect()
    assert len(frames) == 40
    assert sum(frame() is not None for frame in frames) <= 1
