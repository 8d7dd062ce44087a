"""A TinyPilot over its REST API, or this project's companion, which serves the same."""

from TinyPilotLibrary.devices.rest.connection import Connection
from TinyPilotLibrary.devices.rest.device import RestDevice, open_rest

__all__ = ["Connection", "RestDevice", "open_rest"]
