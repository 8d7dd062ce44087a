"""What was typed as a secret is in no text and, if that is asked for, in no picture; masks are over every picture."""

import io

import numpy as np
import pytest
from PIL import Image

from TinyPilotLibrary.devices import virtual
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.evidence.events import Entry, FrameSeen, InputSent
from TinyPilotLibrary.evidence.secret_values import SecretValues
from TinyPilotLibrary.evidence.veil import Veil
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from utest.conftest import Ran, RunSuite

_SECRET = "correct'horse"
_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:    timeout=20s    {options}

*** Variables ***
${{PASSWORD: Secret}}    %{{TINYPILOT_TEST_PASSWORD=nothing}}

*** Test Cases ***
Shown Where It Is Typed
    Wait Until Screen Contains    text:login:
    Type Text    ${{PASSWORD}}
    Wait Until Screen Is Still    for_=300ms
    Take Screenshot    state
    ${{text}} =    Get Screen Text
    Log    ${{text}}
    [Teardown]    Wait Until Screen Contains    text:ZZ nothing ZZ    timeout=300ms
"""


@pytest.fixture
def run_login(run_suite: RunSuite, monkeypatch: pytest.MonkeyPatch) -> RunSuite:
    """Runs suites on a computer that shows its login soon, and what is typed there."""
    computer = VirtualComputer(speed=Speed(power_on_test=0.1, boot_line=0.01))
    monkeypatch.setattr(virtual, "open_virtual", lambda url, **options: VirtualDevice(computer))
    monkeypatch.setenv("TINYPILOT_TEST_PASSWORD", _SECRET)
    return run_suite


def _texts(ran: Ran) -> str:
    files = [
        file for file in ran.folder.rglob("*") if file.suffix in {".xml", ".html", ".txt", ".json", ".jsonl", ".js"}
    ]
    assert len(files) >= 4
    return "".join([ran.console, *(file.read_text("utf-8") for file in files)])


def _text_in_pictures(ran: Ran) -> str:
    files = [file for file in ran.folder.rglob("*") if file.suffix in {".png", ".jpg", ".webp"}]
    assert len(files) >= 3
    pages = []
    for file in files:
        buffer = io.BytesIO()
        with Image.open(file) as picture:
            picture.convert("RGB").save(buffer, "PNG")
        pages.append(ScreenReader().read(Frame.read(buffer.getvalue())).text)
    return "\n".join(pages)


def test_a_secret_is_in_no_text_though_the_screen_shows_it(run_login: RunSuite) -> None:
    ran = run_login(_SUITE.format(options=""), loglevel="TRACE", debugfile="debug.txt", xunit="xunit.xml")
    # It was shown, read, returned, logged and quoted in a failure.
    assert "horse" in _text_in_pictures(ran)
    assert "horse" not in _texts(ran)
    assert "***" in _texts(ran)


def test_it_is_in_no_picture_where_secrets_are_masked(run_login: RunSuite) -> None:
    ran = run_login(_SUITE.format(options="mask_secrets=True"), loglevel="TRACE")
    read = _text_in_pictures(ran)
    assert "horse" not in read
    assert "login:" in read


def test_a_mask_is_over_every_picture(run_login: RunSuite) -> None:
    ran = run_login(_SUITE.format(options="mask=0.0,0.0,1.0,0.9"))
    pictures = [file for file in (ran.folder / "tinypilot").iterdir() if file.suffix in {".png", ".jpg", ".webp"}]
    assert len(pictures) >= 3
    for file in pictures:
        with Image.open(file) as picture:
            upper = picture.convert("L").crop((0, 0, picture.width, int(picture.height * 0.88)))
        assert np.asarray(upper).max() <= 8, file


def _frame(
    color: str = "black", box: tuple[int, int, int, int] | None = None, size: tuple[int, int] = (400, 300)
) -> Frame:
    picture = Image.new("RGB", size, "gray")
    if box:
        picture.paste(color, box)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return Frame.read(buffer.getvalue())


def _is_black(frame: Frame, x: int, y: int) -> bool:
    return not frame.color[y, x].any()


def test_a_mask_reaches_as_far_as_a_smaller_screen() -> None:
    veil = Veil([Region(300, 10, 200, 50), Region(1000, 1000, 10, 10)])
    shown = veil.over(_frame())
    assert _is_black(shown, 399, 30)
    assert not _is_black(shown, 290, 30)


def test_where_a_secret_is_typed_is_hidden_and_a_new_page_is_not() -> None:
    veil = Veil(typed=True)
    before, typed, page = _frame(), _frame("white", (40, 100, 120, 116)), _frame("white", (0, 0, 400, 250))
    for event in (
        FrameSeen("bench", before),
        InputSent("bench", "a secret", delivered=True, seconds=0, is_secret=True),
        FrameSeen("bench", typed),
        FrameSeen("bench", page),
    ):
        veil.follow(Entry(0, event))
    for frame in (typed, page):
        shown = veil.over(frame)
        assert _is_black(shown, 60, 108)
        assert not _is_black(shown, 300, 200)
    assert not _is_black(veil.over(_frame(size=(200, 200))), 60, 108)


def test_without_being_asked_nothing_is_hidden() -> None:
    frame = _frame()
    assert Veil().over(frame) is frame


@pytest.mark.parametrize(
    ("secret", "text", "hidden"),
    [
        ("correct-horse", "is correct-horse here", "is *** here"),
        ("correct-horse\n", "is correct-horse here", "is *** here"),
        ("it's a \\ secret", f"Typed {'it' + chr(39) + 's a ' + chr(92) + ' secret'!r}", 'Typed "***"'),
        ("<tom&jerry>", "&lt;tom&amp;jerry&gt; <tom&jerry>", "*** ***"),
        ("abc", "the abc", "the abc"),
    ],
)
def test_a_secret_is_hidden_in_whatever_way_it_is_written(secret: str, text: str, hidden: str) -> None:
    values = SecretValues()
    values.add(secret)
    assert values.hide(text) == hidden
