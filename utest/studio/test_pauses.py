"""A paused run: what its page is told, and how it goes on."""

import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.pauses import Answer, Missed, Pause, Pauses, Proposal
from TinyPilotLibrary.studio.studio_routes import studio
from TinyPilotLibrary.time_limits import time_limits_suspended
from utest.studio.conftest import Page, token_of

_PICTURE = b"\x89PNG of what was wanted"
_PROPOSED = Proposal(Path("templates"), "ok.png", [("match", [1, 2, 30, 40])], replaces=True)
_MISSED = Missed("ok.png", [1, 2, 30, 40], 0.5, 0.8, "the shape differs", {"wanted": _PICTURE}, _PROPOSED)
_PAUSE = Pause("'ok.png' did not appear", "The Test", None, [_MISSED])


@dataclass
class Run:
    """A run, and the page of its pauses."""

    pauses: Pauses
    page: Page
    waiting: ThreadPoolExecutor

    def stand_still(self, pause: Pause = _PAUSE) -> "Future[Answer | None]":
        """Pauses, and returns when the page can know it."""
        before, _ = self.pauses.state(None, 0)
        asked = self.waiting.submit(self.pauses.ask, pause)
        self.pauses.state(before, 30)
        return asked

    def told(self, after: str = "") -> Any:  # noqa: ANN401 - JSON
        return self.page.ask(f"pause{after}").json()


@pytest.fixture
def run() -> Iterator[Run]:
    pauses, device = Pauses(60), VirtualDevice()
    serving = Serving(port=0, more=studio(Desk(pauses=pauses)))
    with running(device, serving) as url, requests.Session() as session, ThreadPoolExecutor() as waiting:
        token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Run(pauses, Page(url, device, session), waiting)
        pauses.close()


def test_the_page_is_told_what_was_missed_and_answers(run: Run) -> None:
    before = run.told()
    assert before["pause"] is None
    asked = run.stand_still()
    told = run.told(f"?after={before['version']}")["pause"]
    assert told["message"] == "'ok.png' did not appear"
    assert told["test"] == "The Test"
    assert 0 < told["seconds_left"] <= 60
    [missed] = told["missed"]
    assert (missed["name"], missed["reason"], missed["replaces"]) == ("ok.png", "the shape differs", True)
    assert run.page.ask(f"pause/{told['number']}/0/wanted").content == _PICTURE
    assert run.page.ask(f"pause/{told['number']}/0/seen").status_code == 404
    assert run.page.ask(f"pause/{told['number']}", {"answer": "retry"}).status_code == 200
    assert asked.result(30) is Answer.RETRY
    assert run.told()["pause"] is None


def test_an_answer_counts_once_and_for_its_own_pause(run: Run) -> None:
    asked = run.stand_still()
    number = run.told()["pause"]["number"]
    assert run.page.ask(f"pause/{number}", {"answer": "perhaps"}).status_code == 400
    assert run.page.ask(f"pause/{number + 1}", {"answer": "fail"}).status_code == 409
    assert run.page.ask(f"pause/{number}", {"answer": "skip"}).status_code == 200
    assert asked.result(30) is Answer.SKIP
    again = run.stand_still()
    assert "over" in run.page.ask(f"pause/{number}", {"answer": "fail"}).text
    assert run.page.ask(f"pause/{number + 1}", {"answer": "abort"}).status_code == 200
    assert again.result(30) is Answer.ABORT


def test_what_needs_a_place_cannot_go_on_without_one(run: Run) -> None:
    asked = run.stand_still(Pause("", "", None, [], can_go_on=False))
    number = run.told()["pause"]["number"]
    assert run.page.ask(f"pause/{number}", {"answer": "go on"}).status_code == 409
    assert run.page.ask(f"pause/{number}", {"answer": "fail"}).status_code == 200
    assert asked.result(30) is Answer.FAIL


def test_without_an_answer_it_goes_on_as_usual() -> None:
    pauses = Pauses(0)
    assert pauses.ask(_PAUSE) is None
    assert pauses.state(None, 0)[1] is None


def test_a_page_without_a_run_is_told_of_no_pause(page: Page) -> None:
    assert page.ask("about").json()["pauses"] is False
    assert page.ask("pause").status_code == 404


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="This system has no alarm.")
def test_the_alarm_of_a_time_limit_stands_still() -> None:
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        with time_limits_suspended() as still:
            assert still
            assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
        assert 990 < signal.getitimer(signal.ITIMER_REAL)[0] <= 1000
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
