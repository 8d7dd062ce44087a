"""`command:` switches power by commands of this machine: ipmitool, labgrid-client, snmpset, a script of the lab."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from TinyPilotLibrary.devices.commands import Surroundings, argv_of, commands_of, name_of, run_command, said
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError, DeviceError

_ACTION = "{action}"


@dataclass(frozen=True)
class _StateWords:
    """What a command prints for each state, as regular expressions."""

    words: Mapping[PowerState, re.Pattern[str]]

    def read(self, printed: str, program: str) -> PowerState:
        """The state that was printed: that of exactly one expression."""
        found = [state for state, pattern in self.words.items() if pattern.search(printed)]
        if len(found) == 1:
            return found[0]
        wanted = " and ".join(f"state_{state.value} {pattern.pattern!r}" for state, pattern in self.words.items())
        matches = "both match" if found else "neither matches"
        raise DeviceError(
            f"The command '{program}' for 'state' ended well, but of {wanted} {matches}.{said(printed.encode(), b'')}"
        )


def open_command(
    url: str,
    *,
    on: object = None,
    off: object = None,
    reset: object = None,
    shutdown: object = None,
    state: object = None,
    state_on: object = r"\bon\b",
    state_off: object = r"\boff\b",
    timeout: object = "30s",
    folder: object = None,
    stand: object = "",
) -> PowerControl:
    """Switches power by commands, without a shell.

    Args:
        url: `command:`, with options; or `command:` and one command that knows the words `on`, `off` and `state`,
            with `{action}` where the word stands: `command:/opt/lab/pdu 7 {action}`.
        on: The command that switches on: a list of the program and its arguments, or a text that is split as a shell
            splits it.
        off: The command that cuts the power.
        reset: The command that resets.
        shutdown: The command that asks the operating system to shut down.
        state: The command that prints the state.
        state_on: What it prints if the target is on, as a regular expression; case does not count.
        state_off: What it prints if the target is off.
        timeout: How long a command may take.
        folder: Where commands run.
        stand: The name of the stand, which commands find in their environment.

    Returns:
        The control. Nothing was run.

    Raises:
        ConfigurationError: If an option is wrong, or there is no command.
    """
    around = Surroundings.of_options(timeout, folder, stand)
    given = commands_of({"on": on, "off": off, "reset": reset, "shutdown": shutdown, "state": state})
    commands = {**_of_template(url.removeprefix("command:").strip()), **given}
    if not commands.keys() & {"on", "off", "reset"}:
        raise ConfigurationError(
            'command: needs a command for at least one of on, off and reset, such as on = ["ipmitool", "-H", '
            '"10.0.0.3", "power", "on"], or one with {action} in it.'
        )
    words = _StateWords(
        {PowerState.ON: _pattern("state_on", state_on), PowerState.OFF: _pattern("state_off", state_off)}
    )
    actions: dict[str, Callable[[], None]] = {
        name: partial(_run, argv, name, around) for name, argv in commands.items() if name != "state"
    }
    tell = commands.get("state")
    return PowerControl(
        name_of(commands),
        **actions,
        state=None if tell is None else lambda: words.read(run_command(tell, "state", around), tell[0]),
    )


def _run(argv: Sequence[str], action: str, around: Surroundings) -> None:
    run_command(argv, action, around)


def _of_template(text: str) -> dict[str, list[str]]:
    if not text:
        return {}
    argv = argv_of("command", text)
    if not any(_ACTION in part for part in argv):
        raise ConfigurationError(
            "The command of command: lacks {action}, where on, off or state is put: write for example "
            "'command:/opt/lab/pdu 7 {action}', or give a command for each as on=, off= and state=."
        )
    return {action: [part.replace(_ACTION, action) for part in argv] for action in ("on", "off", "state")}


def _pattern(name: str, value: object) -> re.Pattern[str]:
    try:
        return re.compile(str(value), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ConfigurationError(
            f"The option '{name}' is not a valid regular expression: {value!r}: {error}."
        ) from None
