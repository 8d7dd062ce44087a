"""A target's power, combined from one or more power controls; missing actions are made of existing ones."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TypeVar, cast

from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import HasPower, Kind, KnowsPowerState, PowerState, ShutsDown
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotSupported

T = TypeVar("T")

#: The actions of a power control; also the keys of a table that joins several.
ACTIONS = ("on", "off", "reset", "shutdown", "state")
_POLL = 0.5


def _nobody(_: str) -> None:
    """Nobody asks how it goes on."""


@dataclass(frozen=True)
class Timing:
    """The timing of power actions.

    Args:
        pause: How long a target stays off when a reset consists of off and on, in seconds, because power supplies hold
            up for a while.
        timeout: How long it may take until the state is as requested, in seconds.
    """

    pause: float = 5.0
    timeout: float = 30.0


class TargetPower:
    """The power of a target.

    All outlets are switched together, as two power supplies require. If the state can be read, it is awaited, to detect
    controls that answer "done" but do nothing.

    Args:
        outlets: The power controls.
        timing: The time limits.

    Raises:
        ConfigurationError: If there is none, or if one of several cannot switch both on and off.
    """

    def __init__(self, outlets: Sequence[PowerControl], timing: Timing = Timing()) -> None:
        if not outlets:
            raise ConfigurationError("power= names nothing that switches power.")
        lame = [item.name for item in outlets if not (item.on and item.off)] if len(outlets) > 1 else []
        if lame:
            raise ConfigurationError(
                f"Of several outlets each must be switched on and off, which '{lame[0]}' cannot. To switch on by one "
                'and off by another, write a table: power = { on = "wol:…", off = "command:…" }.'
            )
        self.name = ", ".join(item.name for item in outlets)
        self._outlets = tuple(outlets)
        self._timing = timing
        self._tell: Callable[[str], None] = _nobody

    def tell_meanwhile(self, tell: Callable[[str], None]) -> None:
        """Has it told from now on how a wait goes on.

        Args:
            tell: Is told how it is, for people: twice a second, in the thread that waits.
        """
        self._tell = tell

    def power_on(self) -> None:
        """Switches the target on, and waits until it is on if the state can be read."""
        self._switch(PowerState.ON)

    def power_off(self) -> None:
        """Cuts the target's power, and waits until it is off if the state can be read."""
        self._switch(PowerState.OFF)

    def reset(self) -> None:
        """Resets the target; without a reset: off, a pause and on. A target that is known to be off stays off."""
        if self._known_state() is PowerState.OFF:
            return
        own = self._outlets[0].reset if len(self._outlets) == 1 else None
        if own is not None:
            # Only a request shows which kinds of reset a BMC has.
            with suppress(NotSupported):
                own()
                self._wait_for(PowerState.ON)
                return
        self._actions("off")
        self._actions("on")
        try:
            self.power_off()
            self._pause()
        finally:
            # Even if the test was stopped in between: a target that was on is not left without power.
            self.power_on()

    def shut_down(self) -> None:
        """Asks the operating system to shut down."""
        if self._known_state() is not PowerState.OFF:
            self._actions("shutdown")[0]()

    def power_state(self) -> PowerState:
        """Whether the target is on: with several outlets, whether one of them is."""
        states = self._states()
        if not states:
            raise self._lacks("state")
        return PowerState.ON if PowerState.ON in states else PowerState.OFF

    def close(self) -> None:
        """Closes all power controls."""
        with ExitStack() as closing:
            for item in self._outlets:
                closing.callback(item.close)

    def capability(self, kind: Kind[T]) -> T | None:
        """Itself as an object with this capability, if its controls have it."""
        has: dict[object, bool] = {
            HasPower: self._can("on") or self._can("off") or self._can("reset"),
            KnowsPowerState: self._can("state"),
            ShutsDown: self._can("shutdown"),
        }
        return cast("T", self) if has.get(kind) else None

    def _can(self, action: str) -> bool:
        return any(getattr(item, action) is not None for item in self._outlets)

    def _switch(self, wanted: PowerState) -> None:
        actions = self._actions(wanted.value)
        if self._states(ignore_unreachable=True) == [wanted] * len(self._outlets):
            return
        with ExitStack() as all_of_them:
            # If one fails, the others are closed all the same.
            for action in reversed(actions):
                all_of_them.callback(action)
        self._wait_for(wanted)

    def _wait_for(self, wanted: PowerState) -> None:
        """Waits until all outlets are in a state; does not wait if no state can be read."""
        deadline = time.monotonic() + self._timing.timeout
        while True:
            over = time.monotonic() >= deadline
            unreachable: DeviceUnreachable | None = None
            try:
                if not set(self._states()) - {wanted}:
                    return
            except DeviceUnreachable as error:
                # A BMC may be busy with the action.
                unreachable = error
            if over:
                break
            self._tell("it does not answer" if unreachable else f"still {_other(wanted).value}")
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))
        other = _other(wanted).value
        told = f"it does not answer: {unreachable}" if unreachable else f"it says that the target is {other}."
        raise DeviceError(
            f"'{self.name}' took the order, but the target is not {wanted.value} after {self._timing.timeout:g} s "
            f"(power_timeout=): {told}"
        ) from unreachable

    def _pause(self) -> None:
        """Leaves the target without power for a while."""
        end = time.monotonic() + self._timing.pause
        while (left := end - time.monotonic()) > 0:
            self._tell(f"off for {self._timing.pause:g} s")
            time.sleep(min(_POLL, left))

    def _known_state(self) -> PowerState | None:
        states = self._states(ignore_unreachable=True)
        if not states:
            return None
        return PowerState.ON if PowerState.ON in states else PowerState.OFF

    def _states(self, *, ignore_unreachable: bool = False) -> list[PowerState]:
        """The known states of the outlets.

        Args:
            ignore_unreachable: Whether to ignore outlets that do not answer.
        """
        states: list[PowerState] = []
        for item in self._outlets:
            if item.state is None:
                continue
            try:
                states.append(item.state())
            except NotSupported:
                # A device without this capability.
                continue
            except DeviceUnreachable:
                if not ignore_unreachable:
                    raise
        return states

    def _actions(self, name: str) -> list[Callable[[], None]]:
        found = [action for item in self._outlets if (action := getattr(item, name)) is not None]
        if not found:
            raise self._lacks(name)
        return found

    def _lacks(self, name: str) -> NotSupported:
        what = {
            "on": "cannot switch the target on",
            "off": "cannot switch the target off",
            "shutdown": "cannot ask the target to shut down",
            "state": "cannot tell whether the target is on",
        }[name]
        return NotSupported(
            f"'{self.name}' {what}. Let another way do that: power = {{ …, {name} = \"command:…\" }} names one for "
            "each action."
        )


def _other(state: PowerState) -> PowerState:
    return PowerState.OFF if state is PowerState.ON else PowerState.ON


def composite(controls: Mapping[str, PowerControl]) -> PowerControl:
    """One power control, composed of several that perform one action each.

    Args:
        controls: The control for each action: `on`, `off`, `reset`, `shutdown`, `state`. Missing actions are not
            available, except the state, which is read from the first control that knows it.

    Returns:
        The composite control.

    Raises:
        ConfigurationError: If one of them does not support its action.
    """
    for action, control in controls.items():
        if getattr(control, action) is None:
            raise ConfigurationError(f"'{control.name}' is to do '{action}' of power =, which it cannot.")
    different = list({id(control): control for control in controls.values()}.values())
    return PowerControl(
        ", ".join(dict.fromkeys(control.name for control in different)),
        **{
            "state": next((control.state for control in different if control.state), None),
            **{action: getattr(control, action) for action, control in controls.items()},
        },
        close=lambda: _close_all(different),
    )


def _close_all(controls: Iterable[PowerControl]) -> None:
    with ExitStack() as closing:
        for control in controls:
            closing.callback(control.close)
