"""Commands that run in a lab machine one after the other, and what became of each."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from atest.lab.ondevice.machine import INSIDE, LabMachine, RunningMachine

_TAIL = 4000
_LOOK = 0.2
_LOADED = ("python", "-m", "atest.ondevice._inside.loaded", f"{INSIDE}/commands.json")


@contextmanager
def started(
    machine: LabMachine, folder: Path, commands: Mapping[str, Sequence[str]], timeout: float, ports: Sequence[int] = ()
) -> Iterator[dict[str, "Job"]]:
    """Starts a fresh machine, in which commands begin one after the other.

    Args:
        machine: The machine.
        folder: The shared folder, `/lab` inside.
        commands: The names of the commands with their command lines.
        timeout: How long all of them may take, in seconds.
        ports: Ports that servers inside listen on, on 0.0.0.0.

    Yields:
        The commands as jobs, by their names; leaving the `with` block cuts the machine's power.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in (*folder.glob("*.code"), *folder.glob("*.txt")):
        left_over.unlink()
    (folder / "commands.json").write_text(json.dumps(commands))
    with machine.start(_LOADED, folder, timeout, ports) as running:
        yield {name: Job(running, name) for name in commands}


@dataclass(frozen=True)
class Job:
    """A command in a machine.

    Args:
        machine: The machine.
        name: The command's name.
    """

    machine: RunningMachine
    name: str

    @property
    def output(self) -> str:
        """What it printed so far."""
        file = self.machine.folder / f"{self.name}.txt"
        return file.read_text("utf-8", "replace") if file.is_file() else ""

    def should_succeed(self, timeout: float, part: str | None = None) -> None:
        """Waits for its end.

        Args:
            timeout: How long to wait, in seconds.
            part: A part of the command that has an exit code of its own, and is waited for instead.

        Raises:
            AssertionError: If it failed, or did not end in time.
        """
        code = self.machine.folder / f"{part or self.name}.code"
        until = time.monotonic() + timeout
        while not (code.is_file() and code.read_text()):
            if not self.machine.is_running:
                raise AssertionError(self._told("was not over when the lab machine ended"))
            if time.monotonic() > until:
                raise AssertionError(self._told(f"did not end within {timeout:g} s"))
            time.sleep(_LOOK)
        if code.read_text() != "0":
            raise AssertionError(self._told(f"ended with {code.read_text()}"))

    def _told(self, what: str) -> str:
        return (
            f"Inside the lab machine '{self.name}' {what}. It printed:\n{self.output[-_TAIL:]}\n"
            f"The machine printed:\n{self.machine.output[-_TAIL:]}\nIts kernel:\n{self.machine.kernel_log[-_TAIL:]}"
        )
