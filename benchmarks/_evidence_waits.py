"""Waits with what follows them and without, in processes of their own.

Where its memory happens to lie makes a wait up to 3 % slower than the same wait beside it, for as long as their process
lives. So there are many processes with few rounds each, and the ways are set up in another order in each.
"""

import tempfile
from collections.abc import Callable, Iterable
from itertools import permutations
from multiprocessing import get_context
from pathlib import Path

from benchmarks._desktops import Shown, button, desktop
from benchmarks._measure import Way, one_round, processor_time
from TinyPilotLibrary.evidence.events import (
    Event,
    FrameSeen,
    InputSent,
    KeywordBegan,
    KeywordEnded,
    Looked,
    TestBegan,
    TestEnded,
)
from TinyPilotLibrary.evidence.film_recorder import Recorder, Recording
from TinyPilotLibrary.evidence.journal import Journal
from TinyPilotLibrary.evidence.live_waits import LiveWaits
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.template_use import TemplateUses
from TinyPilotLibrary.evidence.veil import Veil
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

# The same way twice tells how far the measurement can be trusted.
OFF, OFF_AGAIN, FAILED, ALWAYS = "no evidence", "no evidence, again", "recording=failed", "recording=always"
_RECORDING = {OFF: None, OFF_AGAIN: None, FAILED: Recording.FAILED, ALWAYS: Recording.ALWAYS}
#: In so many processes each order in which the ways can be set up occurs once.
ALL_ORDERS = 24
# Looks of a wait; the last of them finds it.
_LOOKS = 12


def waits_of_processes(numbers: Iterable[int], rounds: int) -> dict[str, list[float]]:
    """Measures waits of twelve looks, each time in another process.

    Args:
        numbers: The numbers of the processes, from 0: each sets up the ways in another order.
        rounds: How many rounds each of them measures, after one that it does not.

    Returns:
        The processor's time of each way, in seconds per look, round by round.
    """
    samples: dict[str, list[float]] = {way: [] for way in _RECORDING}
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for number in numbers:
            for way, seconds in pool.apply(_rounds, (number, rounds)).items():
                samples[way] += seconds
    return samples


def _rounds(number: int, rounds: int) -> dict[str, list[float]]:
    names = list(permutations(_RECORDING))[number % ALL_ORDERS]
    samples: dict[str, list[float]] = {way: [] for way in names}
    with tempfile.TemporaryDirectory() as folder, processor_time() as now:
        button().save(Path(folder) / "button.png")
        ways = {way: Way(_waiting(Path(folder), _RECORDING[way]), _LOOKS) for way in names}
        one_round(ways, 0, now)
        for turn in range(rounds):
            for way, taken in one_round(ways, turn, now).items():
                samples[way].append(taken)
    return samples


class _NoJournal(Journal):
    """A journal in which nothing is written."""

    def write(self, event: Event) -> None:
        """Forgets what happened."""

    def see_again(self, device: str, frame: Frame) -> None:
        """Forgets what was seen."""


def _waiting(folder: Path, recording: Recording | None) -> Callable[[], None]:
    """A test with a wait that passes: with what follows it, or with nothing of it."""
    journal = _NoJournal() if recording is None else Journal()
    if recording is not None:
        Recorder(journal, LogPictures(folder), recording)
        LiveWaits(journal)
        journal.follow(TemplateUses().follow, Looked)
        journal.follow(Veil(typed=True).follow, FrameSeen, InputSent)
    pictures = [desktop(number) for number in range(_LOOKS - 1)] + [desktop(_LOOKS, with_button=True)]
    catalog = TemplateCatalog()

    def wait() -> None:
        journal.write(TestBegan("test"))
        journal.write(KeywordBegan("Wait Until Screen Contains"))
        shown = Shown(pictures)
        screen = Screen(shown, shown.now, "bench", journal)
        look = Look(catalog.find([Locator.parse("button.png")], [folder]), None, 0.8)
        Watcher(screen, 60, 0.5, Clock(shown.now, shown.sleep), journal).appears(look)
        journal.write(KeywordEnded("Wait Until Screen Contains", "PASS"))
        journal.write(TestEnded("test", "PASS"))

    return wait
