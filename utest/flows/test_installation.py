"""What the screen of an installer says of its progress, and when an installation stands still."""

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.flows.installation import End, Watch, read_progress
from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.match import Match

_PERCENT = r"re:\d+ ?%"

_DEBIAN = """
  ┌────────────┤ Installing the base system ├────────────┐
  │                                                      │
  │                         43%                          │
  │                                                      │
  │ Unpacking libc6 (amd64)...                           │
  └──────────────────────────────────────────────────────┘
"""
_GRAPHICAL = """Welcome        Slides of what is new
Install        ======== 17 % ========
               Unpacking image 1/1, file 3120/20371
               Did you know? Version 7 has a clock: 12:03:44"""


def test_the_step_of_a_percentage_stands_near_it() -> None:
    seen = read_progress(_DEBIAN, _PERCENT)
    assert (seen.percent, seen.step) == ("43%", "Installing the base system, Unpacking libc6 (amd64)...")
    assert str(read_progress(_GRAPHICAL, _PERCENT)).startswith("17 %: Welcome Slides")


def test_without_a_percentage_the_step_is_the_last_row() -> None:
    seen = read_progress("I: Retrieving apt\nI: Unpacking apt\n\n", _PERCENT)
    assert (seen.percent, seen.step, str(seen)) == ("", "I: Unpacking apt", "I: Unpacking apt")
    assert str(read_progress("", _PERCENT)) == "nothing that could be read"


def test_a_text_may_tell_the_progress_too() -> None:
    assert read_progress("Step\nPhase 2 of 5\n", r"re:Phase \d of \d").percent == "Phase 2 of 5"
    assert read_progress("Copying (1.5)\n", "text:(1.5)").percent == "(1.5)"


def _watch(stalled_after: float = 300, now: float = 0) -> Watch:
    return Watch(["text:Done"], [], _PERCENT, stalled_after, now)


def _match(text: str) -> Match:
    return Match(f"text:{text}", Region(0, 0, 8, 16), 1.0, Point(4, 8), text)


@pytest.mark.parametrize("wrong", ["image:bar.png", "re:("])
def test_what_tells_no_progress_is_refused(wrong: str) -> None:
    with pytest.raises(LocatorError, match="progress="):
        Watch([], [], wrong, 300, 0)


def test_each_news_is_told_once_with_its_time() -> None:
    watch, news = _watch(now=1000), []
    for text, now in (("Copying\n1%", 1000), ("Copying\n1%", 1010), ("Copying\n2%", 1725)):
        watch.look([], [], text, now)
        news.append(watch.news)
    assert news == ["0:00  1%: Copying", "", "12:05  2%: Copying"]


@pytest.mark.parametrize(
    ("first", "second", "stalls"),
    [
        ("Copying\n40%", "Copying\n40%", True),
        # A percentage may take long: its step goes on.
        ("Copying a\n40%", "Copying b\n40%", False),
        ("Copying\n40%", "Copying\n41%", False),
        # What is far from it does not matter: slides go on for ever.
        ("A slide\n\n\n\n40%", "Another slide\n\n\n\n40%", True),
        ("Please wait 10:00:01", "Please wait 10:04:59", True),
        ("Please wait -", "Please wait /", True),
        ("Retrieving apt", "Unpacking apt", False),
    ],
)
def test_it_has_stalled_when_neither_percentage_nor_step_change(first: str, second: str, stalls: bool) -> None:  # noqa: FBT001
    watch = _watch()
    watch.look([], [], first, 0)
    watch.look([], [], second, 299)
    assert watch.end is None
    watch.look([], [], second, 300)
    assert watch.end == (End() if stalls else None)


def test_a_failure_counts_more_than_the_end() -> None:
    watch = _watch()
    watch.look([_match("Failed")], [_match("Done")], "Done\nFailed", 1)
    assert watch.end == End(_match("Failed"), has_failed=True)


def test_the_end_counts_more_than_a_long_silence_before_it() -> None:
    watch = _watch()
    watch.look([], [_match("Done")], "", 301)
    assert watch.end == End(_match("Done"))


def test_it_is_told_how_far_it_was_when_the_screen_said_so() -> None:
    watch = _watch()
    watch.look([], [], "Copying\n40%", 0)
    watch.look([], [], "Disk full", 61)
    assert watch.told(61) == "After 1:01 it was at 40%: Copying. Text on the screen:\nDisk full"


def test_a_picture_is_due_at_first_and_now_and_then() -> None:
    watch, due = _watch(), []
    for now in (0, 1, 119, 120, 121):
        watch.look([], [], "", now)
        due.append(watch.is_picture_due)
    assert due == [True, False, False, True, False]


def test_an_outage_is_borne_once_something_was_seen() -> None:
    watch = _watch()
    assert [watch.misses("no such picture", now) for now in (0, 19, 20)] == [False, False, True]
    watch.look([], [], "Copying\n40%", 21)
    assert not watch.misses("no answer", 60)
    assert watch.told(60) == "After 1:00 it was at 40%: Copying. Text on the screen:\nno answer"
    watch.misses("no answer", 321)
    assert watch.end == End()
