"""Films: what was shown and done during a test, kept when it is wanted, played from disk."""

import io
import json
import re
import tracemalloc
import zipfile
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence import events
from TinyPilotLibrary.evidence.events import FrameSeen, InputSent, ScreenLost
from TinyPilotLibrary.evidence.film import Film
from TinyPilotLibrary.evidence.film_recorder import Recorder, Recording, thinned
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from utest.conftest import Ran, RunSuite
from utest.machine import HandClock

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:    timeout=10s    {options}

*** Test Cases ***
Passes
    Wait Until Screen Contains    text:Press F2
    Press Keys    F2
    Wait Until Screen Contains    text:BIOS version

Fails
    Press Keys    Down
    Attach To Log    the kernel says hello    name=serial
    Click    point:0.25,0.5
    Wait Until Screen Contains    text:ZZ nothing ZZ    timeout=300ms
    [Teardown]    Press Keys    Up
"""


def _films(ran: Ran) -> list[Film]:
    return [Film.read(file) for file in sorted((ran.folder / "tinypilot").glob("*.film.json"))]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("recording", "titles"), [("failed", ["Fails"]), ("always", ["Passes", "Fails"]), ("never", [])]
)
def test_films_are_kept_of_the_tests_that_are_wanted(run_suite: RunSuite, recording: str, titles: list[str]) -> None:
    ran = run_suite(_SUITE.format(options=f"recording={recording}"))
    assert [film.title.rpartition(".")[2] for film in _films(ran)] == titles


@pytest.mark.integration
def test_a_film_tells_what_was_shown_and_done(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE.format(options=""))
    [film] = _films(ran)
    assert film.status == "FAIL"
    assert "ZZ nothing ZZ" in film.message
    names = [step.name.rpartition(".")[2] for step in film.steps]
    assert names == ["Press Keys", "Attach To Log", "Click", "Wait Until Screen Contains", "Press Keys"]
    assert [step.status for step in film.steps] == ["PASS", "PASS", "PASS", "FAIL", "PASS"]
    assert film.steps[0].source == str(ran.folder.parent / "suite.robot")
    assert film.steps[0].line == 11
    notes = [(note.text, note.x) for note in film.notes]
    assert ("Down", None) in notes
    assert ("serial: the kernel says hello", None) in notes
    assert ("left click", 0.25) in notes
    assert any(text.startswith("waits for 'text:ZZ nothing ZZ'") for text, _ in notes)
    assert all(0 <= still.at <= film.seconds for still in film.stills)
    for still in film.stills:
        with Image.open(ran.folder / "tinypilot" / still.picture) as picture:
            assert picture.size == (720, 400)


@pytest.mark.integration
def test_at_the_end_of_the_test_is_the_film_and_its_page_is_whole(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE.format(options=""))
    told = "\n".join(str(item.message) for item in ran.result.suite.tests[1].body if item.type == item.MESSAGE)
    [link] = re.findall(r'href="(tinypilot/film-[^"]+\.html)"', told)
    page = ran.folder / link
    html = page.read_text("utf-8")
    sources = re.findall(r'(?:src|href)="([^"#]+)"', html)
    assert sources
    assert all((page.parent / source).is_file() for source in sources)
    # The click is a dot in the picture before it.
    assert 'style="left:25.00%;top:50.00%"' in html
    assert "left click" in html


@pytest.mark.integration
def test_a_film_that_was_asked_for(run_suite: RunSuite) -> None:
    steps = (
        "Get Screen Size",
        "Run Keyword And Expect Error    Nothing is being recorded.*    Stop Recording",
        "Start Recording    Into the setup",
        "Wait Until Screen Contains    text:Press F2",
        "Press Keys    F2",
        "Wait Until Screen Contains    text:BIOS version",
        "${page} =    Stop Recording",
        "Log    ${page}",
    )
    head = _SUITE.format(options="recording=never").split("Passes")[0]
    ran = run_suite(head + "Asked For\n    " + "\n    ".join(steps))
    assert ran.result.suite.passed, ran.message
    [film] = _films(ran)
    assert film.title == "Into the setup"
    assert len(film.stills) >= 2
    page = Path(ran.result.suite.tests[0].body[-1].messages[0].message)
    assert "Into the setup" in page.read_text("utf-8")


def test_a_file_is_attached_without_the_secrets_in_it(run_suite: RunSuite, tmp_path: Path) -> None:
    (tmp_path / "serial.log").write_text("login as correct-horse\n")
    variables = "\n*** Variables ***\n${PASSWORD: Secret}    %{TINYPILOT_TEST_PASSWORD=correct-horse}\n"
    head = _SUITE.format(options="").split("Passes")[0]
    attached = f"    Attach To Log    {tmp_path / 'serial.log'}\n    Take Screenshot\n    Fail\n"
    steps = f"Only\n    Type Text    ${{PASSWORD}}\n{attached}"
    ran = run_suite(head + steps + variables)
    [copy] = (ran.folder / "tinypilot").glob("serial.log-*.txt")
    assert copy.read_text() == "login as ***\n"
    # It is found from the film, too, and belongs to the keyword that has attached it.
    [film] = _films(ran)
    [note] = [note for note in film.notes if note.channel]
    assert (note.channel, note.file) == ("serial.log", copy.name)
    assert note.step is not None
    assert film.steps[note.step].name.endswith("Attach To Log")
    [page] = (ran.folder / "tinypilot").glob("film-*.html")
    assert f'<a href="{copy.name}">Open</a>' in page.read_text("utf-8")
    assert "correct-horse" not in "".join(
        file.read_text("utf-8") for file in ran.folder.rglob("*") if file.suffix in {".json", ".html", ".xml", ".txt"}
    )


def _frame(number: int, size: tuple[int, int] = (64, 48)) -> Frame:
    buffer = io.BytesIO()
    Image.new("RGB", size, (number % 256, number // 256, 99)).save(buffer, "PNG")
    return Frame.read(buffer.getvalue())


def _recorded(folder: Path, frames: int, every: float = 1.0) -> Film:
    hand = HandClock()
    journal = Journal(hand.now)
    recorder = Recorder(journal, LogPictures(folder), Recording.FAILED)
    journal.write(events.TestBegan("Suite.Test"))
    for number in range(frames):
        journal.write(FrameSeen("bench", _frame(number)))
        hand.sleep(every)
    made = recorder.test_ended("FAIL", "why")
    assert made is not None
    return made.film


def test_of_very_many_pictures_enough_are_kept_for_the_whole_time(tmp_path: Path) -> None:
    film = _recorded(tmp_path, 2000)
    assert len(film.stills) <= 300
    times = [still.at for still in film.stills]
    assert (times[0], times[-1]) == (0, 1999)
    assert max(later - at for at, later in pairwise(times)) <= 30


def test_thinning_leaves_no_long_time_without_a_picture() -> None:
    shots = [(20.0 * number, _frame(number)) for number in range(50)]
    kept = [at for at, _ in thinned(shots)]
    assert kept == [at for at, _ in shots]
    assert len(thinned([(float(number), _frame(number)) for number in range(50)])) == 26


def test_the_same_picture_is_one_file(tmp_path: Path) -> None:
    hand = HandClock()
    journal = Journal(hand.now)
    recorder = Recorder(journal, LogPictures(tmp_path), Recording.ALWAYS)
    for _ in range(2):
        journal.write(events.TestBegan("Suite.Test"))
        for number in (1, 2, 1):
            journal.write(FrameSeen("bench", _frame(number)))
        recorder.test_ended("PASS", "")
    assert len(list(tmp_path.glob("still-*"))) == 2


def test_what_cannot_be_seen_is_in_the_film(tmp_path: Path) -> None:
    hand = HandClock()
    journal = Journal(hand.now)
    recorder = Recorder(journal, LogPictures(tmp_path), Recording.ALWAYS)
    journal.write(events.TestBegan("Suite.Test"))
    journal.write(FrameSeen("bench", _frame(1)))
    journal.write(FrameSeen("bench", Frame(b"nothing", Size(64, 48), "JPEG")))
    journal.write(ScreenLost("bench", "no video <signal>"))
    journal.write(InputSent("bench", "F2", delivered=False, seconds=0))
    made = recorder.test_ended("PASS", "")
    assert made is not None
    assert made.film.stills[-1].caption == "no video <signal>"
    html = made.page.read_text("utf-8")
    assert "no video &lt;signal&gt;" in html
    assert "F2 (not delivered)" in html


def test_pictures_take_bounded_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("TinyPilotLibrary.evidence.film_recorder._MOST_BYTES", 20_000)
    film = _recorded(tmp_path, 1000)
    assert sum(len(_frame(0).data) for _ in film.stills) <= 20_000


def test_a_file_that_is_no_film_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.film.json").write_text(json.dumps({"title": "x"}))
    with pytest.raises(ConfigurationError, match="is not a film"):
        Film.read(tmp_path / "x.film.json")


def test_a_film_is_made_with_one_decoded_picture_at_a_time(tmp_path: Path) -> None:
    journal = Journal()
    recorder = Recorder(journal, LogPictures(tmp_path), Recording.FAILED)
    size, count = (1000, 800), 30
    for number in range(count):
        journal.write(FrameSeen("bench", _frame(number, size)))
    tracemalloc.start()
    recorder.test_ended("FAIL", "why")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * size[0] * size[1] * count / 3


def test_a_long_wait_in_which_nothing_changes_is_told_every_half_minute(tmp_path: Path) -> None:
    hand = HandClock(1000.0)
    journal = Journal(hand.now)
    recorder = Recorder(journal, LogPictures(tmp_path), Recording.ALWAYS)
    journal.write(events.TestBegan("Waits"))
    journal.write(FrameSeen("bench", _frame(1)))
    # While nobody waits nobody looks: what was shown meanwhile is not known.
    hand.sleep(100)
    journal.write(events.WaitBegan("bench", "'ok.png'", 300))
    hand.sleep(95)
    journal.write(FrameSeen("bench", _frame(2)))
    hand.sleep(40)
    journal.write(ScreenLost("bench", "no signal"))
    hand.sleep(100)
    journal.write(events.WaitEnded("bench", events.Ending.FOUND))
    made = recorder.test_ended("PASS", "")
    assert made is not None
    times = [(still.at, still.picture) for still in made.film.stills]
    red, blue = times[0][1], next(picture for at, picture in times if at == 195)
    assert times == [(0, red), (120, red), (150, red), (180, red), (195, blue), (225, blue), (235, "")]


@pytest.mark.integration
@pytest.mark.parametrize(("trace", "titles"), [("failed", ["Fails"]), ("always", ["Passes", "Fails"]), ("never", [])])
def test_a_trace_is_made_of_the_tests_that_are_wanted(run_suite: RunSuite, trace: str, titles: list[str]) -> None:
    ran = run_suite(_SUITE.format(options=f"recording=never    trace={trace}"))
    assert [film.title.rpartition(".")[2] for film in _films(ran)] == titles
    linked = re.findall(
        r'href="(tinypilot/[^"]+\.trace\.zip)"', unescape((ran.folder / "output.xml").read_text("utf-8"))
    )
    assert len(linked) == len(titles)
    for link in linked:
        with zipfile.ZipFile(ran.folder / link) as archive:
            assert "trace.trace" in archive.namelist()


@pytest.mark.integration
def test_a_film_becomes_one_moving_picture(run_suite: RunSuite, tmp_path: Path) -> None:
    ran = run_suite(_SUITE.format(options="recording=always"))
    for name in ("film.webp", "film.gif"):
        told = CliRunner().invoke(app, ["film", str(ran.folder), "--test", "fails", "-o", str(tmp_path / name)])
        assert told.exit_code == 0, told.output
        film = next(film for film in _films(ran) if film.title.endswith("Fails"))
        with Image.open(tmp_path / name) as moving:
            frames = getattr(moving, "n_frames", 1)
            times, dots = [], 0
            for number in range(frames):
                moving.seek(number)
                moving.load()
                times.append(moving.info["duration"])
                red, green, blue = moving.convert("RGB").getpixel((180, 200))  # type: ignore[misc]
                dots += red > 180 and green < 100 and blue < 100
        # Of several that are alike a GIF makes one.
        assert 1 < frames <= len(film.stills)
        assert all(400 <= time <= 6000 for time in times)
        assert dots >= 1


@pytest.mark.integration
def test_what_is_no_film_is_told(run_suite: RunSuite, tmp_path: Path) -> None:
    ran = run_suite(_SUITE.format(options="recording=always"))
    for arguments, told in (
        ([str(ran.folder)], "There are 2 films in"),
        ([str(ran.folder), "--test", "nobody"], "There is no film of such a test"),
        ([str(ran.folder), "--test", "fails", "-o", str(tmp_path / "film.mp4")], "must be a .webp or .gif file"),
    ):
        with pytest.raises(ConfigurationError, match=told):
            CliRunner().invoke(app, ["film", *arguments], catch_exceptions=False)
