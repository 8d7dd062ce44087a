"""The report of a run: by cause, with pictures, in the ways that CI systems read."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from robot.run import run
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.run_results import EndedTest, History, RunResults
from utest.conftest import RunSuite

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    timeout=0s    templates=${CURDIR}
Suite Setup    Open Device    url=virtual:?setup_prompt=10m    alias=rack-3

*** Test Cases ***
Passes
    Wait Until Screen Contains    text:Press F2    timeout=10s

Template <i>
    Screen Should Contain    part.png

Elsewhere
    Fail    Something else & <b>more</b>

Skipped
    Skip    not today

Blind One
    Power Off
    Screen Should Contain    text:one

Blind Two
    Click    text:two
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run."""
    folder = tmp_path_factory.mktemp("run")
    picture = VirtualComputer().draw().crop((0, 380, 400, 400))
    picture.paste((200, 200, 200), (105, 4, 125, 16))
    picture.save(folder / "part.png")
    (folder / "suite.robot").write_text(_SUITE)
    with (folder / "console.txt").open("w") as console:
        run(str(folder / "suite.robot"), outputdir=str(folder / "out"), stdout=console, stderr=console)
    return folder / "out"


Command = Callable[..., str]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Runs `tinypilot`, in an empty folder outside of any CI; gives what it prints."""
    for name in ("JENKINS_URL", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> str:
        ran = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return ran.output

    return run


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    @property
    def links(self) -> list[str]:
        return [value for name, value in self.attributes if name in {"src", "href"} and not value.startswith("#")]


def test_failures_are_grouped_by_their_cause(results: Path) -> None:
    groups = [str(group) for group in RunResults.read(results).groups()]
    assert re.fullmatch(r"2 x The target of 'virtual:' sends no video signal on rack-3 since \d\d:\d\d", groups[0])
    assert len(groups) == 3
    assert any("'part.png' is not on the screen on rack-3 at " in group for group in groups)
    assert any(group.startswith("1 x Something else") for group in groups)


def test_the_folder_opens_where_neither_scripts_nor_inline_styles_are_allowed(
    results: Path, command: Command, tmp_path: Path
) -> None:
    out = command("report", results, "-o", "report")
    assert "6 tests: 1 passed, 4 failed, 1 skipped" in out
    html = (tmp_path / "report" / "index.html").read_text("utf-8")
    tags = _Tags(html)
    assert not {"script", "style"} & set(tags.names)
    assert not [name for name, _ in tags.attributes if name == "style" or name.startswith("on")]
    assert len(tags.links) >= 5
    assert all((tmp_path / "report" / link).is_file() for link in tags.links)
    assert "Something else &amp; &lt;b&gt;more" in html
    assert "<td>part.png</td><td>1</td><td>never</td>" in html


def test_robot_framework_makes_the_report_itself(results: Path, tmp_path: Path) -> None:
    console = io.StringIO()
    suite = tmp_path / "suite.robot"
    suite.write_text("*** Test Cases ***\nFails\n    Fail    ZZ here ZZ\n")
    listener = f"TinyPilotLibrary.Reporter:alone.html:{results}"
    out = {"stdout": console, "stderr": console}
    assert run(str(suite), outputdir=str(tmp_path / "out"), listener=listener, **out) == 1
    assert "ERROR" not in console.getvalue()
    for name in ("report/index.html", "report/junit.xml", "report/summary.md", "report/events.jsonl", "alone.html"):
        assert "ZZ here ZZ" in (tmp_path / "out" / name).read_text("utf-8")
    # Without results there is no report, and nothing goes wrong.
    none = {"output": "NONE", "log": "NONE", "report": "NONE"}
    assert run(str(suite), outputdir=str(tmp_path / "none"), listener="TinyPilotLibrary.Reporter", **none, **out) == 1
    assert "ERROR" not in console.getvalue()
    assert not (tmp_path / "none").exists()


def test_the_single_file_needs_nothing_beside_it(results: Path, command: Command, tmp_path: Path) -> None:
    command("report", results, "-o", "report", "--single-file", "failures.html")
    links = _Tags((tmp_path / "failures.html").read_text("utf-8")).links
    assert len(links) >= 4
    assert all(link.startswith("data:image/") for link in links)


@pytest.mark.parametrize("ci", ["gitlab", "jenkins"])
def test_junit_has_one_picture_of_each_failure(results: Path, command: Command, tmp_path: Path, ci: str) -> None:
    command("report", results, "-o", "report", "--ci", ci)
    suite = ET.parse(tmp_path / "report" / "junit.xml").getroot()[0]  # noqa: S314 - written by the code under test
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped")} == {
        "tests": "6",
        "failures": "4",
        "skipped": "1",
    }
    attached = {}
    for case in suite:
        for told in case.iter("system-out"):
            [path] = re.findall(r"^\[\[ATTACHMENT\|(.+)\]\]$", told.text or "")
            assert Path(path).is_absolute() == (ci == "jenkins")
            attached[case.get("name")] = tmp_path / path
    assert list(attached) == ["Template <i>"]
    with Image.open(attached["Template <i>"]) as picture:
        # Below the sentence the screen, and three parts as wide as the template.
        assert picture.width == 720
        assert picture.height > 400 + 3 * 20 + 22


def test_the_summary_is_markdown_in_which_nothing_of_a_message_is_markup(
    results: Path, command: Command, tmp_path: Path
) -> None:
    command("report", results, "-o", "report")
    told = (tmp_path / "report" / "summary.md").read_text("utf-8")
    assert "6 tests: 1 passed, 4 failed, 1 skipped" in told
    assert r"Something else & \<b\>more\</b\>" in told
    assert "Slowest waits" in told


def test_events_are_one_object_a_line(results: Path, command: Command, tmp_path: Path) -> None:
    command("report", results, "-o", "report")
    lines = (tmp_path / "report" / "events.jsonl").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert {event["event"] for event in events} == {"test", "picture", "keyword", "note"}
    assert sum(event["event"] == "test" for event in events) == 6


def test_the_history_of_runs_tells_since_when_a_test_fails(
    results: Path, run_suite: RunSuite, command: Command, tmp_path: Path
) -> None:
    ran = run_suite("*** Test Cases ***\nElsewhere\n    No Operation\n", name="Suite")
    command("report", results, "-o", "report", "--history", ran.folder)
    html = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "passes again" in html or re.search(r"fails since \d{4}-\d\d-\d\d", html)


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ("PP", ""),
        ("F", ""),
        ("PFF", "fails since 2031-01-03 00:00"),
        ("FP", "passes again"),
        ("PFPF", "flaky: failed 2 of 4 times"),
        ("FSF", "fails since 2031-01-02 00:00"),
    ],
)
def test_what_a_history_tells(ended: str, told: str) -> None:
    names = {"P": "PASS", "F": "FAIL", "S": "SKIP"}
    begin = datetime(2031, 1, 2)  # noqa: DTZ001 - Robot Framework's times have no zone
    assert History([(begin + timedelta(days=day), names[one]) for day, one in enumerate(ended)]).told == told


def test_numbers_make_no_other_cause() -> None:
    began = datetime(2031, 1, 2)  # noqa: DTZ001 - Robot Framework's times have no zone
    causes = {EndedTest("T", "FAIL", f"Took {seconds} s", began, 1).cause for seconds in ("1.5", "12")}
    assert causes == {"Took # s"}


def test_results_that_are_not_there_are_told(command: Command, tmp_path: Path) -> None:
    from TinyPilotLibrary.errors import ConfigurationError  # noqa: PLC0415 - beside its only use

    with pytest.raises(ConfigurationError, match="There are no results of a run in"):
        command("report", tmp_path)


def test_results_are_collected_with_all_that_they_link_to(results: Path, command: Command, tmp_path: Path) -> None:
    out = command("collect", results, results / "output.xml", "-o", "all")
    assert f"rebot --outputdir all {Path('all/output.xml')} {Path('all/output-2.xml')}" in out
    linked = {
        link
        for output in ("output.xml", "output-2.xml")
        for link in re.findall(r'(?:src|href)="([^"]+)"', unescape((tmp_path / "all" / output).read_text("utf-8")))
    }
    assert len(linked) > 5
    assert all((tmp_path / "all" / link).is_file() for link in linked)
    # What both have is there once, and films play.
    assert not list((tmp_path / "all").rglob("*-2.png"))
    command("trace", "all", "-o", "trace.zip")
    assert "Templates in use" in (tmp_path / command("report", "all").partition("Report: ")[2].strip()).read_text(
        "utf-8"
    )


def test_what_is_no_run_is_not_collected(command: Command, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="There are no results of a run in"):
        command("collect", tmp_path, "-o", "all")
    assert not (tmp_path / "all").exists()


def test_a_trace_has_actions_pictures_and_errors(results: Path, command: Command, tmp_path: Path) -> None:
    command("trace", results, "-o", "trace.zip", "--test", "template")
    with zipfile.ZipFile(tmp_path / "trace.zip") as archive:
        events = [json.loads(line) for line in archive.read("trace.trace").decode().splitlines()]
        names = set(archive.namelist())
    assert events[0]["type"] == "context-options"
    kinds = [event["type"] for event in events]
    assert kinds.count("before") == kinds.count("after") == 2
    [error] = {event["error"]["message"].split("\n")[0] for event in events if "error" in event}
    assert error == "'part.png' is not on the screen."
    frames = [event["sha1"] for event in events if event["type"] == "screencast-frame"]
    assert frames
    assert all(f"resources/{name}" in names for name in frames)
    stacks = [event["stack"] for event in events if "stack" in event]
    assert all(stacks)
    assert stacks[0][0]["file"].endswith("suite.robot")
    assert stacks[0][0]["line"] == 10
