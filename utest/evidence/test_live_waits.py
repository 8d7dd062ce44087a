"""Long waits on the console: what for, for how long, how near it came; from the waiting thread, and cheap."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.evidence.consoles import Console, Lines, console_of_run, cut
from TinyPilotLibrary.evidence.events import Looked, WaitBegan
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.live_waits import LiveWaits
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss, NearMiss
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock, PolledDevice


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


class _Bench:
    def __init__(self, console: Console | None = None) -> None:
        self.output = io.StringIO()
        self.hand = HandClock()
        self.journal = Journal(self.hand.now)
        LiveWaits(self.journal, lambda: console or Lines(self.output))
        self.device = PolledDevice(self.hand)
        self.screen = Screen(self.device, self.hand.now, "bench", self.journal)

    def wait(self, timeout: float, locator: str) -> None:
        look = Look(TemplateCatalog().find([Locator.parse(locator)], [Path()]), None, 0.8)
        with pytest.raises(NotOnScreen):
            Watcher(self.screen, timeout, 0.5, self.hand.clock, self.journal).appears(look)

    @property
    def told(self) -> Sequence[str]:
        return [line for line in self.output.getvalue().splitlines() if line]


def test_an_output_gets_a_line_each_half_minute() -> None:
    bench = _Bench()
    bench.device.virtual.computer.settings.setup_prompt = 100_000
    bench.hand.sleep(2)
    bench.wait(100, "text:Pres F2")
    assert len(bench.told) == 3
    for line, after in zip(bench.told, (30, 60, 90), strict=True):
        assert line.startswith(f"Waiting for 'text:Pres F2', {after} of 100 s: read there: ")


def test_a_short_wait_is_not_told() -> None:
    bench = _Bench()
    bench.wait(29, "text:ZZ")
    assert bench.told == []


def test_no_secret_is_told() -> None:
    bench = _Bench()
    with bench.journal.secretly("correct-horse"):
        pass
    bench.wait(31, "text:correct-horse")
    assert bench.told == ["Waiting for 'text:***', 30 of 31 s: no similar text was read"]


def test_what_cannot_be_seen_is_told() -> None:
    bench = _Bench()
    bench.device.virtual.power_off()
    bench.wait(31, "text:ZZ")
    assert "no video signal" in bench.told[0]


def test_what_came_closest_is_worked_out_for_a_fiftieth_of_the_time() -> None:
    class _Often:
        first = every = 1.0
        lines = 0

        def show(self, line: str) -> None:
            assert "best score 0.500" in line
            self.lines += 1

        def end(self) -> None: ...

    often = _Often()
    bench = _Bench(often)
    frame = Frame.read(_picture())
    asked = 0

    def diagnose() -> NearMiss:
        nonlocal asked
        asked += 1
        bench.hand.sleep(0.2)
        return NearMiss(Region(0, 0, 8, 8), 0.5, "a part differs", 0.8, frame.color)

    bench.journal.write(WaitBegan("bench", "'x.png'", 1000))
    end = bench.hand.now() + 1000
    while bench.hand.now() < end:
        bench.hand.sleep(0.5)
        bench.journal.write(Looked("bench", frame, None, None, (Miss("x.png", diagnose),)))
    assert often.lines > 900
    assert 80 <= asked <= 100


def test_a_console_that_is_gone_ends_no_wait() -> None:
    bench = _Bench()
    bench.output.close()
    bench.wait(31, "text:ZZ")


def test_outside_of_a_run_there_is_no_console() -> None:
    assert console_of_run() is None


@pytest.mark.parametrize(
    ("line", "columns", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab\u2026"),
        ("a\x1b[2Jb\tc", 20, "a [2Jb c"),
        ("\u6f22\u5b57\u6f22\u5b57", 8, "\u6f22\u5b57\u6f22\u5b57"),
        ("\u6f22\u5b57\u6f22\u5b57", 7, "\u6f22\u5b57\u2026"),
    ],
)
def test_a_line_is_cut_to_the_columns_of_the_terminal(line: str, columns: int, shown: str) -> None:
    assert cut(line, columns) == shown
