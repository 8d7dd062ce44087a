"""A terminal that is closed under a run."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualDevice

pytestmark = pytest.mark.integration

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    {url}

*** Test Cases ***
Holds A Key
    Hold Keys    Ctrl
    Sleep    60s
"""
_RUN = (
    "import fcntl, signal, sys, termios; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); from robot import run_cli; run_cli(sys.argv[1:])"
)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals that hang up are Unix's")
def test_a_run_whose_terminal_is_closed_releases_its_keys_and_writes_its_results(tmp_path: Path) -> None:
    target = VirtualDevice()
    with running(target) as url:
        suite = tmp_path / "suite.robot"
        suite.write_text(_SUITE.format(url=url), "utf-8")
        ours, terminal = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-c", _RUN, "--outputdir", str(tmp_path), str(suite)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        ) as run:
            os.close(terminal)
            deadline = time.monotonic() + 60
            while "ControlLeft" not in target.computer.keyboard.down:
                assert time.monotonic() < deadline
                assert run.poll() is None
                time.sleep(0.02)
            os.close(ours)
            assert run.wait(60) == 1
        assert target.computer.keyboard.down == set()
    [test] = ExecutionResult(tmp_path / "output.xml").suite.tests
    assert test.message == "Execution terminated by signal"
