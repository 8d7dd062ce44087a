"""A target's power, made of one or more ways to switch it; what they lack is made of what they have."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TypeVar, cast

from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import HasPower, Kind, KnowsPowerState, PowerState, ShutsDown
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable, NotSupported

T = TypeVar("T")

#: What a way to switch power may do; also the keys of a table that joins several.
ACTIONS = ("on", "off", "reset", "shutdown", "state")
_POLL = 0.5


@dataclass(frozen=True)
class Timing:
    """How long switching may take.

    Args:
        pause: How long a target is off when a reset is made of off and on, in seconds: power supplies hold out for a
            while.
        timeout: How long what switches may take until it says that it is so, in seconds.
    """

    pause: float = 5.0
    timeout: float = 30.0


class TargetPower:
    """The power of a target.

    With several outlets all of them are switched, as two power supplies need. Where the state can be told it is waited
    for, so that whoever answers "done" and does nothing is found out.

    Args:
        outlets: The ways to switch it.
        timing: How long that may take.

    Raises:
        ConfigurationError: If there is none, or one of several cannot be switched on and off.
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

    def power_on(self) -> None:
        """Switches the target on, and waits until it is where that can be told."""
        self._switch(PowerState.ON)

    def power_off(self) -> None:
        """Cuts the target's power, and waits until it is off where that can be told."""
        self._switch(PowerState.OFF)

    def reset(self) -> None:
        """Resets the target; off, a pause and on where there is no reset. One that is known to be off stays so."""
        if self._known_state() is PowerState.OFF:
            return
        own = self._outlets[0].reset if len(self._outlets) == 1 else None
        if own is not None:
            # A BMC tells only when it is asked which kinds of reset it has.
            with suppress(NotSupported):
                own()
                self._wait_for(PowerState.ON)
                return
        self._actions("off")
        self._actions("on")
        try:
            self.power_off()
            time.sleep(self._timing.pause)
        finally:
            # Also if the test was ended meanwhile: a target that was on is not left without power.
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
        """Lets everything go."""
        with ExitStack() as closing:
            for item in self._outlets:
                closing.callback(item.close)

    def capability(self, kind: Kind[T]) -> T | None:
        """Itself as something with this capability, if what it is made of has it."""
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
        if self._states(patient=True) == [wanted] * len(self._outlets):
            return
        with ExitStack() as all_of_them:
            # One that fails keeps none of the others.
            for action in reversed(actions):
                all_of_them.callback(action)
        self._wait_for(wanted)

    def _wait_for(self, wanted: PowerState) -> None:
        """Waits until all outlets are as wanted; nothing is waited for where no state can be told."""
        deadline = time.monotonic() + self._timing.timeout
        while True:
            over = time.monotonic() >= deadline
            trouble: DeviceUnreachable | None = None
            try:
                if not set(self._states()) - {wanted}:
                    return
            except DeviceUnreachable as error:
                # A BMC may be busy with what it was told.
                trouble = error
            if over:
                break
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))
        told = f"it does not answer: {trouble}" if trouble else f"it says that the target is {_other(wanted).value}."
        raise DeviceError(
            f"'{self.name}' took the order, but the target is not {wanted.value} after {self._timing.timeout:g} s "
            f"(power_timeout=): {told}"
        ) from trouble

    def _known_state(self) -> PowerState | None:
        states = self._states(patient=True)
        if not states:
            return None
        return PowerState.ON if PowerState.ON in states else PowerState.OFF

    def _states(self, *, patient: bool = False) -> list[PowerState]:
        """What is known of the outlets.

        Args:
            patient: Whether it is no matter that one does not answer.
        """
        states: list[PowerState] = []
        for item in self._outlets:
            if item.state is None:
                continue
            try:
                states.append(item.state())
            except NotSupported:
                # A device that cannot tell.
                continue
            except DeviceUnreachable:
                if not patient:
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


def joined(controls: Mapping[str, PowerControl]) -> PowerControl:
    """One way to switch power, made of several that do one thing each.

    Args:
        controls: What does each action: `on`, `off`, `reset`, `shutdown`, `state`. What is not named is not done, but
            for the state, which the first that knows it tells.

    Returns:
        The joined way.

    Raises:
        ConfigurationError: If one of them cannot do what it is there for.
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
