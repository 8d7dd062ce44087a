"""Suites beside each other: each file in a process of its own, and one log of all of them at the end.

`python -m tools.suites --outputdir FOLDER atest` ends as `robot` does.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from robot.api import ExecutionResult, ResultWriter, TestSuite
from robot.result import Result
from robot.result import TestSuite as SuiteResult

from TinyPilotLibrary.evidence.collecting import collect

#: What takes longest, which comes first: begun last, it would be waited for alone.
LONGEST = (
    "atest/ondevice/ondevice.robot",
    "atest/ondevice/firmware.robot",
    "atest/firmware/ovmf_settings.robot",
    "atest/firmware/smoke_example.robot",
    "atest/firmware/ovmf_boot_order.robot",
    "atest/firmware/ovmf_initiator_name.robot",
    "atest/studio/ovmf.robot",
    "atest/16_boot_loaders/grub.robot",
    "atest/media/machine.robot",
    "atest/firmware/grub.robot",
    "atest/firmware/ovmf_captured.robot",
    "atest/12_typing/linux_console.robot",
)
#: What slows a guest down on purpose, and is run last, alone: beside others the guest would get no time at all.
ALONE = ("atest/qemu/clicks.robot",)
# Robot Framework ends with how many tests failed, up to this; with more it says that it could not run them.
_MOST_FAILED = 250
_INTERRUPTED = 253


@dataclass(frozen=True)
class Part:
    """A file of suites that was run.

    Args:
        folder: Its output folder.
        code: What its process ended with.
    """

    folder: Path
    code: int

    @property
    def ran(self) -> bool:
        """Whether its tests were run, with whatever result, and the result is whole."""
        file = self.folder / "output.xml"
        return self.code <= _MOST_FAILED and file.is_file() and file.read_bytes().rstrip().endswith(b"</robot>")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs suites beside each other.

    Args:
        arguments: Those of the command line.

    Returns:
        How many tests failed; more than 250 if a file could not be run.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path, help="A folder or file of suites.")
    parser.add_argument("--outputdir", type=Path, required=True, help="Where output.xml and log.html go.")
    parser.add_argument("--exclude", action="append", default=[], help="Tests with this tag are left out.")
    parser.add_argument("--expandkeywords", action="append", default=[], help="What is open in log.html.")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="How many files at once.")
    given = parser.parse_args(arguments)
    output = given.outputdir.resolve()
    shutil.rmtree(output, ignore_errors=True)
    files = in_order(files_with_tests(given.suites, given.exclude))
    if not files:
        parser.error(f"There is no test in '{given.suites}' without the tags {', '.join(given.exclude)}.")
    excluded = [word for tag in given.exclude for word in ("--exclude", tag)]
    parts, interrupted = run_all(files, given.suites, output / "parts", excluded, given.processes)
    collected = collect([part.folder for part in parts if part.ran], output).outputs
    if collected:
        result = merged([ExecutionResult(file) for file in collected])
        for file in collected:
            file.unlink()
        ResultWriter(result).write_results(outputdir=output, expandkeywords=given.expandkeywords, output="output.xml")
        print(result.statistics.total.message, flush=True)
    if interrupted:
        return _INTERRUPTED
    return max(part.code if part.ran else max(part.code, _MOST_FAILED + 1) for part in parts)


def files_with_tests(suites: Path, excluded: Sequence[str]) -> list[Path]:
    """The files that have a test which is to be run, by name.

    Args:
        suites: A folder or file of suites.
        excluded: The tags of tests that are not.
    """
    suite = TestSuite.from_file_system(suites)
    suite.filter(excluded_tags=excluded)
    return sorted({Path(os.path.relpath(test.source)) for test in suite.all_tests})


def in_order(files: Iterable[Path]) -> list[Path]:
    """Files in the order in which they begin."""
    place = {name: number for number, name in enumerate(LONGEST)}
    return sorted(files, key=lambda file: place.get(file.as_posix(), len(place)))


def run_all(
    files: Sequence[Path], suites: Path, folder: Path, options: Sequence[str], processes: int
) -> tuple[list[Part], bool]:
    """Runs files beside each other.

    Args:
        files: The files, in the order in which they begin.
        suites: The folder of the suites.
        folder: Where the folders of parts are.
        options: Options of Robot Framework.
        processes: How many at once, but for those that are run alone.

    Returns:
        What was run, and whether Ctrl+C ended it; then no further file was begun.
    """
    interrupted = Event()
    # Also where Ctrl+C is ignored at first, as in a background job. It comes to the processes, too: they end with
    # what they have.
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        parts: list[Part | None] = []
        together = [file for file in files if file.as_posix() not in ALONE]
        for some, workers in ((together, processes), ([file for file in files if file not in together], 1)):
            with ThreadPoolExecutor(workers) as pool:
                parts += pool.map(
                    lambda file: None if interrupted.is_set() else run(file, suites, folder, options), some
                )
        return [part for part in parts if part is not None], interrupted.is_set()
    finally:
        signal.signal(signal.SIGINT, before)


def run(file: Path, suites: Path, folder: Path, options: Sequence[str]) -> Part:
    """Runs one file, as a part of the suites that it is in, and prints how it ended.

    Args:
        file: The file.
        suites: The folder of the suites.
        folder: Where the folders of parts are.
        options: Options of Robot Framework.
    """
    name = os.path.relpath(file.with_suffix(""), suites.parent).replace(os.sep, "-")
    own = folder / name
    own.mkdir(parents=True)
    command = [sys.executable, "-m", "robot", "--outputdir", str(own), "--log", "NONE", "--report", "NONE"]
    command += ["--parseinclude", str(file), "--consolecolors", "off", *options, str(suites)]
    begun = time.monotonic()
    with (own / "console.txt").open("wb") as console:
        part = Part(own, subprocess.run(command, stdout=console, stderr=console, check=False).returncode)
    how = "FAILED" if part.ran and part.code else "passed" if part.ran else f"ended with {part.code}"
    told = (own / "console.txt").read_text("utf-8", "replace") if part.code else ""
    print(f"{how} in {time.monotonic() - begun:.0f} s: {name}\n{told}", end="", flush=True)
    return part


def merged(results: Sequence[Result]) -> Result:
    """One result of several, in which suites of one name are one suite.

    Args:
        results: The results; their outermost suites have the same name.
    """
    whole = results[0]
    for result in results[1:]:
        _take_in(whole.suite, result.suite)
        whole.errors.messages.extend(result.errors.messages)
    for suite in _all(whole.suite):
        suite.suites = sorted(suite.suites, key=lambda inner: str(inner.source))
    return whole


def _take_in(suite: SuiteResult, other: SuiteResult) -> None:
    # They ran beside each other: all took from the first beginning to the last end.
    begin, end = min(suite.start_time, other.start_time), max(suite.end_time, other.end_time)
    suite.start_time, suite.end_time, suite.elapsed_time = begin, end, end - begin
    by_source = {inner.source: inner for inner in suite.suites}
    for inner in other.suites:
        if inner.source in by_source:
            _take_in(by_source[inner.source], inner)
        else:
            suite.suites.append(inner)


def _all(suite: SuiteResult) -> Iterator[SuiteResult]:
    yield suite
    for inner in suite.suites:
        yield from _all(inner)


if __name__ == "__main__":
    sys.exit(main())
