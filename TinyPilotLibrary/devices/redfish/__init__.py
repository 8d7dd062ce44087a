"""BMCs of servers by Redfish: power."""

from TinyPilotLibrary.devices.redfish.redfish_power import open_redfish_power

__all__ = ["open_redfish_power"]
