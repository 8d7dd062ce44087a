"""Ten settings of UEFI firmware in QEMU: by reading, and by counting keys, with fixed pauses.

By reading, `firmware.resource` moves to each entry by its text, and reads each value again. By counting, the same keys
are pressed with a pause after each, as suites do that read nothing in between. That is the best case of counting: all
its counts are right, since they are those of the way that reads. QEMU tells which keys came. After each page its
settings are read, which is not measured.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from robot.api import ExecutionResult

from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from benchmarks._measure import Benchmark, Cell, Ratio, Share
from benchmarks._parts import Options, measure

_READING, _COUNTING = "by reading", "by counting, with pauses"
# What suites of a firmware's makers wait after each key, over a serial line and over a KVM, and before Enter besides.
_AFTER_KEY, _BEFORE_ENTER = "2s", "1s"
_PRESSED = re.compile(r"^input_event_key_qcode .*key qcode (\w+), down 1$", re.MULTILINE)
_NAMES = {"ret": "Enter", "esc": "Esc"}
_SUITE = """\
*** Settings ***
Library     TinyPilotLibrary    timeout=1 min    timeout_factor=5
Resource    TinyPilotLibrary/resources/firmware.resource

Suite Setup    Run Keywords    Open Device    {url}    AND    Use Firmware Profile    edk2
Suite Teardown    Close All Devices

*** Test Cases ***
"""
_SAVE = """\
    Press Keys    F10
    Wait Until Screen Contains    text:Save configuration changes?
    Press Keys    Y
    Wait Until Screen Does Not Contain    text:Save configuration changes?
"""
_BACK = """\
    Press Key Step By Step    Esc    text:Continue
    Wait Until Screen Is Still    for_=1s
"""


@dataclass(frozen=True)
class Page:
    """A page of the firmware, and what is set on it.

    Args:
        way: Keywords that lead to it from where the one before ended.
        settings: Names and values.
        saved: Whether it is saved by a key.
        back: Whether the front page is opened again after it.
    """

    way: str
    settings: tuple[tuple[str, str], ...]
    saved: bool
    back: bool

    @property
    def setting(self) -> str:
        """The steps that are measured."""
        steps = [f"    Set Setting    {name}    {value}\n" for name, value in self.settings]
        return self.way + "".join(steps) + (_SAVE if self.saved else "")


_PAGES = (
    Page(
        "    Go To    Boot Maintenance Manager\n",
        (("Auto Boot Time-out", "17"), ("Boot Next Value", "EFI Internal Shell")),
        saved=True,
        back=False,
    ),
    Page(
        "    Go To    Console Options > COM Attribute Setup Page\n"
        "    Press Keys    Enter\n    Wait Until Screen Contains    text:Set COM Baud Rate\n",
        (
            ("Set COM Baud Rate", "57600"),
            ("Set COM Parity", "Even"),
            ("Set COM Stop Bits", "Two"),
            ("Set COM Terminal Type", "VT_100"),
            ("Set COM Flow Control", "Hardware"),
        ),
        saved=True,
        back=True,
    ),
    Page(
        "    Go To    Device Manager > RAM Disk Configuration\n",
        (("Disk Memory Type:", "Reserved"),),
        saved=False,
        back=True,
    ),
    Page(
        "    Go To    Device Manager > Secure Boot Configuration\n",
        (("Secure Boot Mode", "Custom Mode"),),
        saved=False,
        back=True,
    ),
    Page("    Go To    Boot Maintenance Manager\n", (("Auto Boot Time-out", "5"),), saved=True, back=False),
)


class _Target:
    """A machine with UEFI firmware, whose setup is open, and what its keyboard got."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        self._machine, self._folder = machine, folder

    def run(self, *tests: str) -> list[float]:
        """Runs tests; each is the steps of its body. Returns the seconds that each took, or -1 where it failed."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        bodies = [f"T{number}\n{steps}" for number, steps in enumerate(tests)]
        (folder / "flow.robot").write_text(_SUITE.format(url=self._machine.url) + "\n".join(bodies), "utf-8")
        command = [sys.executable, "-m", "robot", "--outputdir", str(folder), str(folder / "flow.robot")]
        subprocess.run(command, capture_output=True, check=False)
        ran = ExecutionResult(folder / "output.xml").suite.tests
        return [test.elapsed_time.total_seconds() if test.passed else -1.0 for test in ran]

    def keys(self) -> list[str]:
        """All keys that went down since it was switched on, by QEMU's names."""
        return _PRESSED.findall(self._machine.messages)


@dataclass
class _Done:
    """What a way took."""

    seconds: float = 0.0
    keys: int = 0
    right: int = 0


def settings(bench: Benchmark, options: Options) -> None:
    """Both ways, each on a machine of its own that is as new."""
    pages = _PAGES[:1] if options.quick else _PAGES
    wanted = sum(len(page.settings) for page in pages)
    done = {way: _Done() for way in (_READING, _COUNTING)}
    pressed: list[list[str]] = []
    for way in bench.track(list(done), "Ways"):
        with tempfile.TemporaryDirectory() as folder, Machine(_hardware()) as machine:
            machine.switch_on()
            target = _Target(machine, Path(folder))
            target.run("    Enter Firmware Setup    timeout=5 min\n")
            for number, page in enumerate(pages):
                before = len(target.keys())
                [seconds] = target.run(page.setting if way == _READING else "".join(_counted(pressed[number])))
                keys = target.keys()[before:]
                if way == _READING:
                    pressed.append(keys)
                checks = [f"    Setting Should Be    {name}    {value}\n" for name, value in page.settings]
                right = [seen >= 0 for seen in target.run(*checks)]
                done[way].seconds += seconds
                done[way].keys += len(keys)
                done[way].right += sum(right)
                if page.back:
                    target.run(_BACK)
    rows: list[list[Cell]] = [[way, it.keys, round(it.seconds, 1), it.right] for way, it in done.items()]
    bench.table(f"{wanted} settings", ["way", "keys", "seconds", "right afterwards"], rows)
    read, counted = done[_READING], done[_COUNTING]
    bench.floor("by reading: settings that are right", Share(read.right, wanted), at_least=100)
    bench.floor("seconds by counting, of those by reading", Ratio(counted.seconds / read.seconds), at_least=1.2)


def _hardware() -> Hardware:
    return Hardware(Firmware.OVMF, boot_menu=5, extra=("-trace", "input_event_key_qcode"))


def _counted(keys: Sequence[str]) -> Iterator[str]:
    """Steps that press the keys with pauses. A value is typed at once."""
    for is_typed, group in groupby(keys, key=lambda key: len(key) == 1):
        if is_typed:
            yield f"    Type Text    {''.join(group)}\n    Sleep    {_AFTER_KEY}\n"
            continue
        yield from _one_by_one(_NAMES.get(key, key.title()) for key in group)


def _one_by_one(keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        pause = f"    Sleep    {_BEFORE_ENTER}\n" if key == "Enter" else ""
        yield f"{pause}    Press Keys    {key}\n    Sleep    {_AFTER_KEY}\n"


if __name__ == "__main__":
    sys.exit(measure("flows", "Ten settings of a firmware", {"settings": settings}))
