"""Suites in a folder: saved, and run in a process of its own."""

import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from TinyPilotLibrary.companion.responses import Refusal

_NAME = re.compile(r"\w[\w -]*", re.ASCII)
_RESULTS = "results"
# What a page shows of a run; all of it is in the log.
_MOST_LINES = 2000


def suite_file(folder: Path, name: str) -> Path:
    """The file of a suite in a folder, and nowhere else.

    Args:
        folder: The folder.
        name: The name of the suite.

    Raises:
        Refusal: If the name is none, or leads out of the folder.
    """
    if not _NAME.fullmatch(name):
        raise Refusal(
            400, f"{name!r} is not a suite name: use letters, digits, '-', '_' and blanks, such as first_boot."
        )
    root = folder.resolve()
    file = (root / f"{name}.robot").resolve()
    if file.parent != root:
        raise Refusal(400, f"{name!r} leads out of the folder '{folder}'.")
    return file


class SuiteRun:
    """A suite that runs, or has run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: list[str] = []
        self._results: Path | None = None
        #: What the address of its log holds: nobody guesses it.
        self.key = ""

    @property
    def is_running(self) -> bool:
        """Whether it is not over."""
        return self._process is not None and self._process.poll() is None

    @property
    def code(self) -> int | None:
        """How many tests failed, as Robot Framework returns it; None if it runs, or never did."""
        return self._process.poll() if self._process is not None else None

    @property
    def output(self) -> str:
        """What it has said."""
        return "".join(self._lines[-_MOST_LINES:])

    def start(self, file: Path, url: str, environment: Mapping[str, str]) -> None:
        """Runs a suite.

        Args:
            file: The suite.
            url: The address of the device.
            environment: Variables for it alone, such as passwords.

        Raises:
            Refusal: If a suite is running.
        """
        with self._lock:
            if self.is_running:
                raise Refusal(409, "A suite is running. Wait for its end, or stop it.")
            results = file.parent / _RESULTS / file.stem
            command = [sys.executable, "-m", "robot", "--outputdir", str(results), "--consolecolors", "off"]
            self._lines, self._results, self.key = [], results, secrets.token_urlsafe(24)
            self._process = subprocess.Popen(  # noqa: S603 - this is Robot Framework
                [*command, "--variable", f"URL:{url}", str(file)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
                text=True,
                errors="replace",
            )
            threading.Thread(target=self._read, args=(self._process,), name="suite", daemon=True).start()

    def stop(self) -> None:
        """Ends it: its test fails, and its log is written."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def result(self, key: str, path: str) -> Path:
        """A file of its results.

        Args:
            key: The key of the run.
            path: The file, from the folder of the results.

        Raises:
            Refusal: If there is no such run or file.
        """
        results = self._results.resolve() if self._results else None
        if results is not None and secrets.compare_digest(key.encode(), self.key.encode()):
            file = (results / path).resolve()
            if file.is_file() and file.is_relative_to(results):
                return file
        raise Refusal(404, "There is no such file of the last run.")

    def has(self, path: str) -> bool:
        """Whether its results have a file."""
        return self._results is not None and (self._results / path).is_file()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        with process:
            for line in process.stdout or ():
                self._lines.append(line)
