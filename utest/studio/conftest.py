"""A studio in front of the virtual computer, asked as its page asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.studio_routes import studio


@dataclass
class Page:
    """The page's requests."""

    url: str
    device: VirtualDevice
    session: requests.Session

    def ask(self, path: str, json: object = None) -> requests.Response:
        method = "GET" if json is None else "POST"
        return self.session.request(method, f"{self.url}/studio/api/{path}", json=json, timeout=30)

    def look(self) -> None:
        """Has the screen."""
        self.session.get(f"{self.url}/api/companion/v1/frame", timeout=30).raise_for_status()

    def received(self) -> list[str]:
        """What the virtual computer's keyboard got."""
        return self.device.computer.keyboard.received


def token_of(url: str, **headers: str) -> requests.Response:
    """Asks for a token as a browser does for a page."""
    return requests.get(f"{url}/studio/token", headers=headers, timeout=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of templates."""
    return tmp_path_factory.mktemp("templates")


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """A studio, with a computer that does not come further than its first screen.

    Args:
        folder: The folder of templates.
    """
    device = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with (
        running(device, Serving(port=0, more=studio(Desk(folders=lambda: [folder])))) as url,
        requests.Session() as session,
    ):
        token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Page(url, device, session)


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    """A studio that tests share: none of them changes its screen."""
    with opened(folder) as one:
        yield one
