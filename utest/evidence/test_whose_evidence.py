"""What is shown of a keyword that failed is its own: whatever failed before it, and however it ended."""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw
from robot import result
from robot.result import Keyword, Message, ResultVisitor

from TinyPilotLibrary.devices import virtual
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.evidence.film import Film
from TinyPilotLibrary.vision.drawing.marks import FOUND, NEAR, SEARCHED
from utest.conftest import Ran, RunSuite
from utest.machine import crop

pytestmark = pytest.mark.integration

_LOOKED_FOR = re.compile(r"<b>(.*?)</b>")
_PICTURE = re.compile(r'<img src="([^"]+)"')
# Words that one way to fail has in it, and no other; the page of a test's film.
_OWN, _FILM = re.compile(r"ZZ \w+ ZZ"), re.compile(r'href="(tinypilot/film-[^"]+\.html)"')
_COLORS = {"found": FOUND, "near": NEAR, "searched": SEARCHED}
_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:    timeout=0s    templates=${CURDIR}
Suite Setup    Get Screen Size

*** Test Cases ***
"""


@dataclass(frozen=True)
class _Shown:
    """What is shown inside a failed keyword: the texts that it looked for, the kinds of boxes in the picture."""

    texts: tuple[str, ...] = ()
    boxes: frozenset[str] = frozenset()
    has_picture: bool = True


def _shown(*texts: str, boxes: str = "") -> _Shown:
    return _Shown(texts, frozenset(boxes.split()))


_NOTHING = _shown()
# A keyword that fails at its arguments has used no device: there is no picture.
_NO_PICTURE = _Shown(has_picture=False)
# Ways to fail, and what is shown of each keyword that fails on the way.
_FAILURES: dict[str, tuple[str, list[_Shown]]] = {
    "text": ("Screen Should Contain    text:Kernel panic", [_shown("text:Kernel panic")]),
    "alike text": ("Wait Until Screen Contains    text:Press F3", [_shown("text:Press F3", boxes="near")]),
    "text and template": ("Get Match    nowhere.png    text:ZZ hello ZZ", [_shown("text:ZZ hello ZZ")]),
    "region": (
        "Wait Until Screen Contains    text:ZZ login ZZ    region=100,50,300,200",
        [_shown("text:ZZ login ZZ", boxes="searched")],
    ),
    "template": ("Screen Should Contain    nowhere.png", [_NOTHING]),
    "forbidden": (
        "Wait Until Screen Contains    text:ZZ shell ZZ    unless=press-f2.png    timeout=1h",
        [_shown(boxes="found")],
    ),
    "still there": ("Wait Until Screen Does Not Contain    text:Press F2", [_shown(boxes="found")]),
    "must not be there": ("Screen Should Not Contain    press-f2.png", [_shown(boxes="found")]),
    "several": ("Click    text:V", [_shown(boxes="near")]),
    "too few": ("Get Match    text:V    nth=5", [_shown(boxes="near")]),
    "key": ("Press Keys    Entr", [_NO_PICTURE]),
    "expression": ("Screen Should Contain    re:(open", [_NO_PICTURE]),
    "broken template": ("Screen Should Contain    broken.png", [_NO_PICTURE]),
    "missing template": ("Screen Should Contain    stup.png", [_NO_PICTURE]),
    "character": ("Type Text    \u4e2d", [_NO_PICTURE]),
    "no device": ("Switch Device    left", [_NO_PICTURE]),
    "keys": (
        """Simulate Fault    cable unplugged    for_=1h
    Press Keys    A
    [Teardown]    Simulate Fault    cable unplugged    for_=0s""",
        [_NOTHING],
    ),
    "no change": ("Wait Until Screen Changes", [_NOTHING]),
    "still signal": ("Wait Until No Video Signal", [_NOTHING]),
    "point": ("Get Pixel Color    5000,5000", [_NOTHING]),
    "after a match": ("Get Match    press-f2.png\n    Press Keys    Entr", [_NO_PICTURE]),
    "input": (
        """Simulate Fault    cable unplugged    for_=1h
    Click    press-f2.png
    [Teardown]    Simulate Fault    cable unplugged    for_=0s""",
        [_shown(boxes="found")],
    ),
    "time limit": (
        "[Timeout]    1s\n    Wait Until Screen Contains    text:ZZ never ZZ    region=100,50,300,200    timeout=1h",
        [_shown("text:ZZ never ZZ", boxes="searched")],
    ),
    "time limit of another wait": (
        "[Timeout]    600ms\n    Wait Until Screen Changes    timeout=1h",
        [_NOTHING],
    ),
    "caught": (
        """TRY
        Screen Should Contain    text:ZZ caught ZZ
    EXCEPT    *    type=GLOB
        Press Keys    Entr
    END""",
        [_shown("text:ZZ caught ZZ"), _NO_PICTURE],
    ),
    "ignored": (
        "Run Keyword And Ignore Error    Screen Should Contain    text:ZZ ignored ZZ\n    Press Keys    Entr",
        [_shown("text:ZZ ignored ZZ"), _NO_PICTURE],
    ),
    "teardown": (
        "Screen Should Contain    text:ZZ body ZZ\n    [Teardown]    Press Keys    Entr",
        [_shown("text:ZZ body ZZ"), _NO_PICTURE],
    ),
    "looking teardown": (
        "Press Keys    Entr\n    [Teardown]    Screen Should Contain    text:ZZ teardown ZZ",
        [_NO_PICTURE, _shown("text:ZZ teardown ZZ")],
    ),
}


class _Evidence(ResultVisitor):
    """Collects what is shown inside the library's keywords that failed, in their order."""

    def __init__(self, folder: Path) -> None:
        self.shown: list[_Shown] = []
        self._folder = folder

    def start_keyword(self, keyword: Keyword) -> None:
        if not keyword.failed or keyword.owner != "TinyPilotLibrary":
            return
        told = "\n".join(str(message.message) for message in keyword.messages)
        sources = _PICTURE.findall(told)
        if not sources:
            self.shown.append(_Shown(tuple(_LOOKED_FOR.findall(told)), has_picture=False))
            return
        [source] = sources
        with Image.open(self._folder / source) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        boxes = {name for name, color in _COLORS.items() if (pixels == color[::-1]).all(axis=2).any()}
        self.shown.append(_Shown(tuple(_LOOKED_FOR.findall(told)), frozenset(boxes)))


def _evidence_of(ran: Ran) -> list[list[_Shown]]:
    """For each test what its failed keywords show."""
    found = []
    for test in ran.result.suite.tests:
        visitor = _Evidence(ran.folder)
        test.visit(visitor)
        found.append(visitor.shown)
    return found


def _told_of(test: result.TestCase, folder: Path) -> str:
    """All that is told of a test: its messages, and its film with its page."""
    messages = [str(item.message) for item in test.body if item.type == item.MESSAGE]
    texts = _Texts()
    test.visit(texts)
    pages = [folder / link for link in _FILM.findall("\n".join(messages))]
    films = [page.with_suffix(".film.json") for page in pages]
    assert all(Film.read(film).title == test.full_name for film in films)
    return "\n".join([test.message, *messages, *texts.all, *(file.read_text("utf-8") for file in [*pages, *films])])


class _Texts(ResultVisitor):
    """Collects all messages of keywords."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def start_message(self, message: Message) -> None:
        self.all.append(str(message.message))


@pytest.fixture
def run_still(run_suite: RunSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunSuite:
    """Runs suites on a screen where nothing changes: two keywords see the same picture, and show it differently."""
    computer = VirtualComputer(speed=Speed(power_on_test=3600, blink=3600))
    crop(computer, (0, 384, 400, 400), tmp_path / "press-f2.png")
    picture = Image.new("RGB", (40, 20), "orange")
    ImageDraw.Draw(picture).ellipse((5, 5, 35, 15), fill="purple")
    picture.save(tmp_path / "nowhere.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    monkeypatch.setattr(virtual, "open_virtual", lambda url, **options: VirtualDevice(computer))
    return run_suite


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_shown_of_another_keyword_in_whatever_order_they_fail(run_still: RunSuite, seed: int) -> None:
    names = [*_FAILURES] * 2
    Random(seed).shuffle(names)  # noqa: S311 - an order that can be repeated
    tests = (f"{number} {name}\n    {_FAILURES[name][0]}\n" for number, name in enumerate(names))
    ran = run_still(_SUITE + "\n".join(tests))
    assert len(ran.result.suite.tests) == len(names)
    for name, shown in zip(names, _evidence_of(ran), strict=True):
        assert shown == _FAILURES[name][1], name
    for name, test in zip(names, ran.result.suite.tests, strict=True):
        told = _told_of(test, ran.folder)
        assert set(_OWN.findall(told)) <= set(_OWN.findall(_FAILURES[name][0])), name
