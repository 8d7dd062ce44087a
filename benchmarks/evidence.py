"""What evidence costs: the time of waits that pass, and the space and memory of what is kept of failures."""

import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw
from robot.run import run

from benchmarks._desktops import Shown, button, desktop, jpeg
from benchmarks._evidence_waits import ALL_ORDERS, ALWAYS, FAILED, OFF, OFF_AGAIN, waits_of_processes
from benchmarks._measure import Benchmark, Share
from benchmarks._parts import Options, measure
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.evidence.events import FrameSeen, TestBegan
from TinyPilotLibrary.evidence.film_recorder import FilmFiles, Recorder, Recording
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.vision.frame import Frame

_FAILURES, _FAILURES_OF_SAMPLE = 100, 10
_MB = 1_000_000
_MOST_OF_FAILURES, _MOST_OF_LOG, _MOST_OF_HOUR, _MOST_MEMORY = 20 * _MB, 5 * _MB, 10 * _MB, 64 * _MB
_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url={url}    timeout=0s    templates={folder}

*** Test Cases ***
"""


def _installer(second: int) -> bytes:
    """An installer after so many seconds: a bar that grows, and a log that scrolls."""
    picture = Image.new("RGB", (1024, 768), (60, 60, 64))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((112, 150, 912, 640), fill=(240, 240, 240))
    draw.rectangle((152, 200, 152 + 720 * second // 3600, 224), fill=(30, 110, 200), outline=(20, 20, 20))
    for line in range(20):
        told = f"[{second - 19 + line:>5}] unpacking package-{(second + line) * 7919 % 997} ({second * 31 % 911} kB)"
        draw.text((160, 250 + 18 * line), told, fill=(30, 30, 30))
    return jpeg(picture, 80)


def _commented(picture: bytes, number: int) -> bytes:
    """A JPEG with a comment in it, which makes it another picture."""
    begin, comment = 2, str(number).encode()
    return picture[:begin] + b"\xff\xfe" + (begin + len(comment)).to_bytes(2, "big") + comment + picture[begin:]


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def waits(bench: Benchmark, options: Options) -> None:
    """Waits of twelve looks, as processor time. Films are written after their tests: they cost no wait."""
    processes, rounds = (4, 4) if options.quick else (ALL_ORDERS, 12)
    samples = waits_of_processes(bench.track(range(processes), "Waits"), rounds)
    compared = bench.samples("Waits", samples, baseline=OFF, operation="look")
    bench.figure("the same wait without evidence, measured again", compared.cost(OFF_AGAIN).value, "times")
    bench.floor("recording=failed: at most 2 % more", compared.cost(FAILED), below=1.02)
    bench.floor("recording=always: at most 5 % more", compared.cost(ALWAYS), below=1.05)


def failures(bench: Benchmark, options: Options) -> None:
    """The files of a run in which every test fails at a wait, at a full HD screen over HTTP."""
    number = _FAILURES_OF_SAMPLE if options.quick else _FAILURES
    with _folder() as folder:
        button().save(folder / "button.png")
        with running(Shown([desktop(index) for index in range(number)])) as url:
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
    pictures = [desktop(number) for number in range(20)]
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
