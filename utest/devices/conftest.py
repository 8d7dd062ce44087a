"""A scripted server, and devices that are closed when their test ends, before the server."""

from collections.abc import Callable, Iterator

import pytest

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from utest.devices.scripted import Script, serving

Opener = Callable[..., Device]


@pytest.fixture
def server() -> Iterator[Script]:
    with serving() as script:
        yield script


@pytest.fixture
def open_one(server: Script) -> Iterator[Opener]:
    """Opens devices by URL and options."""
    opened: list[Device] = []

    def opener(url: str, **options: object) -> Device:
        opened.append(open_device(url, options))
        return opened[-1]

    yield opener
    for device in opened:
        device.close()


@pytest.fixture
def device(server: Script, open_one: Opener) -> Device:
    return open_one(server.url)
