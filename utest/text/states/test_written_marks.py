"""Check boxes and radio buttons that are written beside their labels."""

import pytest

from TinyPilotLibrary.text.states.written_marks import is_marked


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("[ ] SSH server", False),
        ("[] SSH server", False),
        ("[*] SSH server", True),
        ("[X] SSH server", True),
        ("│ [x] SSH server │", True),
        ("│[ ] SSH server│", False),
        ("( ) SSH server", False),
        ("(*) SSH server", True),
        ("(o) SSH server", True),
        ("< > SSH server", False),
        ("<X> SSH server", True),
        ("☐ SSH server", False),
        ("☑ SSH server", True),
        ("SSH server              [X]", True),
        ("SSH server              [ ]    Help of the server", False),
        ("[-] SSH server", None),
        ("(1) SSH server", None),
        ("<M> SSH server", None),
        ("begin() SSH server", None),
        ("SSH server              [Enabled]", None),
        ("SSH server              [ ] Desktop", None),
        ("[X] Desktop, SSH server", None),
        ("SSH server", None),
    ],
)
def test_what_is_in_the_box_beside_a_label_is_known(row: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    before, behind = row.split("SSH server")
    assert is_marked(before, behind) is expected
