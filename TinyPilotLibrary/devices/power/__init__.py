"""Power from anywhere: ways to switch it, and one target's power that is made of them."""

from TinyPilotLibrary.devices.power.control import PowerControl, TellsMeanwhile
from TinyPilotLibrary.devices.power.kinds_of_power import POWER_KINDS, open_control
from TinyPilotLibrary.devices.power.target_power import TargetPower, Timing, composite

__all__ = ["POWER_KINDS", "PowerControl", "TargetPower", "TellsMeanwhile", "Timing", "composite", "open_control"]
