"""A companion in front of the virtual computer, as a client without this library sees it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from utest.companion.description import Description
from utest.companion.gated import GatedDevice, Pasting


@dataclass
class Client:
    """Sends requests to a companion, with a token."""

    url: str
    device: VirtualDevice
    session: requests.Session
    description: Description = field(init=False)

    def __post_init__(self) -> None:
        self.description = Description.of(self.url)
        # Whatever is asked in any test, the answer is one that is described.
        self.session.hooks["response"].append(self.description.check)

    def get(self, path: str, **rest: Any) -> requests.Response:  # noqa: ANN401 - passed on
        return self.session.get(self.url + path, timeout=30, **rest)

    def post(self, path: str, json: object = None, **rest: Any) -> requests.Response:  # noqa: ANN401 - passed on
        return self.session.post(self.url + path, json=json, timeout=30, **rest)

    def received(self) -> list[str]:
        """What the virtual computer's keyboard got."""
        return self.device.computer.keyboard.received

    def until_typed(self) -> None:
        """Waits until pasted texts are typed: their requests are answered before."""
        deadline = time.monotonic() + 30
        while pending := [paste for paste in self._pastes() if paste["state"] in {"queued", "typing"}]:
            assert time.monotonic() < deadline, pending
            time.sleep(0.01)

    def _pastes(self) -> list[dict[str, object]]:
        pastes: list[dict[str, object]] = self.get("/api/companion/v1/pastes").json()["pastes"]
        return pastes


@pytest.fixture(scope="module")
def served() -> Iterator[Client]:
    device = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(device) as url, requests.Session() as session:
        client = Client(url, device, session)
        session.headers["Authorization"] = f"Bearer {client.post('/api/v1/auth').json()['token']}"
        yield client


@pytest.fixture
def client(served: Client) -> Client:
    """The companion, with a computer that was just switched on."""
    for fault in ("no signal", "cable unplugged", "server restart", "slow", "corrupt jpeg", "resolution change"):
        served.device.simulate_fault(fault, 0)
    served.until_typed()
    served.device.release()
    served.device.power_off()
    served.device.power_on()
    served.received().clear()
    return served


@pytest.fixture(scope="module")
def with_key() -> Iterator[Client]:
    """A companion that demands an API key."""
    device = VirtualDevice()
    with running(device, Serving(port=0, api_key="the-key")) as url, requests.Session() as session:
        yield Client(url, device, session)


@pytest.fixture
def gated() -> Iterator[Pasting[GatedDevice]]:
    """A companion whose device types when its gate is open."""
    device = GatedDevice()
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Pasting(url, device, session)
        device.gate.set()
