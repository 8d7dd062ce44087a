"""The documentation of the keywords, as Libdoc reads it: Markdown, which only Robot Framework 7.5 knows."""

import re
from pathlib import Path
from typing import Any

import pytest
from robot.libdoc import LibraryDocumentation, libdoc

_LIBDOC = LibraryDocumentation("TinyPilotLibrary")


def _names(items: list[Any]) -> list[str]:
    return [item.name for item in items]


def _undocumented(item: Any) -> list[str]:  # noqa: ANN401 - Libdoc's own type
    """The arguments that nothing is said about. The marker before named-only arguments has no name."""
    return [argument.name for argument in item.args if argument.name and not argument.doc]


@pytest.mark.parametrize("keyword", _LIBDOC.keywords, ids=_names(_LIBDOC.keywords))
def test_a_keyword_is_documented_with_one_example(keyword: Any) -> None:  # noqa: ANN401 - Libdoc's own type
    assert re.fullmatch(r"[A-Z].*\.", keyword.short_doc), "a summary is a sentence"
    assert len(re.findall(r"```robotframework\n.*?```", keyword.doc, re.DOTALL)) == 1
    assert keyword.tags
    assert not _undocumented(keyword)


def test_the_import_options_are_documented() -> None:
    [init] = _LIBDOC.inits
    assert not _undocumented(init)


def test_libdoc_touches_no_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("TinyPilotLibrary.session.session.find_stand", lambda *arguments: opened.append(arguments))
    libdoc("TinyPilotLibrary::https://192.0.2.1", str(tmp_path / "keywords.html"), quiet=True)
    assert opened == []
    html = (tmp_path / "keywords.html").read_text("utf-8")
    names = _names(_LIBDOC.keywords)
    assert len(names) > 40
    assert all(f'"name": "{name}"' in html or f'"name":"{name}"' in html for name in names)
