"""A new template is tried on the screens that the studio has seen since its page was opened, in bounded memory."""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.elsewhere import OtherScreen, tried_on
from TinyPilotLibrary.studio.session_frames import SessionFrames
from TinyPilotLibrary.studio.studio_requests import Area, SaveRequest
from TinyPilotLibrary.vision.frame import Frame
from utest.companion.screen_stream import screen_stream
from utest.studio.conftest import Page, opened

_DISK = [0, 64, 279, 16]
_NOTE = [0, 384, 180, 16]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """A studio of one's own, whose folder of templates stays empty."""
    with opened(tmp_path) as one:
        yield one
    assert not list(tmp_path.iterdir())


def _tried(page: Page, region: list[int]) -> Any:  # noqa: ANN401 - JSON
    frozen = page.ask("freeze", {}).json()["number"]
    body = {"frozen": frozen, "name": "new.png", "areas": [{"kind": "match", "region": region}]}
    return page.ask("session/try", body).json()


def test_it_is_told_on_which_screens_of_the_session_a_template_is_and_on_which_not(page: Page) -> None:
    page.ask("about")
    begun = time.time()
    page.look()
    # The frozen screen is not another one, though it was seen as another picture.
    assert _tried(page, _DISK) == {"found": [], "missed": []}
    # It changes the last row.
    page.device.type([Keystroke("F2")])
    page.look()
    [found] = _tried(page, _DISK)["found"]
    assert found["region"] == _DISK
    assert begun <= found["seen"] <= time.time()
    nowhere = _tried(page, _NOTE)
    assert nowhere["found"] == []
    [missed] = nowhere["missed"]
    assert missed["seen"] == found["seen"]


def test_screens_that_were_watched_are_kept_too(page: Page) -> None:
    page.ask("about")
    with screen_stream(page.session, page.url) as stream:
        stream.next_picture()
        for key in ("F2", "F12"):
            page.device.type([Keystroke(key)])
            stream.next_picture()
    until = time.monotonic() + 20
    # A moment later.
    while len(_tried(page, _DISK)["found"]) < 2:
        assert time.monotonic() < until


def test_what_was_seen_before_the_page_was_opened_is_not_kept_but_for_the_latest(page: Page) -> None:
    page.look()
    page.device.type([Keystroke("F2")])
    page.look()
    page.ask("about")
    page.device.type([Keystroke("F12")])
    page.look()
    tried = _tried(page, _DISK)
    assert len(tried["found"]) + len(tried["missed"]) == 1


def test_an_area_that_is_no_template_is_refused_in_words(page: Page) -> None:
    frozen = page.ask("freeze", {}).json()["number"]

    def answer(kind: str, region: list[int]) -> Any:  # noqa: ANN401 - an answer of requests
        body = {"frozen": frozen, "name": "new.png", "areas": [{"kind": kind, "region": region}]}
        return page.ask("session/try", body)

    assert "flat" in answer("match", [400, 200, 60, 40]).text
    assert "no area to match" in answer("exclude", _DISK).text
    assert answer("match", [700, 0, 30, 10]).status_code == 400


def test_a_search_that_nobody_waits_for_ends() -> None:
    frame = Frame.read((Path(__file__).parents[2] / "benchmarks/frames/ovmf-front-page.png").read_bytes())
    looked: list[int] = []

    def read() -> Frame:
        looked.append(1)
        return frame.seen_again()

    asked = SaveRequest(frozen=0, name="new.png", areas=[Area(kind="match", region=[0, 0, 200, 200])], folder="")
    tried_on([OtherScreen(read)] * 50, Desk(), frame, asked, lambda: len(looked) >= 2)
    assert len(looked) < 50


def test_each_screen_is_kept_once_the_newest_in_bounded_memory() -> None:
    times = count(1)
    seen = SessionFrames(most=3, most_bytes=100, now=lambda: float(next(times)))
    for picture in (b"a" * 10, b"b" * 10, b"a" * 10):
        seen.see(picture)
    assert [(screen.jpeg[:1], screen.at) for screen in seen.newest_first()] == [(b"a", 3.0), (b"b", 2.0)]
    for picture in (b"c" * 10, b"d" * 10):
        seen.see(picture)
    assert [screen.jpeg[:1] for screen in seen.newest_first()] == [b"d", b"c", b"a"]
    seen.see(b"e" * 85)
    assert [screen.jpeg[:1] for screen in seen.newest_first()] == [b"e", b"d"]
