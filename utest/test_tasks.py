"""The tasks that documents, workflows and hooks name are there, with their options."""

import ast
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_NAMING = [
    *_ROOT.glob("*.md"),
    *(_ROOT / "docs").rglob("*.md"),
    *(_ROOT / "benchmarks").glob("*.md"),
    *(_ROOT / ".github").rglob("*.*"),
    _ROOT / ".pre-commit-config.yaml",
    _ROOT / ".ci" / "run",
]
_CALL = re.compile(r"\btasks\.py (?!-)([\w-]+)((?: [^\n`|&]*)?)")


def _tasks() -> dict[str, set[str]]:
    """The options of each task. Read, not imported: that would set an environment up."""
    tree = ast.parse((_ROOT / "tasks.py").read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    found = [node for node in functions if any("'task'" in ast.dump(item) for item in node.decorator_list)]
    return {_dashed(node.name): {_dashed(argument.arg) for argument in node.args.args[1:]} for node in found}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


@pytest.mark.parametrize("file", _NAMING, ids=lambda file: file.relative_to(_ROOT).as_posix())
def test_a_task_that_is_named_exists_with_its_options(file: Path) -> None:
    tasks = _tasks()
    assert len(tasks) > 10
    for name, rest in _CALL.findall(file.read_text("utf-8")):
        assert name in tasks, f"There is no task '{name}'."
        ours = rest.partition(" -- ")[0]
        unknown = set(re.findall(r" --([\w-]+)", ours)) - tasks[name]
        assert not unknown, f"The task '{name}' has no option {unknown}."
