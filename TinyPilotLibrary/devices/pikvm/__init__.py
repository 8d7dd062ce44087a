"""A PiKVM and its kin, over the API of kvmd."""

from TinyPilotLibrary.devices.pikvm.open_pikvm import open_pikvm
from TinyPilotLibrary.devices.pikvm.pikvm_device import PikvmDevice

__all__ = ["PikvmDevice", "open_pikvm"]
