"""What is wrong with a stand, step by step: each step needs those before it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.claims import Claimable
from TinyPilotLibrary.devices.protocol import Device, KnowsPowerState, PowerState
from TinyPilotLibrary.devices.urls import scheme_of
from TinyPilotLibrary.errors import (
    CertificateRefused,
    CorruptFrame,
    DeviceError,
    DeviceInUse,
    LicenseMissing,
    NotAuthorized,
    NoVideoSignal,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.session.stands import Stand

# Firmware and systems do nothing at a single one.
_HARMLESS = Keystroke("ShiftLeft")


class Verdict(Enum):
    """The verdict of a step."""

    GOOD = "ok"
    BAD = "failed"
    NEEDLESS = "not needed"
    OPEN = "not checked"


@dataclass(frozen=True)
class Step:
    """A step of a checkup.

    Args:
        name: What was looked at.
        verdict: How it is.
        told: What was seen.
        advice: What to do; empty if nothing.
    """

    name: str
    verdict: Verdict
    told: str = ""
    advice: str = ""


_ADVICE = {
    "address": "Is the device switched on and in this network? Does its address open in a browser on this machine?",
    "TLS": "Give the certificate of the authority that signed the device's with ca_certificate=; a TinyPilot serves it "
    "at /ca.crt.",
    "key": "Give the device's API key with api_key_file= or api_key_env=; a TinyPilot (3.2.0 and newer) creates one on "
    "its page System > Automation.",
    "licence": "The REST API needs a TinyPilot Enterprise license. Without one, run 'tinypilot serve gadget:' on the "
    "device.",
    "video": "Is the target on and awake, and the video cable plugged in at both ends? Does its firmware use another "
    "output?",
    "keyboard": "Is the USB cable plugged in at both ends, in a data port, and the target on?",
}
# What was wrong when a picture was asked for: the first that fits. Everything before it went well.
_FAULTS: list[tuple[type[DeviceError], str]] = [
    (CertificateRefused, "TLS"),
    (NotAuthorized, "key"),
    (LicenseMissing, "licence"),
    (NoVideoSignal, "video"),
    (CorruptFrame, "video"),
    (DeviceInUse, "video"),
]
_BEFORE_VIDEO = ("address", "TLS", "key", "licence")


def check_up(stand: Stand, device: Device) -> Iterator[Step]:
    """Looks at a stand as a doctor would; a single Shift key is pressed on its target.

    Args:
        stand: The stand.
        device: Its open device.

    Yields:
        The steps: address, TLS, key, licence, video and keyboard.
    """
    fault, error, seen = _ask_for_picture(device)
    for name in _BEFORE_VIDEO:
        if name == fault:
            yield Step(name, Verdict.BAD, str(error), _ADVICE[name])
            yield from (Step(later, Verdict.OPEN) for later in _later(name))
            return
        yield Step(name, Verdict.GOOD if _is_needed(name, stand) else Verdict.NEEDLESS)
    yield _video(stand.name, device, error, seen)
    yield _keyboard(device)


def _ask_for_picture(device: Device) -> tuple[str, DeviceError | None, str]:
    """The step at which it fails, the error, and what was seen."""
    try:
        size = device.frame().size
    except DeviceError as error:
        return next((name for kind, name in _FAULTS if isinstance(error, kind)), "address"), error, ""
    return "", None, f"{size.width}x{size.height}"


def _later(name: str) -> tuple[str, ...]:
    every = (*_BEFORE_VIDEO, "video", "keyboard")
    return every[every.index(name) + 1 :]


def _is_needed(name: str, stand: Stand) -> bool:
    scheme = scheme_of(stand.device.url)
    if name == "address":
        return True
    return scheme == "https" if name == "TLS" else scheme in {"http", "https"}


def _video(name: str, device: Device, error: DeviceError | None, seen: str) -> Step:
    if error is None:
        return Step("video", Verdict.GOOD, seen)
    if isinstance(error, DeviceInUse):
        return Step("video", Verdict.OPEN, str(error))
    with suppress(DeviceError):
        able = capability_of(device, KnowsPowerState)
        if able and able.power_state() is PowerState.OFF:
            return Step(
                "video", Verdict.BAD, f"{error} The target is off.", f"Switch it on: tinypilot power {name} on."
            )
    return Step("video", Verdict.BAD, str(error), _ADVICE["video"])


def _keyboard(device: Device) -> Step:
    able = capability_of(device, Claimable)
    try:
        holder = able.use().holder if able else None
        if holder:
            return Step("keyboard", Verdict.OPEN, f"The device is in use by {holder}.", "Try again when it is free.")
        device.type([_HARMLESS])
    except DeviceInUse as error:
        return Step("keyboard", Verdict.OPEN, str(error))
    except DeviceError as error:
        return Step("keyboard", Verdict.BAD, str(error), _ADVICE["keyboard"])
    return Step("keyboard", Verdict.GOOD, "Shift was delivered")
