"""The contract of devices: everything that each of them has to do."""

from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.testing.bench import Bench, Target
from TinyPilotLibrary.testing.input_contract import InputContract
from TinyPilotLibrary.testing.life_contract import LifeContract
from TinyPilotLibrary.testing.screen_contract import ScreenContract


class DeviceContract(InputContract, ScreenContract, LifeContract):
    """The tests that every device has to pass, whatever it is.

    Make a class of your own of it, beside a fixture `bench`:

    ```python
    @pytest.fixture(scope="module")
    def bench():
        return Bench(Target(), lambda: open_device("mykvm:10.0.0.7"), {"held-keys"})


    class TestMyKvm(DeviceContract):
        pass
    ```
    """

    @pytest.fixture
    def device(self, bench: Bench) -> Iterator[Device]:
        """The device, opened for each test, in front of a target that is whole."""
        opened = bench.open()
        try:
            bench.target.mend()
            yield opened
            bench.target.mend()
        finally:
            opened.close()

    @pytest.fixture
    def target(self, bench: Bench, device: Device) -> Target:
        """The target."""
        return bench.target
