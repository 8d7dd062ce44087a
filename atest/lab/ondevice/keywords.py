"""The lab machine for Robot Framework: `Library    atest.lab.ondevice.keywords.LabMachineKeywords`."""

from datetime import timedelta
from pathlib import Path

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

from atest.lab.ondevice import LabMachine, LabMissing

_TAIL = 4000


@library(scope="SUITE")
class LabMachineKeywords:
    """Runs commands in lab machines, a fresh one each time."""

    def __init__(self) -> None:
        self._machine: LabMachine | None = None

    @keyword
    def prepare_lab_machine(self) -> None:
        """Makes what the machine starts from; skips the suite where something has to be installed first."""
        try:
            self._machine = LabMachine.prepared()
        except LabMissing as missing:
            raise SkipExecution(str(missing)) from None

    @keyword
    def run_inside(self, *command: str, timeout: timedelta = timedelta(minutes=2)) -> str:
        """Runs a command in a fresh machine, which must succeed.

        Args:
            command: The command and its arguments; `/lab` inside is a folder beside log.html.
            timeout: How long it may take.

        Returns:
            What it printed.
        """
        assert self._machine is not None, "'Prepare Lab Machine' comes first."
        outcome = self._machine.run(command, self._folder(), timeout.total_seconds())
        logger.info(outcome.output)
        if outcome.code:
            raise AssertionError(f"{command[0]} ended with {outcome.code} inside:\n{outcome.output[-_TAIL:]}")
        return outcome.output

    def _folder(self) -> Path:
        variables = BuiltIn()
        name = str(variables.get_variable_value("${TEST NAME}")).lower().replace(" ", "-")
        return Path(str(variables.get_variable_value("${OUTPUT DIR}"))) / "ondevice" / name
