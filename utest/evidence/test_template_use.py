"""How templates do: counted once a keyword, kept beside the log, merged over processes, told in the report."""

import json
import re
from pathlib import Path

import pytest
from robot.api import ExecutionResult
from robot.run import run

from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.evidence.template_table import template_table
from TinyPilotLibrary.evidence.template_use import TemplateUse, dying_first, uses_in
from utest.conftest import RunSuite

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s    templates=${CURDIR}/pictures

*** Test Cases ***
One
    Wait Until Screen Contains    text:Press F2    timeout=10s
    Wait Until Screen Contains    text:Press F2    prompt.png    timeout=10s
    Screen Should Contain    prompt.png
    Screen Should Contain    tag:greeting

Two
    Wait Until Screen Contains    prompt.png
    Screen Should Not Contain    other.png
    Run Keyword And Ignore Error    Wait Until Screen Contains    other.png    timeout=700ms
    Get Matches    other.png

Three
    Run Keyword And Expect Error    *forbidden*    Wait Until Screen Contains    text:ZZ    unless=prompt.png
"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The prompt, something that is not there, and a needle of a known defect."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    screen = VirtualComputer().draw()
    prompt = screen.crop((0, 380, 80, 400))
    prompt.save(folder / "prompt.png")
    other = prompt.copy()
    other.paste((200, 0, 0), (10, 2, 60, 18))
    other.save(folder / "other.png")
    screen.save(folder / "greeting-bsc77.png")
    area = {"xpos": 0, "ypos": 380, "width": 80, "height": 20, "type": "match"}
    needle = {"area": [area], "tags": ["greeting"], "properties": [{"name": "workaround", "value": "bsc#77"}]}
    (folder / "greeting-bsc77.json").write_text(json.dumps(needle))
    return folder


def _by_name(folder: Path) -> dict[str, TemplateUse]:
    return {use.picture: use for use in uses_in(folder)}


@pytest.mark.usefixtures("pictures")
def test_each_keyword_that_looks_counts_once(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE)
    assert ran.result.suite.passed, ran.console
    uses = _by_name(ran.folder)
    # A picture behind a text that was there was not looked for.
    assert (uses["prompt.png"].looked, uses["prompt.png"].found) == (3, 3)
    assert uses["prompt.png"].worst > 0.9
    assert uses["prompt.png"].place == "0,380,80,20 on device-1"
    assert (uses["other.png"].looked, uses["other.png"].found) == (3, 0)
    assert (uses["greeting-bsc77"].found, uses["greeting-bsc77"].defect) == (1, "bsc#77")

    # The log leads to a table of them.
    [link] = re.findall(r"\[([^|]+)\|", ran.result.suite.metadata["Templates"])
    page = (ran.folder / link).read_text("utf-8")
    assert page.index("other.png") > max(page.index("prompt.png"), page.index("tag:greeting (greeting-bsc77)"))
    assert "bsc#77: greeting-bsc77, once" in page
    assert "<script" not in page


@pytest.mark.usefixtures("pictures")
def test_without_templates_there_is_no_file(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE.partition("    Wait Until Screen Contains    text:Press F2    prompt")[0])
    assert not (ran.folder / "tinypilot").exists()
    assert "Templates" not in ran.result.suite.metadata


@pytest.mark.integration
@pytest.mark.usefixtures("pictures")
def test_processes_have_one_page(tmp_path: Path) -> None:
    suite = tmp_path / "suite.robot"
    suite.write_text(_SUITE, "utf-8")
    links = set()
    for number in range(2):
        # As pabot starts its processes.
        folder = tmp_path / "out" / "pabot_results" / str(number)
        with (tmp_path / "console.txt").open("w") as console:
            run(str(suite), outputdir=str(folder), log="NONE", report="NONE", stdout=console, stderr=console)
        links.add(ExecutionResult(folder / "output.xml").suite.metadata["Templates"])
    [told] = links
    page = tmp_path / "out" / told.partition("|")[0][1:]
    assert re.search(r"<td>prompt.png</td><td>6</td><td>6</td>", page.read_text("utf-8"))
    assert _by_name(tmp_path / "out")["prompt.png"].found == 6

    # The next run begins anew.
    (tmp_path / "out" / "pabot_results" / "tinypilot.run").unlink()
    with (tmp_path / "console.txt").open("w") as console:
        run(str(suite), outputdir=str(folder), log="NONE", report="NONE", stdout=console, stderr=console)
    assert _by_name(tmp_path / "out")["prompt.png"].found == 3
    assert len(list((tmp_path / "out" / "tinypilot").glob("templates-*"))) == 2


def test_dying_templates_are_first_and_those_never_found_last() -> None:
    before = [TemplateUse(name, name, 5, 5, 1.0, worst) for name, worst in (("a", 0.95), ("b", 0.99), ("c", 0.82))]
    now = [
        TemplateUse("never", "never", 4),
        TemplateUse("c", "c", 5, 5, 0.9, 0.82),
        TemplateUse("a", "a", 5, 5, 1.0, 0.97),
        TemplateUse("b", "b", 5, 4, 1.0, 0.85),
    ]
    ordered = dying_first(now, before)
    assert [(use.picture, fall) for use, fall in ordered] == [("b", 0.14), ("c", 0.0), ("a", 0.0), ("never", 0.0)]
    table = template_table(now, before)
    assert "<td>b</td><td>5</td><td>4</td><td>1.000</td><td>0.850</td><td>0.990</td>" in table
    assert "<td>never</td><td>4</td><td>never</td>" in table
