"""The stands of a lab are tiles; each has a studio of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
import requests
from PIL import Image

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.session.parts import Part
from TinyPilotLibrary.session.stands import Stand
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.rack import Rack
from TinyPilotLibrary.studio.studio_routes import rack_page, studio
from utest.studio.conftest import Page, token_of


@contextmanager
def _show(_: str, device: Device) -> Iterator[str]:
    with running(device, Serving(port=0, more=studio(Desk()))) as url:
        yield f"{url}/studio/"


@pytest.fixture
def page() -> Iterator[Page]:
    """A rack of two stands: one is there, the other is not."""
    device = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(device) as url:
        stands = {
            "here": Stand("here", Part(url, {})),
            "away": Stand("away", Part("http://127.0.0.1:9", {})),
        }
        rack = Rack(stands, _show)
        with (
            running(rack.no_device, Serving(port=0, more=rack_page(rack))) as own,
            requests.Session() as session,
        ):
            token = token_of(own, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
            session.headers["Authorization"] = f"Bearer {token}"
            yield Page(own, device, session)
        rack.close()


def test_a_picture_of_a_stand_travels_when_it_is_another_one(page: Page) -> None:
    assert [stand["name"] for stand in page.ask("rack").json()] == ["here", "away"]
    tile = page.ask("rack/here")
    with Image.open(BytesIO(tile.content)) as picture:
        assert picture.size == (400, 222)
    number = tile.headers["X-Frame-Number"]
    again = page.ask(f"rack/here?known={number}")
    assert (again.status_code, again.content) == (304, b"")
    page.device.computer.press("F2")
    page.device.computer.lift("F2")
    assert page.ask(f"rack/here?known={number}").status_code == 200


def test_a_stand_opens_in_a_studio_of_its_own(page: Page) -> None:
    address = page.ask("rack/here").headers["X-Studio"]
    assert address.endswith("/studio/")
    assert requests.get(address, timeout=30).text.startswith("<!DOCTYPE html>")


def test_a_stand_that_is_away_says_so_and_the_others_are_there(page: Page) -> None:
    answer = page.ask("rack/away")
    assert answer.status_code == 502
    assert "127.0.0.1:9" in answer.text
    assert page.ask("rack/none").status_code == 404
    page.device.power_off()
    assert page.ask("rack/here").status_code == 204


def test_without_a_token_no_stand_is_told(page: Page) -> None:
    assert requests.get(f"{page.url}/studio/api/rack", timeout=30).status_code == 401
    assert requests.get(f"{page.url}/studio/api/rack/here", timeout=30).status_code == 401
