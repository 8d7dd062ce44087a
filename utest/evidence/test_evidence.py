"""Pictures in log.html: inside the keyword that failed, once, by relative link."""

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from robot import running
from robot.result import Keyword, ResultVisitor

from TinyPilotLibrary.devices.protocol import SimulatesFaults
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.evidence.film_recorder import Recorder, Recording
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.listener import FailureListener
from TinyPilotLibrary.session.session import Session
from TinyPilotLibrary.session.settings import Settings
from utest.conftest import Ran, RunSuite
from utest.machine import HandClock

# What marks the region that was looked in, and what was found.
_BLUE, _GREEN = (30, 140, 220), (40, 190, 60)
_IMAGE = re.compile(r'<img src="([^"]+)"')


class _Pictures(ResultVisitor):
    """Finds the pictures: in which keyword, and from where."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start_keyword(self, keyword: Keyword) -> None:
        for message in keyword.messages:
            for source in _IMAGE.findall(message.message):
                self.found.append((str(keyword.name), source))


def _messages(ran: Ran, name: str) -> str:
    """What is written inside the keywords of a name."""
    return "\n".join(
        str(message.message)
        for keyword in ran.result.suite.tests[0].body
        if getattr(keyword, "name", "") == name
        for message in keyword.messages
    )


def _pictures(ran: Ran) -> list[tuple[str, str]]:
    visitor = _Pictures()
    ran.result.visit(visitor)
    return visitor.found


# It shows its test for as long as the suite needs, however busy this machine is.
_PATIENT = "virtual:?setup_prompt=10m"

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url={url}    timeout=0s    {options}

*** Test Cases ***
Failing
    {steps}
"""


def _suite(*steps: str, url: str = "virtual:", options: str = "") -> str:
    return _SUITE.format(url=url, options=options, steps="\n    ".join(steps))


@pytest.fixture
def template(tmp_path: Path) -> str:
    """A picture that is on no screen of the virtual computer."""
    picture = Image.new("RGB", (40, 20), "orange")
    ImageDraw.Draw(picture).ellipse((5, 5, 35, 15), fill="purple")
    picture.save(tmp_path / "nowhere.png")
    return "nowhere.png"


def test_the_screen_is_shown_inside_the_failed_keyword(run_suite: RunSuite, template: str) -> None:
    ran = run_suite(_suite("Press Keys    A", f"Wait Until Screen Contains    {template}"))
    [(keyword, source)] = _pictures(ran)
    assert keyword == "Wait Until Screen Contains"
    assert not source.startswith(("/", "file:", "http"))
    with Image.open(ran.folder / source) as shown:
        assert shown.size == (720, 400)


def test_the_screen_is_shown_once_when_user_keywords_pass_the_failure_on(run_suite: RunSuite, template: str) -> None:
    keywords = f"\n*** Keywords ***\nOuter\n    Inner\n\nInner\n    Screen Should Contain    {template}\n"
    assert len(_pictures(run_suite(_suite("Outer") + keywords))) == 1


@pytest.mark.integration
def test_the_screen_is_shown_after_a_test_timeout(run_suite: RunSuite, template: str) -> None:
    ran = run_suite(_suite("[Timeout]    1s", f"Wait Until Screen Contains    {template}    timeout=1 min"))
    assert [keyword for keyword, _ in _pictures(ran)] == ["Wait Until Screen Contains"]
    assert "Test timeout 1 second exceeded" in ran.message
    assert "ERROR" not in ran.console


@pytest.mark.parametrize(("seconds", "size"), [(0.5, (720, 400)), (2.0, (800, 600))])
def test_what_was_looked_at_is_shown_and_an_older_screen_is_not(
    tmp_path: Path, seconds: float, size: tuple[int, int]
) -> None:
    hand = HandClock()
    settings = Settings(10.0, 0.8, None, 0.5)
    journal = Journal()
    session = Session(settings, clock=hand.clock, journal=journal)
    item = session.open("virtual:", {})
    files = LogPictures(tmp_path)
    listener = FailureListener(
        session, journal, files, Recorder(journal, files, Recording.NEVER), lambda _: True, wanted=True
    )
    ours = SimpleNamespace(owner=SimpleNamespace(instance=None), full_name="Press Keys")
    listener.start_library_keyword(running.Keyword(), ours, Keyword(status="NOT SET"))
    item.screen.remember_before_input()
    require(item.device, SimulatesFaults).simulate_fault("resolution change", 600)
    hand.sleep(seconds)
    listener.end_library_keyword(running.Keyword(), ours, Keyword(status="FAIL"))
    session.close_all()
    [file] = tmp_path.glob("screen-*")
    with Image.open(file) as shown:
        assert shown.size == size


def test_the_failure_of_another_library_shows_nothing(run_suite: RunSuite) -> None:
    assert _pictures(run_suite(_suite("Press Keys    A", "Fail    Something else"))) == []


def test_failure_pictures_can_be_switched_off(run_suite: RunSuite, template: str) -> None:
    suite = _suite(f"Screen Should Contain    {template}", options="failure_screenshots=False")
    assert _pictures(run_suite(suite)) == []


def test_without_a_signal_the_log_says_that_there_is_no_picture(run_suite: RunSuite, template: str) -> None:
    ran = run_suite(_suite("Power Off", f"Screen Should Contain    {template}"))
    assert _pictures(ran) == []
    assert "No picture of the screen" in (ran.folder / "output.xml").read_text("utf-8")


@pytest.mark.parametrize("keyword", ["Screen Should Contain", "Wait Until Screen Contains"])
def test_the_region_that_was_looked_in_is_marked(run_suite: RunSuite, template: str, keyword: str) -> None:
    ran = run_suite(_suite(f"{keyword}    {template}    region=100,50,300,200"))
    [(_, source)] = _pictures(ran)
    with Image.open(ran.folder / source) as shown:
        blue = np.asarray(shown.convert("RGB")) == _BLUE
    blue = blue.all(axis=2)
    assert all(edge.all() for edge in (blue[49, 100:400], blue[250, 100:400], blue[50:250, 99], blue[50:250, 400]))
    assert not blue[50:250, 100:400].any()


def test_what_is_still_there_is_marked(run_suite: RunSuite) -> None:
    still = "Wait Until Screen Does Not Contain    text:Press F2"
    ran = run_suite(_suite("Wait Until Screen Contains    text:Press F2    timeout=10s", still, url=_PATIENT))
    [(keyword, source)] = _pictures(ran)
    assert keyword == "Wait Until Screen Does Not Contain"
    with Image.open(ran.folder / source) as shown:
        assert (np.asarray(shown.convert("RGB")) == _GREEN).all(axis=2).any()


def _box_of(picture: Path, color: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what has a colour in a picture."""
    with Image.open(picture) as shown:
        mask = (np.asarray(shown.convert("RGB")) == color).all(axis=2)
    return Image.fromarray(mask).getbbox()


def test_of_what_is_forbidden_its_own_box_is_shown(run_suite: RunSuite, template: str) -> None:
    ran = run_suite(
        _suite(
            f"Run Keyword And Ignore Error    Screen Should Contain    {template}    region=300,100,100,100",
            "${f2} =    Get Match    text:Press F2",
            f"Wait Until Screen Contains    {template}    text:VIRTUAL    unless=text:Press F2    timeout=1h",
            "[Teardown]    Log    ${f2.region}",
        )
    )
    assert ran.message.startswith(f"While waiting for '{template}' or 'text:VIRTUAL', 'text:Press F2' at ")
    (_, _), (keyword, source) = _pictures(ran)
    assert keyword == "Wait Until Screen Contains"
    left, top, width, height = map(int, ran.result.suite.tests[0].teardown.messages[0].message.split(","))
    box = _box_of(ran.folder / source, _GREEN)
    assert box == pytest.approx((left, top, left + width, top + height), abs=4)
    assert _box_of(ran.folder / source, _BLUE) is None


@pytest.mark.integration
def test_of_a_wait_that_was_interrupted_its_last_look_is_shown_with_its_age(run_suite: RunSuite) -> None:
    wait = "Wait Until Screen Contains    text:ZZ nowhere    region=100,50,300,200    timeout=1 min"
    steps = ("Screen Should Contain    text:Press F2", wait, "[Timeout]    2s")
    ran = run_suite(_suite(*steps, options="poll_interval=20s"))
    [(_, source)] = _pictures(ran)
    assert _box_of(ran.folder / source, _BLUE) is not None
    told = _messages(ran, "Wait Until Screen Contains")
    assert "<b>text:ZZ nowhere</b>" in told
    assert re.search(r"This is the last frame checked, \d+ s before the failure\.", told)
    assert "Test timeout 2 seconds exceeded" in ran.message


def test_pictures_of_the_same_frame_are_one_file(run_suite: RunSuite, template: str) -> None:
    step = f"Run Keyword And Ignore Error    Screen Should Contain    {template}"
    found = _pictures(run_suite(_suite("Wait Until Screen Is Still    timeout=5s    for_=200ms", step, step)))
    assert len(found) == 2
    assert len({source for _, source in found}) == 1


def test_a_secret_appears_nowhere(run_suite: RunSuite) -> None:
    variables = "\n*** Variables ***\n${PASSWORD: Secret}    %{TINYPILOT_TEST_PASSWORD=correct-horse}\n"
    ran = run_suite(_suite("Type Text    ${PASSWORD}", "Fail") + variables, loglevel="TRACE")
    assert ran.result.suite.tests[0].body[0].status == "PASS", ran.message
    texts = [path.read_text("utf-8") for path in ran.folder.iterdir() if path.suffix in {".xml", ".html"}]
    assert texts
    assert not any("correct-horse" in text for text in texts)


@pytest.fixture
def visitors() -> Iterator[tuple[str, list[object]]]:
    """The URL of a port that counts who connects."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                seen.append(address)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", seen
        finally:
            over.set()
            thread.join()


def test_a_dry_run_touches_no_device(run_suite: RunSuite, template: str, visitors: tuple[str, list[object]]) -> None:
    url, seen = visitors
    steps = ("Press Keys    A", "Press Keys    NoSuchKey", f"Wait Until Screen Contains    {template}")
    ran = run_suite(_suite(*steps, f"Open Device    {url}", url=url), dryrun=True)
    assert _pictures(ran) == []
    assert seen == []


def test_importing_touches_no_device(run_suite: RunSuite, visitors: tuple[str, list[object]]) -> None:
    url, seen = visitors
    assert run_suite(_suite("No Operation", url=url)).result.suite.passed
    assert seen == []


@pytest.mark.integration
def test_the_device_is_really_touched_by_a_keyword(run_suite: RunSuite, visitors: tuple[str, list[object]]) -> None:
    url, seen = visitors
    assert not run_suite(_suite("Press Keys    A", url=url)).result.suite.passed
    assert seen
