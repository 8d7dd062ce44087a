"""`python -m atest.ondevice._inside.loaded COMMANDS`: runs commands one after the other, in forks of a loaded process.

The emulated processor needs longer to load Python's packages than for most of what is done with them. COMMANDS is a
JSON file: names with their command lines. What each prints is in `NAME.txt` beside it, its exit code in `NAME.code`.
"""

import faulthandler
import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from atest.ondevice._inside.relay import serve_relayed
from atest.ondevice._inside.target import run_suite, serve_target

_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "robot": run_suite,
    # Pytest warns of what it cannot rewrite any more: its plugins, which are of no interest here.
    "pytest": lambda arguments: pytest.main(["-W", "ignore::pytest.PytestAssertRewriteWarning", *arguments]),
    "target": serve_target,
    "relay": serve_relayed,
}
# What they load only when they need it.
_LATER = (
    "TinyPilotLibrary.cli",
    "TinyPilotLibrary.companion.server",
    "TinyPilotLibrary.devices.gadget",
    "TinyPilotLibrary.devices.capture.v4l2",
    "robot.libraries.BuiltIn",
    "uvicorn.protocols.http.httptools_impl",
)


def main() -> None:
    """Runs the commands; one that fails does not keep the next from running."""
    file = Path(sys.argv[1])
    faulthandler.enable()
    for name in _LATER:
        importlib.import_module(name)
    for name, command in json.loads(file.read_text()).items():
        code = _forked(command, file.with_name(f"{name}.txt"))
        file.with_name(f"{name}.code").write_text(str(code))


def _forked(command: list[str], output: Path) -> int:
    """Runs a command in a process of its own and gives its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        for stream in (1, 2):
            os.dup2(descriptor, stream)
        code = _run(command)
    except BaseException:  # noqa: BLE001 - told in the output; the child must not go on as the parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(command: list[str]) -> int:
    name, *arguments = command
    if name in _COMMANDS:
        return int(_COMMANDS[name](arguments))
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
