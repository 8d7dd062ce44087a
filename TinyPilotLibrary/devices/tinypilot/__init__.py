"""A TinyPilot over its REST API, or this project's companion, which serves the same."""

from TinyPilotLibrary.devices.tinypilot.connection import Connection
from TinyPilotLibrary.devices.tinypilot.tinypilot_device import RestDevice, open_rest

__all__ = ["Connection", "RestDevice", "open_rest"]
