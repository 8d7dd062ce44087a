"""What failed in a run is told in a few lines."""

from pathlib import Path

from robot.run import run

from tools.failures import failures, skipped

SUITE = """*** Test Cases ***
It Passes
    No Operation

It Fails
    Fail    The disk is missing.\\nIt was seen before.

It Fails At Length
    Fail    ${{'It began ' + 'long' * 1000 + ' and ended.'}}

It Is Skipped
    Skip
"""


def test_each_failed_test_is_told_with_its_message(tmp_path: Path) -> None:
    (tmp_path / "machine.robot").write_text(SUITE)
    assert run(tmp_path, outputdir=tmp_path, log=None, report=None, console="none") == 2
    first, second = failures(tmp_path / "output.xml")
    assert first.splitlines()[0].endswith(".Machine.It Fails")
    assert first.splitlines()[1:] == ["    The disk is missing.", "    It was seen before."]
    assert second.splitlines()[1].startswith("    It began longlong")
    assert "[…]" in second
    assert second.endswith("long and ended.")
    assert len(second) < 1000
    assert skipped(tmp_path / "output.xml") == 1
