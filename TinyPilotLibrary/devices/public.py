"""The public names of `TinyPilotLibrary.devices`; docs/python.md describes them."""

from TinyPilotLibrary.devices import options
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import (
    Device,
    HasLeds,
    HasPower,
    HoldsKeys,
    InterruptsInput,
    KnowsPowerState,
    LearnsCapabilities,
    Leds,
    NotifiesFrames,
    PowerState,
    ShutsDown,
    SimulatesFaults,
    TellsWhoCan,
)
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import (
    CertificateRefused,
    ConfigurationError,
    CorruptFrame,
    DeviceError,
    DeviceInUse,
    DeviceUnreachable,
    InputError,
    InputInterrupted,
    InputNotDelivered,
    LicenseMissing,
    NotAuthorized,
    NotSupported,
    NoVideoSignal,
    RequestRefused,
    TinyPilotError,
    UnknownKey,
    VideoFrozen,
)
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import Button, PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size

__all__ = [
    "MODIFIERS",
    "USAGES",
    "BootSource",
    "BootsOnce",
    "Button",
    "CertificateRefused",
    "ConfigurationError",
    "CorruptFrame",
    "Device",
    "DeviceError",
    "DeviceInUse",
    "DeviceUnreachable",
    "Frame",
    "HasLeds",
    "HasMedia",
    "HasPower",
    "HoldsKeys",
    "InputError",
    "InputInterrupted",
    "InputNotDelivered",
    "InterruptsInput",
    "Keystroke",
    "KnowsPowerState",
    "LearnsCapabilities",
    "Leds",
    "LicenseMissing",
    "Medium",
    "MediumKind",
    "NoVideoSignal",
    "NotAuthorized",
    "NotSupported",
    "NotifiesFrames",
    "PointerEvent",
    "PowerControl",
    "PowerState",
    "RequestRefused",
    "ShutsDown",
    "SimulatesFaults",
    "Size",
    "TellsWhoCan",
    "TinyPilotError",
    "UnknownKey",
    "VideoFrozen",
    "VirtualComputer",
    "VirtualDevice",
    "capability_of",
    "open_device",
    "options",
    "require",
]
