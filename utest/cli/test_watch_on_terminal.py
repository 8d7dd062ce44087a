"""`tinypilot watch` in a terminal of its own: it goes on until Ctrl+C, and leaves the shell as it was."""

from pathlib import Path

import pytest

from utest.terminal import ProgramInTerminal, lines_of

pytestmark = pytest.mark.integration

_SHAPES = set("\u2598\u2580\u2584\u259f")


@pytest.mark.parametrize("started", ["", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "])
def test_the_screen_is_shown_until_it_is_ended(tmp_path: Path, started: str) -> None:
    # In background jobs of shells, as CI runners start them, Ctrl+C is ignored.
    command = f"{started}from TinyPilotLibrary.cli import main; main()"
    program = ProgramInTerminal(command, "watch", "virtual:", folder=tmp_path, rows=24, columns=80)
    is_shown = False
    for screen in program.screens():
        title, *picture = lines_of(screen)
        if not is_shown and title.startswith("virtual:, 720x400, ") and set("".join(picture)) & _SHAPES:
            is_shown = True
            program.type("\x03")
    assert is_shown
    assert program.code == 0
