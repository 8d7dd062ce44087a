"""Commands at a console: what is typed is run by a real shell, and what it prints is put together again."""

import subprocess
from pathlib import Path

import pytest

from TinyPilotLibrary.errors import InputError, NotOnScreen
from TinyPilotLibrary.flows.console_run import ConsoleRun, Login, login_state, prompt_of


def _shown(line: str) -> str:
    """What a screen shows: no blanks at the end of rows."""
    env = {"TERM": "dumb", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True, env=env)
    return "\n".join(row.rstrip() for row in ran.stdout.splitlines())


def _run(command: str, folder: Path) -> tuple[str, int]:
    run = ConsoleRun(3, str(folder))
    status, pages = run.ended(_shown(run.command_line(command)).splitlines()[-1])
    return run.output([_shown(run.page_line(page)) for page in range(pages)]), status


@pytest.mark.integration
@pytest.mark.parametrize(
    ("command", "output", "status"),
    [
        ("echo one; echo; echo ' two'", "one\n\n two", 0),
        ("printf 'no line break'", "no line break", 0),
        ("exit 7", "", 7),
        ("seq 1 100", "\n".join(map(str, range(1, 101))), 0),
        ("echo 'blanks  '", "blanks  ", 0),
        # Two rows and the mark of the line's end between them.
        ("printf '%075d\\n' 1 2", "\n".join(f"{number:075d}" for number in (1, 2)), 0),
        ("printf '%-300s|\\n' a", f"{'a':300}|", 0),
    ],
)
def test_the_output_and_the_status_of_a_command_are_whole(
    command: str, output: str, status: int, tmp_path: Path
) -> None:
    assert _run(command, tmp_path) == (output, status)


def test_what_is_typed_is_not_taken_for_what_it_prints() -> None:
    run = ConsoleRun(1, "out")
    with pytest.raises(NotOnScreen):
        run.ended(run.command_line("true"))


@pytest.mark.parametrize("command", ["", "  ", "echo 1\necho 2"])
def test_a_command_is_one_line(command: str) -> None:
    with pytest.raises(InputError, match="one line"):
        ConsoleRun(1, "out").command_line(command)


def test_a_prompt_is_the_last_row() -> None:
    assert prompt_of("\n tester@lab:~$ \n\n") == "tester@lab:~$"
    with pytest.raises(NotOnScreen, match="screen is empty"):
        prompt_of("\n \n")


_REFUSED = "lab login: tester\nPassword:\nLogin incorrect\n"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("lab login: tester", Login.WAITS),
        ("lab login: tester\nPassword:", Login.ASKS),
        (_REFUSED + "lab login:", Login.REFUSED),
        (_REFUSED + "lab login: tester", Login.WAITS),
        (_REFUSED + "lab login: tester\nPassword:", Login.ASKS),
        (_REFUSED + "lab login: tester\nPassword:\nWelcome\ntester@lab:~$", Login.DONE),
        ("tester@lab:~$", Login.DONE),
    ],
)
def test_a_login_is_as_far_as_its_last_attempt(text: str, state: Login) -> None:
    assert login_state(text, "tester") is state
