"""A rack of virtual computers behind companions, suites that take any of them, and what a run on it leaves."""

import html
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from robot.api import ExecutionResult

from atest.lab.companion import Companion

_SUITE = """\
*** Settings ***
Library           TinyPilotLibrary    url=any of: rack    wait_for_device=20 min    timeout=1 min
...               timeout_factor=5
Resource          TinyPilotLibrary/resources/firmware.resource

Suite Setup       Use Firmware Profile    virtual
Suite Teardown    Close All Devices


*** Test Cases ***
A Setting Is Kept
    Enter Firmware Setup
    Go To    Devices
    Set Setting    Fan speed    80
    Take Screenshot    set
    Save And Exit
    Enter Firmware Setup
    Go To    Devices
    Setting Should Be    Fan speed    80
    Take Screenshot    kept

The Machine Has Its Drives
    Open Boot Menu
    Screen Should Contain    text:Hard Disk
    Take Screenshot    boot-menu
"""
_TESTS, _PICTURES = 2, 3
_LINK = re.compile(r'(?:src|href)="(tinypilot/[^"]+\.(?:png|jpg|webp))"')
_ROBOT = ("robot",)


@dataclass(frozen=True)
class Ran:
    """What a run took and left.

    Args:
        seconds: By the clock.
        processor: Seconds of the processor, of all its processes.
        largest: The memory of its largest process, in MiB.
        passed: Tests that passed.
        stands: The stands that tests ran on.
        lost: Pictures that should be there, and are not: not linked from the results, no file, or no picture in it.
    """

    seconds: float
    processor: float
    largest: float
    passed: int
    stands: frozenset[str]
    lost: int


class Rack:
    """Stands that suites share, each a virtual computer behind a companion in a process of its own.

    Args:
        folder: Where the file of the stands, suites and results are.
        companions: The companions.
        suites: How many suites there are.
    """

    def __init__(self, folder: Path, companions: Sequence[Companion], suites: int) -> None:
        self._folder = folder
        self.companions = companions
        self.suites = suites
        #: How many tests there are.
        self.tests = suites * _TESTS
        stands = [
            f'[rack-{number:02}]\nurl = "{one.url}"\nca_certificate = "{one.authority}"\ntags = ["rack"]\n'
            for number, one in enumerate(companions, 1)
        ]
        (folder / "devices.toml").write_text("\n".join(stands), "utf-8")
        (folder / "suites").mkdir()
        for number in range(suites):
            (folder / "suites" / f"s{number:02}.robot").write_text(_SUITE, "utf-8")

    def run(self, *program: str) -> Ran:
        """Runs all suites: by Robot Framework alone, or as a program does.

        Args:
            program: pabot, with its options.
        """
        results = Path(tempfile.mkdtemp(dir=self._folder))
        # pabot finds Robot Framework by the path.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        command = [*(program or _ROBOT), "--outputdir", str(results), "suites"]
        before, begun = _of_children(), time.monotonic()
        ran = subprocess.run(
            command, cwd=self._folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        seconds, after = time.monotonic() - begun, _of_children()
        if not (results / "output.xml").is_file():
            raise RuntimeError(f"{ran.stdout}{ran.stderr}")
        result = ExecutionResult(results / "output.xml")
        tags = {tag for test in result.suite.all_tests for tag in test.tags}
        return Ran(
            seconds,
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            after.ru_maxrss / 1024,
            result.statistics.total.passed,
            frozenset(tag for tag in tags if tag.startswith("stand:")),
            self.suites * _PICTURES - pictures(results),
        )


@contextmanager
def rack(devices: int, suites: int) -> Iterator[Rack]:
    """Serves a rack until the end of the block.

    Args:
        devices: How many stands it has.
        suites: How many suites there are for it.
    """
    with ExitStack() as served:
        folder = Path(served.enter_context(tempfile.TemporaryDirectory(prefix="rack-")))
        companions = []
        for _ in range(devices):
            companions.append(Companion("virtual:", {"option": "setup_prompt=10m"}))
            served.callback(companions[-1].close)
        yield Rack(folder, companions, suites)


def memory(pid: int) -> float:
    """What a process had at most of its memory, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def _of_children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def pictures(results: Path) -> int:
    """How many different pictures the results link to, each a file that is whole."""
    links = set(_LINK.findall(html.unescape((results / "output.xml").read_text("utf-8"))))
    return sum(_is_whole(results / link) for link in links)


def _is_whole(file: Path) -> bool:
    try:
        with Image.open(file) as picture:
            picture.load()
    except (OSError, SyntaxError):
        # It is not there, or ends too soon.
        return False
    return True
