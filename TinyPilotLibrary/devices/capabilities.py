"""The capabilities with their names, and whether a device has one."""

from dataclasses import dataclass
from typing import TypeVar

from TinyPilotLibrary.devices.media_protocol import BootsOnce, HasMedia
from TinyPilotLibrary.devices.protocol import (
    HasLeds,
    HasPower,
    HoldsKeys,
    InterruptsInput,
    Kind,
    KnowsPowerState,
    LearnsCapabilities,
    NotifiesFrames,
    ShutsDown,
    SimulatesFaults,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Capability:
    """A capability with its name in the API and in words.

    Args:
        name: Its name in the companion's API.
        kind: Its protocol.
        what: What it allows, as the start of a sentence.
        part: The part of a stand that may provide it; None if only the part with the keyboard can.
    """

    name: str
    kind: type
    what: str
    part: str | None = None


CAPABILITIES = (
    Capability("new-frames", NotifiesFrames, "Notifying of new frames", part="video"),
    Capability("held-keys", HoldsKeys, "Holding keys"),
    Capability("interruption", InterruptsInput, "Interrupting what is typed"),
    Capability("power", HasPower, "Switching the target's power", part="power"),
    Capability("power-state", KnowsPowerState, "Telling whether the target is on", part="power"),
    Capability("shutdown", ShutsDown, "Shutting the target down", part="power"),
    Capability("media", HasMedia, "Inserting media", part="media"),
    Capability("boot-once", BootsOnce, "Choosing what the target starts from", part="media"),
    Capability("leds", HasLeds, "Reading the keyboard LEDs"),
    Capability("faults", SimulatesFaults, "Simulating faults"),
)
_BY_KIND = {capability.kind: capability for capability in CAPABILITIES}


def described(kind: type) -> Capability:
    """The capability of a protocol; an unknown one is named after its class."""
    return _BY_KIND.get(kind) or Capability(kind.__name__, kind, kind.__name__)


def capability_of(device: object, kind: Kind[T]) -> T | None:
    """The device as one with a capability, if it has it.

    Args:
        device: Any device, or what stands for a part of one.
        kind: The capability's protocol, for example `HasPower`.

    Returns:
        An object with the capability's methods, or None.

    ```python
    if power := capability_of(device, HasPower):
        power.reset()
    ```
    """
    if isinstance(device, LearnsCapabilities):
        return device.capability(kind)
    return device if isinstance(device, kind) else None


def capability_names(device: object) -> list[str]:
    """The names of the capabilities that a device has."""
    return [capability.name for capability in CAPABILITIES if capability_of(device, capability.kind) is not None]
