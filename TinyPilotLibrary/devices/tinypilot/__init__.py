"""A TinyPilot over its REST API, or this project's companion, which serves the same."""

from TinyPilotLibrary.devices.tinypilot.tinypilot_device import RestDevice, open_rest

__all__ = ["RestDevice", "open_rest"]
