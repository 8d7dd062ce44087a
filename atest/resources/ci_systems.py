"""What CI systems do with a report: `Library    atest.resources.ci_systems.CiSystems`."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

# What Jenkins sends with files of builds, unless its administrator has changed it.
_JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"
# GitLab takes no more of all reports of a pipeline.
_MOST_OF_GITLAB = 30_000_000
_CASE = ("skipped", "error", "failure", "system-out", "system-err")
_VIOLATION = re.compile(r"[^\n]*Content Security Policy[^\n]*")
_PATIENCE = 120


@library(scope="SUITE")
class CiSystems:
    """Serves a folder as Jenkins does, opens it in a browser, and reads JUnit as GitLab and Jenkins do."""

    def __init__(self) -> None:
        self._served = ExitStack()
        self._asked: list[str] = []

    @keyword
    def tinypilot(self, *arguments: str, folder: Path) -> str:
        """Runs the command in a project's folder, as a CI system does. Returns what it prints."""
        command = [sys.executable, "-c", "from TinyPilotLibrary.cli import main; main()", *arguments]
        environment = {**os.environ, "CI_PROJECT_DIR": str(folder)}
        environment.pop("JENKINS_URL", None)
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        logger.info(ran.stdout)
        return ran.stdout

    @keyword
    def serve_as_jenkins(self, folder: Path) -> str:
        """Serves a folder with Jenkins' policy. Returns its URL."""
        return self._served.enter_context(_serving(folder, self._asked))

    @keyword
    def stop_serving_as_jenkins(self) -> None:
        """Ends what was served."""
        self._served.close()

    @keyword
    def open_in_browser(self, url: str) -> list[str]:
        """Opens a page in a browser, with an empty profile. Returns what the browser refused by the policy."""
        browser = shutil.which("chromium") or shutil.which("chromium-browser")
        if browser is None:
            raise SkipExecution("There is no chromium to open the report in.")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"]
        self._asked.clear()
        ran = subprocess.run([browser, *options, url], capture_output=True, text=True, timeout=_PATIENCE, check=True)
        assert "<body" in ran.stdout, ran.stdout
        logger.info(ran.stderr)
        return _VIOLATION.findall(ran.stderr)

    @keyword
    def everything_was_loaded(self, folder: Path) -> None:
        """All pictures and styles of a page's folder were asked for by the browser."""
        files = {f"/{file.relative_to(folder).as_posix()}" for file in folder.rglob("*")}
        wanted = {file for file in files if re.search(r"\.(png|jpg|webp|css)$", file) and "/failure-" not in file}
        assert len(wanted) > 1
        assert wanted <= set(self._asked), wanted - set(self._asked)

    @keyword
    def junit_follows_the_rules(self, file: Path, ci: str, project: Path) -> int:
        """Reads JUnit by the documented rules of GitLab or Jenkins. Returns how many pictures it attaches."""
        assert file.stat().st_size < _MOST_OF_GITLAB
        root = ET.parse(file).getroot()  # noqa: S314 - made by this run
        assert root.tag == "testsuites"
        names, attached = [], 0
        for suite in root.iter("testsuite"):
            cases = suite.findall("testcase")
            assert int(suite.attrib["tests"]) == len(cases)
            assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
            assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
            for case in cases:
                names.append((case.attrib["classname"], case.attrib["name"]))
                assert float(case.attrib["time"]) >= 0
                order = [_CASE.index(child.tag) for child in case]
                assert order == sorted(order), [child.tag for child in case]
                attached += _attached(case, ci, project)
        # Of equal names GitLab takes the first alone.
        assert len(names) == len(set(names))
        return attached


def _attached(case: ET.Element, ci: str, project: Path) -> int:
    """How many pictures a test has: at most one, as GitLab links the first alone."""
    lines = [line for told in case.findall("system-out") for line in (told.text or "").splitlines()]
    paths = [Path(found[1]) for line in lines if (found := re.fullmatch(r"\[\[ATTACHMENT\|(.+)\]\]", line.strip()))]
    assert len(paths) <= 1
    for path in paths:
        # Jenkins reads absolute paths, GitLab those from the project's folder on, and none outside of it.
        assert path.is_absolute() == (ci == "jenkins"), path
        assert (project / path).is_file(), path
        assert (project / path).resolve().is_relative_to(project.resolve()), path
    return len(paths)


@contextmanager
def _serving(folder: Path, asked: list[str]) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", _JENKINS)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
