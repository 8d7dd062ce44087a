"""The only polling loop: at least one look, and one more when the time is over."""

import time

import pytest

from TinyPilotLibrary.watching.wait_until import Clock, wait_until
from utest.machine import HandClock


class _Looks:
    """Looks that take some time, and find something at one of them."""

    def __init__(self, hand: HandClock, found_at: int = 0, takes: float = 0.0) -> None:
        self.at: list[float] = []
        self.timeout: list[float] = []
        self._hand, self._found_at, self._takes = hand, found_at, takes
        self._begun = hand.now()

    def __call__(self, timeout: float) -> str | None:
        assert len(self.at) < 100, "It never ends."
        self.at.append(round(self._hand.now() - self._begun, 3))
        self.timeout.append(round(timeout, 3))
        self._hand.time += self._takes
        return "found" if len(self.at) == self._found_at else None


def _wait(looks: _Looks, hand: HandClock, timeout: float, interval: float, *, look_waits: bool = False) -> str | None:
    return wait_until(looks, timeout=timeout, interval=interval, clock=hand.clock, look_waits=look_waits)


@pytest.fixture
def hand() -> HandClock:
    return HandClock(1000.0)


def test_what_is_there_is_found_by_the_first_look_without_a_pause(hand: HandClock) -> None:
    looks = _Looks(hand, found_at=1)
    assert _wait(looks, hand, 10, 0.5) == "found"
    assert looks.at == [0.0]
    assert hand.slept == []


@pytest.mark.parametrize("timeout", [0, -1])
def test_without_time_there_is_one_look(hand: HandClock, timeout: float) -> None:
    looks = _Looks(hand)
    assert _wait(looks, hand, timeout, 0.5) is None
    assert looks.at == [0.0]
    assert hand.slept == []


def test_there_is_a_look_at_each_interval_and_one_at_the_deadline(hand: HandClock) -> None:
    looks = _Looks(hand)
    assert _wait(looks, hand, 1.2, 0.5) is None
    assert looks.at == [0.0, 0.5, 1.0, 1.2]


def test_what_appears_just_before_the_deadline_is_found(hand: HandClock) -> None:
    looks = _Looks(hand, found_at=4)
    assert _wait(looks, hand, 1.2, 0.5) == "found"


def test_a_slow_look_is_part_of_the_interval(hand: HandClock) -> None:
    looks = _Looks(hand, takes=0.3)
    _wait(looks, hand, 1.0, 0.5)
    assert looks.at == [0.0, 0.5, 1.0]


def test_after_a_look_that_outlasts_the_deadline_there_is_one_more(hand: HandClock) -> None:
    looks = _Looks(hand, takes=5.0, found_at=2)
    assert _wait(looks, hand, 1.0, 0.5) == "found"
    assert looks.at == [0.0, 5.0]
    assert hand.slept == []


def test_a_look_that_waits_itself_is_told_how_long_and_nothing_else_sleeps(hand: HandClock) -> None:
    looks = _Looks(hand, takes=0.5)
    _wait(looks, hand, 1.2, 0.5, look_waits=True)
    assert looks.timeout == [0.0, 0.5, 0.2, 0.0]
    assert hand.slept == []


def test_what_a_look_raises_ends_the_wait(hand: HandClock) -> None:
    def look(_: float) -> None:
        raise RuntimeError("seen enough")

    with pytest.raises(RuntimeError, match="seen enough"):
        wait_until(look, timeout=10, interval=0.5, clock=hand.clock)


def test_the_real_clock_sleeps_as_long_as_it_is_told() -> None:
    clock, begun = Clock(), time.monotonic()
    clock.sleep(0.05)
    assert clock.now() - begun >= 0.05
