"""The walks of docs/architecture.md lead through files that are there, and past what they say is in them."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_ARCHITECTURE = (_ROOT / "docs" / "architecture.md").read_text("utf-8")
_WALKS = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^###? |\Z)", _ARCHITECTURE, re.MULTILINE | re.DOTALL))
_FILE = re.compile(r"[\w/.-]*\w\.py\b")
_MOST = 8


def test_there_is_a_walk_for_what_newcomers_ask() -> None:
    asked = ("where is a verdict made", "what happens when press keys is called", "how is a text found")
    assert {f"{question}?" for question in asked} <= {title.lower() for title in _WALKS}


@pytest.mark.parametrize("walk", _WALKS)
def test_a_walk_is_short_and_its_files_have_what_it_names(walk: str) -> None:
    steps = re.findall(r"^\d+\. `([^`]+)`: (.*?)(?=^\d+\. |\Z)", _WALKS[walk], re.MULTILINE | re.DOTALL)
    # A file counts wherever a walk names it, not as a step alone.
    named = set(_FILE.findall(_WALKS[walk]))
    assert len(steps) >= 3
    assert len(named) <= _MOST, f"There is more to read than {_MOST} files: {sorted(named)}"
    for file, told in steps:
        text = (_ROOT / "TinyPilotLibrary" / file).read_text("utf-8")
        names = [name for name in re.findall(r"`([^`]+)`", told) if not name.endswith(".py")]
        missing = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)]
        assert not missing, f"{file} has no {missing}"


@pytest.mark.parametrize("walk", _WALKS)
def test_a_walk_leads_past_no_other_walk(walk: str) -> None:
    assert not re.search(r"\bwalks?\b", _WALKS[walk]), "What is read in another walk counts, too: name it here."
