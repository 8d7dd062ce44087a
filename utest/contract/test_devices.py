"""Every device of this project keeps the contract that authors of others run against theirs."""

from TinyPilotLibrary.testing import DeviceContract


class TestDevices(DeviceContract):
    """The benches are in conftest.py."""
