"""What the documentation says is true: every keyword has an example, and the examples run."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from robot.libdoc import LibraryDocumentation

from utest.conftest import RunSuite

_ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"```robotframework\n(.*?)```", re.DOTALL)
_LIBDOC = LibraryDocumentation("TinyPilotLibrary")


def _names(items: list[Any]) -> list[str]:
    return [item.name for item in items]


@pytest.mark.parametrize("keyword", _LIBDOC.keywords, ids=_names(_LIBDOC.keywords))
def test_a_keyword_is_documented_with_one_example(keyword: Any) -> None:  # noqa: ANN401 - Libdoc's own type
    assert keyword.short_doc
    assert len(_BLOCK.findall(keyword.doc)) == 1
    assert keyword.tags
    arguments = [argument for argument in keyword.args if argument.name]
    undocumented = [argument.name for argument in arguments if f"{argument.name}:" not in keyword.doc.replace("*", "")]
    assert not undocumented


def test_the_examples_pass_a_dry_run(run_suite: RunSuite) -> None:
    tests = []
    for keyword in _LIBDOC.keywords:
        [example] = _BLOCK.findall(keyword.doc)
        body = example.split("*** Test Cases ***\n", 1)[1]
        tests.append(re.sub(r"^(\S.*)$", rf"{keyword.name}: \1", body, flags=re.MULTILINE))
    ran = run_suite(
        "*** Settings ***\nLibrary    TinyPilotLibrary\n\n*** Test Cases ***\n" + "\n".join(tests), dryrun=True
    )
    assert ran.result.suite.test_count >= len(_LIBDOC.keywords)
    assert not [f"{test.name}: {test.message}" for test in ran.result.suite.tests if test.failed]


def test_the_introduction_names_every_import_option() -> None:
    [init] = _LIBDOC.inits
    assert not [argument.name for argument in init.args if f"{argument.name}:" not in init.doc.replace("*", "")]


def test_the_suite_of_the_readme_passes(tmp_path: Path) -> None:
    [suite] = _BLOCK.findall((_ROOT / "README.md").read_text("utf-8"))
    assert len(suite.splitlines()) <= 15
    folder = tmp_path / "wherever"
    folder.mkdir()
    (folder / "suite.robot").write_text(suite, "utf-8")
    (folder / "templates").symlink_to(_ROOT / "TinyPilotLibrary" / "demo" / "templates")
    command = [sys.executable, "-m", "robot", "--outputdir", "results", "suite.robot"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_links_of_the_documents_lead_somewhere() -> None:
    documents = [_ROOT / "README.md", _ROOT / "CHANGELOG.md", *(_ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8"))
        if not target.startswith("http") and not (document.parent / target).exists()
    ]
    assert not broken
