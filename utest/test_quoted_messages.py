"""Every message that the documentation quotes is one of the library's."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_DOCUMENTS = [*sorted(_ROOT.glob("*.md")), *sorted((_ROOT / "docs").rglob("*.md"))]
# A table whose first column is called so quotes messages there; what varies in them is written as an ellipsis.
_TABLE = re.compile(r"^\| message \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", re.MULTILINE)
_VARIES = "…"


@cache
def _templates() -> list[str]:
    """The texts in the library's code, each value that is put into one as an ellipsis."""
    return list(_all_templates())


def _all_templates() -> Iterator[str]:
    for file in (_ROOT / "TinyPilotLibrary").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else _VARIES for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _quoted() -> list[tuple[str, str]]:
    rows = (
        (document.name, row)
        for document in _DOCUMENTS
        for table in _TABLE.findall(document.read_text("utf-8"))
        for row in table.splitlines()
    )
    return [(name, row.split("|")[1].strip()) for name, row in rows]


@pytest.mark.parametrize(("document", "cell"), _quoted())
def test_a_quoted_message_is_what_the_library_says(document: str, cell: str) -> None:
    assert cell.startswith("`"), f"{document}: {cell!r} is not quoted."
    message = cell.strip("`")
    assert any(message in template for template in _templates()), f"{document} quotes {message!r}, which nothing says."


def test_there_are_quoted_messages() -> None:
    assert {"seeing.md", "on-device.md"} <= {document for document, _ in _quoted()}
