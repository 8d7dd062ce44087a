"""A bench for each kind of device, kept as long as tests want it."""

from collections.abc import Iterator

import pytest

from TinyPilotLibrary.testing import Bench
from utest.contract.benches import BENCHES


@pytest.fixture(scope="session", params=BENCHES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with BENCHES[request.param](tmp_path_factory.mktemp("bench")) as opened:
        yield opened
