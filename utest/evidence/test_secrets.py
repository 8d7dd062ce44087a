"""What was typed as a secret is in no text and, if that is asked for, in no picture; masks are over every picture."""

import io
import re
import zipfile
import zlib
from base64 import b64decode
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
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
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")
# As log.html has longer texts.
_PACKED = re.compile(rb'"([A-Za-z0-9+/]{16,}={0,2})"')
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


def _files(ran: Ran) -> dict[str, bytes]:
    """All files of a run by their paths, those in its traces too."""
    files = {str(file): file.read_bytes() for file in ran.folder.rglob("*") if file.is_file()}
    for path in [path for path in files if path.endswith(".zip")]:
        with zipfile.ZipFile(path) as archive:
            files |= {f"{path}/{name}": archive.read(name) for name in archive.namelist()}
    return files


def _texts(ran: Ran) -> str:
    """Whatever is in its files, also what log.html has compressed."""
    told = [ran.console]
    for data in _files(ran).values():
        told.append(data.decode("utf-8", "replace"))
        for packed in _PACKED.findall(data):
            with suppress(ValueError, zlib.error):
                told.append(zlib.decompress(b64decode(packed)).decode())
    assert len(told) > 10
    return "\n".join(told)


def _text_in_pictures(ran: Ran) -> str:
    """Whatever can be read in its pictures, each of a film too."""
    reader, pages, seen = ScreenReader(), [], 0
    for data in {data for path, data in _files(ran).items() if path.endswith(_PICTURES)}:
        with Image.open(io.BytesIO(data)) as picture:
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                buffer = io.BytesIO()
                picture.convert("RGB").save(buffer, "PNG")
                pages.append(reader.read(Frame.read(buffer.getvalue())).text)
                seen += 1
    assert seen >= 3
    return "\n".join(pages)


def _make_all_of(ran: Ran) -> None:
    """Everything that is made of results."""
    made = ran.folder / "made"
    for arguments in (
        ["report", ran.folder, "-o", made / "report", "--single-file", made / "failures.html"],
        ["trace", ran.folder, "-o", made / "trace.zip"],
        ["film", ran.folder, "-o", made / "film.webp"],
        ["collect", ran.folder, "-o", made / "collected"],
    ):
        CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert {file.name for file in made.iterdir()} == {"report", "failures.html", "trace.zip", "film.webp", "collected"}
    # Pictures that are in the log itself are in the report, too.
    assert '<figure class="screen">' in (made / "report" / "index.html").read_text("utf-8")


@pytest.mark.integration
def test_a_secret_is_in_no_text_though_the_screen_shows_it(run_login: RunSuite) -> None:
    options = "recording=always    trace=always    embed=failures"
    ran = run_login(_SUITE.format(options=options), loglevel="TRACE", debugfile="debug.txt", xunit="xunit.xml")
    _make_all_of(ran)
    # It was shown, read, returned, logged and quoted in a failure.
    assert "horse" in _text_in_pictures(ran)
    assert "horse" not in _texts(ran)
    assert "***" in _texts(ran)


@pytest.mark.integration
def test_it_is_in_no_picture_where_secrets_are_masked(run_login: RunSuite) -> None:
    ran = run_login(_SUITE.format(options="mask_secrets=True    recording=always    trace=always"), loglevel="TRACE")
    _make_all_of(ran)
    read = _text_in_pictures(ran)
    assert "horse" not in read
    assert "login:" in read


@pytest.mark.integration
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
