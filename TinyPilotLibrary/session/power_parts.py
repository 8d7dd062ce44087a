"""What `power =` says: one way to switch it, a list of outlets, or a table with one for each action."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from TinyPilotLibrary.devices.options import did_you_mean, seconds
from TinyPilotLibrary.devices.power import (
    POWER_KINDS,
    PowerControl,
    TargetPower,
    Timing,
    composite,
    open_control,
)
from TinyPilotLibrary.devices.power.target_power import ACTIONS
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.session.parts import Part, Source, read_part

#: Options of a stand, and of `Open Device`, that belong to its power.
TIMING = ("power_pause", "power_timeout")
_WHOLE = "url"


@dataclass(frozen=True)
class PowerPart:
    """The power of a stand, as it is written.

    Args:
        outlets: Each outlet: one part for everything (by the key `url`), or one for each action.
        timing: How long switching may take.
    """

    outlets: tuple[Mapping[str, Part], ...]
    timing: Timing

    def open(self, stand: str) -> Device | TargetPower:
        """Opens it; nothing is contacted.

        Args:
            stand: The name of the stand, which commands are told.

        Returns:
            A device, where it is one alone; else the power that is made of what there is.

        Raises:
            ConfigurationError: If something in it is wrong, or a password cannot be read.
        """
        context = {"stand": stand}
        [first, *others] = self.outlets
        if not others and _WHOLE in first:
            part = first[_WHOLE]
            opened = POWER_KINDS.open(part.url, part.given({}), context)
            return TargetPower([opened], self.timing) if isinstance(opened, PowerControl) else opened
        with ExitStack() as if_one_fails:
            controls = []
            for outlet in self.outlets:
                by_action = {}
                for action, part in outlet.items():
                    by_action[action] = open_control(part.url, part.given({}), context)
                    if_one_fails.callback(by_action[action].close)
                controls.append(by_action[_WHOLE] if _WHOLE in by_action else composite(by_action))
            power = TargetPower(controls, self.timing)
            if_one_fails.pop_all()
        return power


def read_power(entry: object, timing: Mapping[str, object], source: Source) -> PowerPart:
    """Reads a `power =`.

    Args:
        entry: A URL, a table with a URL and options, a table with one of these for each action, or a list of them.
        timing: What is written of `TIMING`.
        source: Where it is written.

    Returns:
        What it says; nothing was opened.

    Raises:
        ConfigurationError: If something in it is wrong.
    """
    times = read_timing(timing, Timing(), source)
    here = source.within("power")
    if not isinstance(entry, list | tuple):
        return PowerPart((_outlet(entry, here),), times)
    if not entry:
        raise ConfigurationError(f"{here.where}: the list of outlets is empty.")
    return PowerPart(
        tuple(_outlet(item, here.within(f"outlet {number}")) for number, item in enumerate(entry, 1)), times
    )


def read_timing(given: Mapping[str, object], usual: Timing, source: Source) -> Timing:
    """Reads how long switching may take.

    Args:
        given: What is written of `TIMING`.
        usual: What holds for what is not.
        source: Where it is written.

    Raises:
        ConfigurationError: If it is no duration.
    """
    try:
        return Timing(
            seconds("power_pause", given.get("power_pause", usual.pause)),
            seconds("power_timeout", given.get("power_timeout", usual.timeout)),
        )
    except ConfigurationError as error:
        raise ConfigurationError(f"{source.where}: {error}") from None


def _outlet(entry: object, source: Source) -> Mapping[str, Part]:
    if isinstance(entry, Mapping) and _WHOLE not in entry:
        unknown = sorted(set(map(str, entry)) - set(ACTIONS))
        if unknown or not entry:
            hint = did_you_mean(unknown, [*ACTIONS, _WHOLE])
            raise ConfigurationError(
                f"{source.where}: a table has a url, or a way to switch power for each of {', '.join(ACTIONS)}; "
                f"got {', '.join(map(repr, unknown)) or 'nothing'}.{hint}"
            )
        return {
            str(action): read_part(item, source.within(str(action)), POWER_KINDS.check)
            for action, item in entry.items()
        }
    return {_WHOLE: read_part(entry, source, POWER_KINDS.check)}
