"""Commands of this machine that do something for a target, run without a shell."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.devices.options import seconds
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable

_MOST_SHOWN = 500
# How long what was killed may take to let its output go.
_CLOSING = 1.0


@dataclass(frozen=True)
class Surroundings:
    """Where commands run, and for how long.

    Args:
        timeout: How long one may take, in seconds.
        folder: Where it runs; the current folder if None.
        stand: The name of the stand, which it finds in its environment.
    """

    timeout: float
    folder: Path | None
    stand: str

    @classmethod
    def of_options(cls, timeout: object, folder: object, stand: object) -> "Surroundings":
        """Reads the options that all kinds of commands have.

        Args:
            timeout: How long one may take.
            folder: Where it runs.
            stand: The name of the stand.

        Raises:
            ConfigurationError: If the time limit is none.
        """
        around = cls(seconds("timeout", timeout), Path(str(folder)) if folder else None, str(stand))
        if not around.timeout:
            raise ConfigurationError("The option 'timeout' must be longer than 0 s: no command ends at once.")
        return around


def run_command(argv: Sequence[str], action: str, around: Surroundings) -> str:
    """Runs a command without a shell and without input.

    Args:
        argv: The program and its arguments.
        action: What it is for, which it finds in its environment.
        around: Where it runs, and for how long.

    Returns:
        What it printed on standard output.

    Raises:
        ConfigurationError: If there is no such program.
        DeviceUnreachable: If it did not end in time; it and what it started are ended.
        DeviceError: If it failed. The message has what it printed.
    """
    # Arguments may be passwords; the program's name is none.
    what = f"The command '{argv[0]}' for '{action}'"
    try:
        process = subprocess.Popen(  # noqa: S603 - what the lab's own file names, without a shell
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=around.folder,
            env={**os.environ, "TINYPILOT_STAND": around.stand, "TINYPILOT_ACTION": action},
            start_new_session=True,
        )
    except OSError as error:
        raise ConfigurationError(f"{what} cannot be started: {error.strerror}.") from error
    try:
        out, err = process.communicate(timeout=around.timeout)
    except subprocess.TimeoutExpired:
        printed = said(*_end(process))
        raise DeviceUnreachable(
            f"{what} did not end within {around.timeout:g} s (timeout=), and was ended.{printed}"
        ) from None
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise DeviceError(f"{what} failed with the exit code {process.returncode}.{said(out, err)}")
    return out.decode("utf-8", "replace")


def _end(process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """Ends a process and all that it started, as far as that stayed in its group."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    try:
        return process.communicate(timeout=_CLOSING)
    except subprocess.TimeoutExpired:
        # What left the group holds its output open.
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
        return b"", b""


def said(out: bytes, err: bytes) -> str:
    """What a command printed, as a sentence for messages.

    Args:
        out: Its standard output.
        err: Its standard error.
    """
    printed = " ".join((err + b" " + out).decode("utf-8", "replace").split())
    return f" It printed: {printed[-_MOST_SHOWN:]}" if printed else " It printed nothing."


def commands_of(given: Mapping[str, object]) -> dict[str, list[str]]:
    """The commands that were given, each as the program and its arguments.

    Args:
        given: What was given for each action; None for nothing.

    Raises:
        ConfigurationError: If one is none.
    """
    return {name: argv_of(name, value) for name, value in given.items() if value is not None}


def name_of(commands: Mapping[str, Sequence[str]]) -> str:
    """The name of what works by commands, for messages: the programs, without arguments, which may be passwords."""
    return f"command:{', '.join(dict.fromkeys(Path(argv[0]).name for argv in commands.values()))}"


def argv_of(name: str, value: object) -> list[str]:
    """A command as it is written in options.

    Args:
        name: The option's name.
        value: A list of the program and its arguments, or a text that is split as a shell splits it.

    Raises:
        ConfigurationError: If it is none.
    """
    if isinstance(value, str):
        try:
            argv = shlex.split(value)
        except ValueError as error:
            raise ConfigurationError(f"The command {name}= cannot be split into arguments: {error}.") from None
    elif isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        argv = list(value)
    else:
        raise ConfigurationError(
            f"The command {name}= must be a list of texts, the program first, or one text; got {value!r}."
        )
    if not argv or not argv[0]:
        raise ConfigurationError(f"The command {name}= is empty.")
    return argv
