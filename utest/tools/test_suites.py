"""Files of suites are run beside each other, and there is one log of all of them."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from tools import suites
from tools.environment import ROOT
from tools.suites import ALONE, LONGEST, in_order, main

pytestmark = pytest.mark.integration

_WAITING = """*** Test Cases ***
It Waits For The Other
    Create File    {folder}/{own}
    Wait Until Created    {folder}/{other}    timeout=30s

*** Settings ***
Library    OperatingSystem
"""
_FAILING = """*** Test Cases ***
It Passes
    No Operation

It Fails
    Fail    The disk is missing.

It Is Left Out
    [Tags]    thorough
    Fail
"""
_WITH_A_PICTURE = """*** Settings ***
Library    TinyPilotLibrary    url=virtual:

*** Test Cases ***
It Has A Picture
    Take Screenshot
"""


def _ran(tmp_path: Path, *options: str) -> int:
    return main(["--outputdir", str(tmp_path / "results"), "--processes", "2", *options, str(tmp_path / "suites")])


def _written(tmp_path: Path, **files: str) -> None:
    for name, text in files.items():
        file = tmp_path / "suites" / f"{name.replace('__', '/')}.robot"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_files_run_beside_each_other(tmp_path: Path) -> None:
    first, second = (_WAITING.format(folder=tmp_path, own=own, other=1 - own) for own in (0, 1))
    _written(tmp_path, first=first, second=second)
    assert _ran(tmp_path) == 0


def test_what_is_to_run_alone_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _written(tmp_path, a_alone=_FAILING, other=_FAILING)
    monkeypatch.setattr(suites, "ALONE", (Path(os.path.relpath(tmp_path / "suites" / "a_alone.robot")).as_posix(),))
    _ran(tmp_path)
    alone, other = ExecutionResult(tmp_path / "results" / "output.xml").suite.suites
    assert alone.start_time > other.end_time


def test_one_result_has_all_tests_under_their_suites(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _written(tmp_path, one__first=_FAILING, one__second=_FAILING, two__third=_WITH_A_PICTURE)
    assert _ran(tmp_path, "--exclude", "thorough") == 1
    suite = ExecutionResult(tmp_path / "results" / "output.xml").suite
    names = [test.full_name for test in suite.all_tests]
    two = [f"Suites.One.{name}.{test}" for name in ("First", "Second") for test in ("It Passes", "It Fails")]
    assert names == [*two, "Suites.Two.Third.It Has A Picture"]
    assert suite.elapsed_time == suite.end_time - suite.start_time > timedelta(0)
    assert (tmp_path / "results" / "log.html").is_file()
    console = capfd.readouterr().out
    assert "The disk is missing." in console
    assert "5 tests, 3 passed, 2 failed" in console


def test_pictures_are_beside_the_log(tmp_path: Path) -> None:
    _written(tmp_path, first=_WITH_A_PICTURE, second=_WITH_A_PICTURE)
    assert _ran(tmp_path) == 0
    shutil.rmtree(tmp_path / "results" / "parts")
    linked = re.findall(r'src="(tinypilot/[^"]+)"', unescape((tmp_path / "results" / "output.xml").read_text()))
    assert len(linked) == 2
    assert all((tmp_path / "results" / picture).is_file() for picture in linked)


def test_a_file_that_cannot_be_run_fails_all(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _written(tmp_path, first="*** Test Cases ***\nIt Ends At Once\n    Evaluate    os._exit(7)\n", second=_FAILING)
    assert _ran(tmp_path, "--exclude", "thorough") > 250
    assert "ended with 7" in capfd.readouterr().out
    assert ExecutionResult(tmp_path / "results" / "output.xml").suite.test_count == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups that get Ctrl+C")
def test_after_ctrl_c_no_further_file_is_begun(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    waiting = f"*** Test Cases ***\nIt Waits\n    Evaluate    open(r'{begun}', 'w').close()\n    Sleep    60s\n"
    _written(tmp_path, first=waiting, second=f"*** Test Cases ***\nNever\n    Evaluate    open(r'{begun}2', 'w')\n")
    command = ["--outputdir", str(tmp_path / "results"), "--processes", "1", str(tmp_path / "suites")]
    with subprocess.Popen(
        [sys.executable, "-m", "tools.suites", *command], cwd=ROOT, start_new_session=True
    ) as process:
        until = time.monotonic() + 30
        while not begun.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 253
    assert not Path(f"{begun}2").exists()


def test_what_takes_longest_begins_first() -> None:
    files = [Path("atest/a.robot"), *map(Path, reversed(LONGEST))]
    assert in_order(files) == [*map(Path, LONGEST), Path("atest/a.robot")]
    assert [name for name in (*LONGEST, *ALONE) if not (ROOT / name).is_file()] == []
