"""The lab machine for Robot Framework: `Library    atest.lab.ondevice.keywords.LabMachineKeywords`."""

import shlex
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

from atest.lab.ondevice import LabMachine, LabMissing
from atest.lab.ondevice.jobs import Job, started
from atest.lab.ondevice.outside import PORT, companion_command, run_from_outside


@library(scope="SUITE")
class LabMachineKeywords:
    """Runs commands in lab machines; those of one machine run one after the other, and machines beside each other."""

    def __init__(self) -> None:
        self._machine: LabMachine | None = None
        self._running: dict[str, ExitStack] = {}
        self._jobs: dict[str, Job] = {}

    @keyword
    def prepare_lab_machine(self) -> None:
        """Makes what machines start from; skips the suite where something has to be installed first."""
        try:
            self._machine = LabMachine.prepared()
        except LabMissing as missing:
            raise SkipExecution(str(missing)) from None

    @keyword
    def start_lab_machine(self, name: str, *, timeout: timedelta = timedelta(minutes=60), **commands: str) -> None:
        """Starts a fresh machine, in which the commands begin one after the other; returns at once.

        Args:
            name: The machine's name.
            timeout: How long all commands may take.
            commands: Their names and command lines; `/lab` inside is a folder beside log.html.
        """
        assert self._machine is not None, "'Prepare Lab Machine' comes first."
        lines = {job: shlex.split(line) for job, line in commands.items()}
        running = started(self._machine, self._folder(name), lines, timeout.total_seconds(), [PORT])
        stack = self._running[name] = ExitStack()
        self._jobs |= stack.enter_context(running)

    @keyword
    def should_succeed_inside(self, name: str, timeout: timedelta = timedelta(minutes=40)) -> None:
        """Waits for the end of a command, which must succeed.

        Args:
            name: The command's name.
            timeout: How long to wait for it.
        """
        job = self._jobs[name]
        job.should_succeed(timeout.total_seconds())
        logger.info(job.output)

    @keyword
    def suite_then_companion(self, machine: str, suite: str, device: str, *options: str) -> str:
        """Gives the command line of a target, a suite beside it on a device, and then the companion for the device.

        Args:
            machine: The name of the machine in which it will run.
            suite: The suite, which opens `${URL}` with `&{OPTIONS}`.
            device: The device inside; the target is behind it.
            options: Options of that device: `name=value`.
        """
        given = dict(option.split("=", 1) for option in options)
        return shlex.join(companion_command(self._folder(machine), suite, device, given))

    @keyword
    def suite_should_pass_inside_and_from_outside(
        self, name: str, suite: str, timeout: timedelta = timedelta(minutes=40)
    ) -> None:
        """Waits for the suite inside, which must pass, and runs it here against the companion, over HTTPS with a key.

        Args:
            name: The name of the command that 'Suite Then Companion' gave.
            suite: The suite.
            timeout: How long each of the two may take.
        """
        job = self._jobs[name]
        job.should_succeed(timeout.total_seconds(), part="inside")
        logger.info(job.output)
        run_from_outside(job, suite, timeout.total_seconds())

    @keyword
    def switch_off_lab_machine(self, name: str) -> None:
        """Ends a machine: one that waits takes a third of a processor from the others.

        Args:
            name: The machine's name.
        """
        self._running.pop(name).close()

    @keyword
    def switch_off_lab_machines(self) -> None:
        """Ends all machines that still run."""
        while self._running:
            self.switch_off_lab_machine(next(iter(self._running)))

    def _folder(self, machine: str) -> Path:
        return Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}"))) / "ondevice" / machine
