"""A bench for each kind of device, kept as long as tests want it, and the device, new for each test."""

from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.protocol import Device
from utest.contract.bench import Bench, Target
from utest.contract.benches import BENCHES


@pytest.fixture(scope="session", params=BENCHES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with BENCHES[request.param](tmp_path_factory.mktemp("bench")) as opened:
        yield opened


@pytest.fixture
def device(bench: Bench) -> Iterator[Device]:
    opened = bench.open()
    bench.target.mend()
    yield opened
    bench.target.mend()
    opened.close()


@pytest.fixture
def target(bench: Bench, device: Device) -> Target:
    return bench.target
