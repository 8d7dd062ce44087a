"""The block of a failed keyword: what was wanted, what was there, what was done before, and why it did not match."""

import re
from pathlib import Path

import pytest
from PIL import Image

from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.evidence.events import Ending
from TinyPilotLibrary.evidence.score_line import score_line
from TinyPilotLibrary.evidence.story import Score, Wait
from utest.conftest import Ran, RunSuite

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s    templates=${CURDIR}

*** Variables ***
${PASSWORD: Secret}    %{TINYPILOT_TEST_PASSWORD=correct-horse}

*** Test Cases ***
Template
    Wait Until Screen Contains    text:Press F2    timeout=10s
    Press Keys    Down    count=3
    Click    point:0.25,0.5
    Type Text    ${PASSWORD}
    Wait Until Screen Contains    part.png    timeout=600ms

Another
    [Timeout]    2s
    Wait Until Screen Contains    text:ZZ <login> ZZ    timeout=1h

No Signal
    Press Keys    Up
    Power Off
    Wait Until Screen Contains    text:login    timeout=300ms
"""


@pytest.fixture
def ran(run_suite: RunSuite, tmp_path: Path) -> Ran:
    picture = VirtualComputer().draw().crop((0, 380, 400, 400))
    picture.paste((200, 200, 200), (105, 4, 125, 16))
    picture.save(tmp_path / "part.png")
    return run_suite(_SUITE, loglevel="TRACE")


def _block(ran: Ran, test: int) -> str:
    """The block of the keyword that failed."""
    failed = next(item for item in ran.result.suite.tests[test].body if item.failed)
    [block] = [str(item.message) for item in failed.messages if 'class="tp" data-device' in item.message]
    return block


def _text(block: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", block, flags=re.DOTALL)


@pytest.mark.integration
def test_each_part_is_there(ran: Ran) -> None:
    template, limit, blind = (_block(ran, index) for index in range(3))

    # What was wanted, what is there and the difference are as large as the template, and linked files.
    sizes = []
    for name in ("wanted: part.png", "on the screen", "difference"):
        [source] = re.findall(rf'src="([^"]+)" alt="{name}"', template)
        with Image.open(ran.folder / source) as shown:
            sizes.append(shown.size)
    assert sizes == [(400, 20)] * 3
    assert "a part differs" in template
    # How near it came, though nothing has changed.
    assert re.search(r"<svg .*Best score 0\.\d+ .* threshold 0\.800", template)
    # What was done before, in its order; of the secret no word, and of the next test nothing.
    told = _text(template)
    places = [told.index(word) for word in ("Down Down Down", "left click at 0.250,0.500", "a secret")]
    assert places == sorted(places)
    assert "correct-horse" not in (ran.folder / "output.xml").read_text("utf-8")
    # The last screens.
    assert re.findall(r"([\d.]+) s before", told)
    small = re.findall(r'src="([^"]+/small-[^"]+)"', template)
    assert 1 <= len(small) <= 5
    # Nothing of it needs a script.
    assert "<script" not in template
    assert not re.search(r"\son\w+=", template)

    assert re.search(r"Test timeout 2 seconds exceeded, while waiting for &#x27;text:ZZ &lt;login&gt; ZZ&#x27;", limit)
    assert "Down Down Down" not in limit
    assert "No input in this test before" in limit

    assert "No picture of the screen at the failure" in blind
    assert re.search(r"It has been so for [\d.]+ s", blind)
    assert "power off" in _text(blind)
    assert '<img src="' not in blind


def test_the_line_of_scores_goes_over_the_whole_wait() -> None:
    wait = Wait("bench", "x", 10, began=100, ended=110, ending=Ending.TIMEOUT)
    line = score_line(wait, [Score(100, 0.2, 0.8), Score(105, 0.7, 0.8)], [105])
    [points] = re.findall(r'points="([^"]+)"', line)
    xs, ys = zip(*(map(float, point.split(",")) for point in points.split()), strict=True)
    assert (xs[0], xs[-1]) == (30, 472)
    assert xs[1] == pytest.approx((30 + 472) / 2)
    assert ys[0] == ys[1] > ys[2] == ys[3]
    assert "Best score 0.700 after 5.0 s, threshold 0.800" in line


def test_without_scores_there_is_no_line() -> None:
    assert not score_line(Wait("bench", "x", 10, 0, 10, Ending.TIMEOUT), [], [])
