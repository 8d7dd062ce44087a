"""A graphical installer's pages on an X screen behind a VNC server: a program with real buttons, lists and fields."""

import contextlib
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from robot.api import SkipExecution
from robot.api.deco import keyword, library

from atest.lab.packages import MissingPackages, Need, require

_XVNC = Need("Xtigervnc", ("tigervnc-standalone-server",))
_PYTHON = Need("/usr/bin/python3", ("python3-tk",))
_PROGRAM = Path(__file__).with_name("wizard_program.py")
_PATIENCE = 30.0


@library(scope="SUITE")
class WizardKeywords:
    """One X screen, and the installer on it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="wizard-"))
        self._running = contextlib.ExitStack()
        self._display = ""
        self._wizard: subprocess.Popen[bytes] | None = None

    @keyword
    def start_x_screen(self) -> str:
        """Starts the screen and returns the URL of its device. Skips if packages are missing."""
        try:
            require(_XVNC, _PYTHON)
        except MissingPackages as missing:
            raise SkipExecution(str(missing)) from None
        if subprocess.run([_PYTHON.what, "-c", "import tkinter"], capture_output=True, check=False).returncode:
            raise SkipExecution(f"The lab needs tkinter: apt install {' '.join(_PYTHON.packages)}")
        read, write = os.pipe()
        socket = self._folder / "vnc"
        command = ["Xtigervnc", "-geometry", "800x600", "-depth", "24", "-rfbunixpath", str(socket), "-rfbport", "-1"]
        self._start([*command, "-SecurityTypes", "None", "-displayfd", str(write)], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            self._display = f":{told.readline().strip()}"
        return f"vnc:{socket}"

    @keyword
    def start_installer(self, *options: str) -> None:
        """Shows the installer from its first page on."""
        self._end_wizard()
        self._answers.unlink(missing_ok=True)
        self._wizard = self._start(
            [_PYTHON.what, str(_PROGRAM), str(self._answers), *options], env={**os.environ, "DISPLAY": self._display}
        )

    @keyword
    def get_answers(self) -> dict[str, object]:
        """What was answered, after the last page."""
        end = time.monotonic() + _PATIENCE
        while not self._answers.exists():
            if time.monotonic() > end:
                raise AssertionError("The installer has not written its answers.")
            time.sleep(0.1)
        return dict(json.loads(self._answers.read_text("utf-8")))

    @keyword
    def end_x_screen(self) -> None:
        """Ends everything."""
        self._running.close()

    @property
    def _answers(self) -> Path:
        return self._folder / "answers.json"

    def _end_wizard(self) -> None:
        if self._wizard is not None:
            self._wizard.terminate()
            self._wizard.wait()

    def _start(self, command: list[str], **how: object) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(command, stderr=(self._folder / "errors").open("ab"), **how)  # type: ignore[call-overload]
        self._running.callback(process.wait)
        self._running.callback(process.terminate)
        return process  # type: ignore[no-any-return]
