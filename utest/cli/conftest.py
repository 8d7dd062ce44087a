"""The command `tinypilot`, run in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from TinyPilotLibrary.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int | str | None
    said: str
    complained: str


Command = Callable[..., Done]


@pytest.fixture
def tinypilot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command in this process, which spares its start, in `tmp_path`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["tinypilot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(ended.value.code, told.out, told.err)

    return run
