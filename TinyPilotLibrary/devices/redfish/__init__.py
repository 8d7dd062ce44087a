"""BMCs of servers by Redfish: power, media and the next start."""

from TinyPilotLibrary.devices.redfish.redfish_media import open_redfish_media
from TinyPilotLibrary.devices.redfish.redfish_power import open_redfish_power

__all__ = ["open_redfish_media", "open_redfish_power"]
