"""What evidence costs: the time of waits that pass, and the space and memory of what is kept of failures."""

import io
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from robot.run import run

from benchmarks._measure import Benchmark, Share, Way
from benchmarks._parts import Options, measure
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.evidence.events import Event, FrameSeen, KeywordBegan, KeywordEnded, TestBegan, TestEnded
from TinyPilotLibrary.evidence.film_recorder import FilmFiles, Recorder, Recording
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.live_waits import LiveWaits
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.template_use import TemplateUses
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

OFF, FAILED, ALWAYS = "no evidence", "recording=failed", "recording=always"
_SCREEN, _BUTTON = (1920, 1080), (160, 48)
# Looks of a wait; the last of them finds it.
_LOOKS = 12
_FAILURES, _FAILURES_OF_SAMPLE = 100, 10
_MB = 1_000_000
_MOST_OF_FAILURES, _MOST_OF_LOG, _MOST_OF_HOUR, _MOST_MEMORY = 20 * _MB, 5 * _MB, 10 * _MB, 64 * _MB
_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url={url}    timeout=0s    templates={folder}

*** Test Cases ***
"""


class _NoJournal(Journal):
    """A journal in which nothing is written."""

    def write(self, event: Event) -> None:
        """Forgets what happened."""

    def see_again(self, device: str, frame: Frame) -> None:
        """Forgets what was seen."""


class _Shown:
    """A device that shows pictures, one after the other, on a clock that goes when somebody sleeps on it."""

    name = "shown"

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._pictures = pictures
        self._at = 0
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def frame(self) -> Frame:
        picture = self._pictures[min(self._at, len(self._pictures) - 1)]
        self._at += 1
        return Frame.read(picture, self.time)

    def type(self, keystrokes: object) -> None:
        """It has no keyboard."""

    def point(self, events: object) -> None:
        """It has no mouse."""

    def release(self) -> None:
        """Nothing is pressed."""

    def close(self) -> None:
        """Nothing is open."""


@cache
def _desktop(number: int, *, with_button: bool = False, quality: int = 80) -> bytes:
    """A desktop as a TinyPilot sends it: a ground with shades, windows with text, one of them elsewhere each time."""
    width, height = _SCREEN
    across = np.linspace(40, 120, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 60, height, dtype=np.float32)[:, None, None]
    picture = Image.fromarray(np.broadcast_to(across + down, (height, width, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    places = np.random.default_rng(number % 7).integers(0, 900, (5, 2))
    for index, (left, top) in enumerate([*places, (100 + 37 * number % 1200, 80 + 23 * number % 500)]):
        draw.rectangle((left, top % 600, left + 620, top % 600 + 380), fill=(235, 235, 240), outline=(60, 60, 80))
        draw.rectangle((left, top % 600, left + 620, top % 600 + 26), fill=(50, 90, 160))
        for line in range(16):
            told = f"{index} {number} line {line} of a window with some text in it, {line * 7919 % 1000}"
            draw.text((left + 12, top % 600 + 36 + 20 * line), told, fill=(20, 20, 20))
    if with_button:
        picture.paste(_button(), (1500, 950))
    return _jpeg(picture, quality)


def _button() -> Image.Image:
    picture = Image.new("RGB", _BUTTON, (20, 130, 60))
    ImageDraw.Draw(picture).text((40, 18), "Continue >>", fill=(255, 255, 255))
    return picture


def _installer(second: int) -> bytes:
    """An installer after so many seconds: a bar that grows, and a log that scrolls."""
    picture = Image.new("RGB", (1024, 768), (60, 60, 64))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((112, 150, 912, 640), fill=(240, 240, 240))
    draw.rectangle((152, 200, 152 + 720 * second // 3600, 224), fill=(30, 110, 200), outline=(20, 20, 20))
    for line in range(20):
        told = f"[{second - 19 + line:>5}] unpacking package-{(second + line) * 7919 % 997} ({second * 31 % 911} kB)"
        draw.text((160, 250 + 18 * line), told, fill=(30, 30, 30))
    return _jpeg(picture, 80)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _commented(picture: bytes, number: int) -> bytes:
    """A JPEG with a comment in it, which makes it another picture."""
    begin, comment = 2, str(number).encode()
    return picture[:begin] + b"\xff\xfe" + (begin + len(comment)).to_bytes(2, "big") + comment + picture[begin:]


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _waiting(folder: Path, recording: Recording | None) -> Callable[[], None]:
    """A test with a wait that passes: with what follows it, or with nothing of it."""
    journal = _NoJournal() if recording is None else Journal()
    if recording is not None:
        Recorder(journal, LogPictures(folder), recording)
        LiveWaits(journal)
        journal.follow(TemplateUses().follow)
    pictures = [_desktop(number) for number in range(_LOOKS - 1)] + [_desktop(_LOOKS, with_button=True)]
    catalog = TemplateCatalog()

    def wait() -> None:
        journal.write(TestBegan("test"))
        journal.write(KeywordBegan("Wait Until Screen Contains"))
        shown = _Shown(pictures)
        screen = Screen(shown, shown.now, "bench", journal)
        look = Look(catalog.find([Locator.parse("button.png")], [folder]), None, 0.8)
        Watcher(screen, 60, 0.5, Clock(shown.now, shown.sleep), journal).appears(look)
        journal.write(KeywordEnded("Wait Until Screen Contains", "PASS"))
        journal.write(TestEnded("test", "PASS"))

    return wait


def waits(bench: Benchmark, options: Options) -> None:
    """Waits of twelve looks, as processor time. Films are written after their tests: they cost no wait."""
    with _folder() as folder:
        _button().save(folder / "button.png")
        ways = {
            OFF: Way(_waiting(folder, None), _LOOKS),
            FAILED: Way(_waiting(folder, Recording.FAILED), _LOOKS),
            ALWAYS: Way(_waiting(folder, Recording.ALWAYS), _LOOKS),
        }
        rounds = 10 if options.quick else 60
        compared = bench.compare("Waits", ways, baseline=OFF, operation="look", rounds=rounds, processor=True)
    bench.floor("recording=failed: at most 2 % more", compared.cost(FAILED), below=1.02)
    bench.floor("recording=always: at most 5 % more", compared.cost(ALWAYS), below=1.05)


def failures(bench: Benchmark, options: Options) -> None:
    """The files of a run in which every test fails at a wait, at a full HD screen over HTTP."""
    number = _FAILURES_OF_SAMPLE if options.quick else _FAILURES
    with _folder() as folder:
        _button().save(folder / "button.png")
        with running(_Shown([_desktop(index) for index in range(number)])) as url:
            tests = "".join(f"Test {index}\n    Wait Until Screen Contains    button.png\n" for index in range(number))
            (folder / "suite.robot").write_text(_SUITE.format(url=url, folder=folder) + tests, "utf-8")
            run(str(folder / "suite.robot"), outputdir=str(folder / "out"), console="none")
        sizes = {file: file.stat().st_size for file in (folder / "out").rglob("*") if file.is_file()}
    everything, log = sum(sizes.values()), sizes[folder / "out" / "log.html"]
    bench.figure("all files of a failure, in kB", everything / number / 1000, "kB")
    share = number / _FAILURES
    told = "100 failing waits at 1920x1080"
    bench.floor(f"{told}: at most 20 MB", Share(everything, share * _MOST_OF_FAILURES), at_most=100)
    bench.floor(f"{told}: log.html at most 5 MB", Share(log, _MOST_OF_LOG), at_most=100)


@dataclass
class _Hand:
    """A clock that is moved by hand."""

    time: float = 1000.0

    def now(self) -> float:
        return self.time


def _recorded(folder: Path, seconds: int, every: float, picture: Callable[[int], bytes]) -> FilmFiles:
    """Records for so long, by a clock that is moved by hand."""
    hand = _Hand()
    journal = Journal(hand.now)
    recorder = Recorder(journal, LogPictures(folder), Recording.ALWAYS)
    journal.write(TestBegan("Installation"))
    for number in range(int(seconds / every)):
        journal.write(FrameSeen("bench", Frame.read(picture(number), hand.time)))
        hand.time += every
    made = recorder.test_ended("PASS", "")
    assert made is not None
    return made


def hour(bench: Benchmark, options: Options) -> None:
    """The film of an installation of an hour that changes every two seconds."""
    seconds = 360 if options.quick else 3600
    with _folder() as folder:
        made = _recorded(folder, seconds, 2.0, lambda number: _installer(2 * number))
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    bench.figure("pictures of an hour's film", len(made.film.stills), "")
    longest = max(later.at - earlier.at for earlier, later in pairwise(made.film.stills))
    bench.figure("longest time between two of them", longest, "s")
    bench.floor("an hour's film: at most 10 MB", Share(size, _MOST_OF_HOUR), at_most=100)


def memory(bench: Benchmark, options: Options) -> None:
    """What recording for half an hour takes, with another full HD picture twice a second."""
    seconds = 180 if options.quick else 1800
    pictures = [_desktop(number) for number in range(20)]
    tracemalloc.start()
    with _folder() as folder:
        _recorded(folder, seconds, 0.5, lambda number: _commented(pictures[number % 20], number))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    bench.figure("most memory", most / _MB, "MB")
    bench.floor("half an hour's recording: at most 64 MB", Share(most, _MOST_MEMORY), at_most=100)


if __name__ == "__main__":
    parts = {"waits": waits, "failures": failures, "hour": hour, "memory": memory}
    sys.exit(measure("evidence", "What evidence costs: time, space and memory", parts))
