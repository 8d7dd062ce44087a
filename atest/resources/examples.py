"""The folder `examples`, used as who has copied it does: `Library    atest.resources.examples.Examples`."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from robot.api import ExecutionResult, logger
from robot.api.deco import keyword, library

_ROOT = Path(__file__).parents[2]
# What only a new machine needs; here everything is installed, and nothing may be fetched.
_INSTALLS = re.compile(r"pip install|-m venv")
_SCHEMAS = {"firmware.yml": "vendor.github-workflows", ".gitlab-ci.yml": "vendor.gitlab-ci"}


@dataclass(frozen=True)
class Step:
    """What a CI system gives to a shell.

    Args:
        script: The lines.
        always: Whether it runs although a step before it has failed.
    """

    script: str
    always: bool


@library(scope="SUITE")
class Examples:
    """Copies an example, runs it as its documentation says, and counts what passed."""

    @keyword
    def copy_example(self, name: str, folder: Path) -> Path:
        """Copies an example; in it is a virtual environment, as the CI files make one. Returns the copy."""
        copy = folder / name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(_ROOT / "examples" / name, copy)
        (copy / ".venv").symlink_to(sys.prefix)
        return copy

    @keyword
    def run_robot(self, folder: Path, *arguments: str) -> tuple[int, int]:
        """Runs Robot Framework in a folder. Returns how many tests passed, and how many failed."""
        command = [sys.executable, "-m", "robot", "--outputdir", "results", *arguments]
        _logged(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False))
        return self.count_tests(folder / "results")

    @keyword
    def count_tests(self, results: Path) -> tuple[int, int]:
        """How many tests passed and how many failed in results; those that were skipped count as failed."""
        total = ExecutionResult(results / "output.xml").statistics.total
        return total.passed, total.failed + total.skipped

    @keyword
    def ci_file_follows_its_schema(self, file: Path) -> None:
        """Checks a CI file by the schema of its system; a Jenkinsfile has none."""
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", _SCHEMAS[file.name], str(file)]
        assert not _logged(subprocess.run(command, capture_output=True, text=True, check=False))

    @keyword
    def run_ci_file(self, file: Path, folder: Path, **variables: str) -> int:
        """Runs the steps of a CI file as its system does, but installs nothing. Returns what the job ends with."""
        inherited = {name: value for name, value in os.environ.items() if name not in {"GITHUB_ACTIONS", "GITLAB_CI"}}
        summary = folder / "summary.md"
        environment = {**inherited, "GITHUB_STEP_SUMMARY": str(summary), "CI_PROJECT_DIR": str(folder), **variables}
        steps = _steps(file)
        assert any(step.always for step in steps), "Without the results of a failed run nobody knows why it failed."
        ended = 0
        for step in steps:
            if ended and not step.always:
                continue
            command = ["bash", "-e", "-o", "pipefail", "-c", step.script]
            ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            ended = ended or _logged(ran)
        return ended


def _steps(file: Path) -> list[Step]:
    text = file.read_text("utf-8")
    if file.name == "Jenkinsfile":
        before, post, after = text.partition("post {")
        assert post
        shells = [(script, always) for part, always in ((before, False), (after, True)) for script in _in_groovy(part)]
        return [Step(script, always) for script, always in shells if not _INSTALLS.search(script)]
    told: dict[str, Any] = yaml.safe_load(text)
    if "jobs" in told:
        steps = [step for job in told["jobs"].values() for step in job["steps"] if "run" in step]
        found = [Step(_without_installing(step["run"].splitlines()), step.get("if") == "always()") for step in steps]
    else:
        jobs = [job for job in told.values() if "script" in job]
        found = [
            Step(_without_installing(job[part]), part == "after_script")
            for job in jobs
            for part in ("script", "after_script")
        ]
    return [step for step in found if step.script]


def _in_groovy(part: str) -> list[str]:
    return re.findall(r"^\s*sh '([^'\n]+)'$", part, re.MULTILINE)


def _without_installing(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not _INSTALLS.search(line))


def _logged(ran: "subprocess.CompletedProcess[str]") -> int:
    logger.info(f"{ran.args}\n{ran.stdout}\n{ran.stderr}")
    return ran.returncode
