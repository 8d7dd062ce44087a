"""The command `tinypilot serve`, as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_TINYPILOT = Path(sys.executable).parent / "tinypilot"


@contextmanager
def serve_command(*arguments: str, started_by: Sequence[str] = ()) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command, running, and the URL that it says."""
    with subprocess.Popen(
        [*started_by, _TINYPILOT, "serve", *arguments, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().partition(" ")[0]
        finally:
            process.kill()
