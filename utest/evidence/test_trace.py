"""Traces, as Playwright's viewer reads them."""

import json
import zipfile
from pathlib import Path

import pytest

from TinyPilotLibrary.evidence.film import Film, Note, Step
from TinyPilotLibrary.evidence.trace import write_trace


@pytest.mark.parametrize("at", [0.0199, 0.02, 0.0304])
def test_what_happens_belongs_to_an_action_that_has_begun_and_not_ended(tmp_path: Path, at: float) -> None:
    # Keywords' times are whole milliseconds, rounded; an input may be told a moment before its keyword, or after it.
    clicked = Note(at, "left click", 0.25, 0.5, step=0)
    film = Film("Fails", 1e9, 0.1, 720, 400, "FAIL", "No.", steps=[Step(0.02, 0.03, "Click")], notes=[clicked])
    write_trace([(film, tmp_path)], tmp_path / "film.trace.zip")
    with zipfile.ZipFile(tmp_path / "film.trace.zip") as archive:
        events = [json.loads(line) for line in archive.read("trace.trace").splitlines()]
    told = [event["type"] for event in events if event.get("callId") == "call@2"]
    assert told == ["before", "log", "input", "after"]
