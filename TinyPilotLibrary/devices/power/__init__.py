"""Power from anywhere: ways to switch it, and one target's power that is made of them."""

from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.power.kinds_of_power import check_power, open_control, open_power
from TinyPilotLibrary.devices.power.target_power import TargetPower, Timing, joined

__all__ = ["PowerControl", "TargetPower", "Timing", "check_power", "joined", "open_control", "open_power"]
