"""A bench for each kind of device, kept as long as tests want it."""

from collections.abc import Iterator

import pytest

from TinyPilotLibrary.testing import Bench
from utest.contract.benches import BENCHES

# A VNC server takes all input and always has a picture. What is told when it is away is in utest/devices/vnc.
_NOT_OF_VNC = (
    "test_no_video_signal_is_told",
    "test_input_that_cannot_be_delivered_is_told",
    "test_after_an_error_no_key_is_down",
    "test_after_an_error_the_device_goes_on",
)
# QEMU is a program of its own. A client that knows no lease has the companion for a second after its last input, and
# each test is another client.
_OF_INTEGRATION = ("qemu", "vnc", "plain v1", "joined")
_BENCHES = [pytest.param(name, marks=[pytest.mark.integration] * (name in _OF_INTEGRATION)) for name in BENCHES]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if item.name in {f"{name}[vnc]" for name in _NOT_OF_VNC}]
    items[:] = [item for item in items if item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session", params=_BENCHES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with BENCHES[request.param](tmp_path_factory.mktemp("bench")) as opened:
        yield opened
