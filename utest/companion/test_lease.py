"""One client at a time may send input: the others are told who has the device, wait in line, or take it over."""

import threading
import time
from collections.abc import Iterator

import pytest
import requests

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from utest.clients import client

pytestmark = pytest.mark.integration

_ROOT = "/api/companion/v1"


@pytest.fixture
def target() -> VirtualDevice:
    return VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))


@pytest.fixture
def url(target: VirtualDevice) -> Iterator[str]:
    with running(target) as url:
        yield url


def _pressed(target: VirtualDevice) -> list[str]:
    return [key[1:] for key in target.computer.keyboard.received if key.startswith("+")]


def test_a_second_client_is_told_who_has_the_device_and_what_to_do(url: str, target: VirtualDevice) -> None:
    with client(url) as first, client(url) as second:
        assert first.does("hold", "ControlLeft") == "done"
        told = second.does("press", "KeyB")
        assert told.startswith("DeviceInUse: ")
        assert "is in use by " in told
        assert ", suite 'Boot' since " in told
        assert "wait_for_device=" in told
        assert "take_over=True" in told
        assert first.does("close") == "done"
        assert second.does("press", "KeyB") == "done"
    assert _pressed(target) == ["ControlLeft", "KeyB"]


def test_the_keys_of_a_client_that_was_killed_are_released_before_the_next_types(
    url: str, target: VirtualDevice
) -> None:
    with client(url) as first, client(url, "wait_for_device=1 min") as second:
        assert first.does("hold", "ControlLeft") == "done"
        first.process.kill()
        assert second.does("press", "KeyB") == "done"
    assert target.computer.keyboard.received == ["+ControlLeft", "-ControlLeft", "+KeyB", "-KeyB"]


def test_who_waits_has_its_turn_in_line(url: str, target: VirtualDevice) -> None:
    with (
        client(url) as first,
        client(url, "wait_for_device=1 min") as second,
        client(url, "wait_for_device=1 min") as third,
    ):
        assert first.does("press", "KeyA") == "done"
        for number, (waiting, code) in enumerate(((second, "KeyB"), (third, "KeyC")), 1):
            waiting.tell("press", code)
            _until_waiting(url, number)
        assert first.does("close") == "done"
        assert second.answer() == "done"
        assert second.does("close") == "done"
        assert third.answer() == "done"
    assert _pressed(target) == ["KeyA", "KeyB", "KeyC"]


def test_taking_over_releases_what_is_held_and_tells_the_other(url: str, target: VirtualDevice) -> None:
    with client(url) as first, client(url, "take_over=True") as second:
        assert first.does("hold", "ControlLeft") == "done"
        assert second.does("press", "KeyB") == "done"
        assert target.computer.keyboard.received == ["+ControlLeft", "-ControlLeft", "+KeyB", "-KeyB"]
        assert "took over the device at " in first.does("press", "KeyA")
        assert second.does("press", "KeyC") == "done"
    assert _pressed(target) == ["ControlLeft", "KeyB", "KeyC"]


def test_clients_that_know_no_lease_have_the_device_one_after_the_other(url: str, target: VirtualDevice) -> None:
    for code in ("KeyA", "KeyB"):
        headers = {"Authorization": f"Bearer {requests.post(f'{url}/api/v1/auth', timeout=30).json()['token']}"}
        assert requests.post(f"{url}/api/v1/keystroke", json={"code": code}, headers=headers, timeout=30).ok
    with client(url) as other:
        assert other.does("press", "KeyC") == "done"
        answer = requests.post(f"{url}/api/v1/keystroke", json={"code": "KeyD"}, headers=headers, timeout=30)
        assert answer.status_code == 423
        assert "is in use by " in answer.text
        for path, body in (
            ("power", {"action": "off"}),
            ("media", {"image": "a.iso", "kind": "cd"}),
            ("media/eject", {}),
            ("boot", {"source": "cd"}),
        ):
            changed = requests.post(f"{url}{_ROOT}/{path}", json=body, headers=headers, timeout=30)
            assert changed.status_code == 423, path
        # Looking needs no lease.
        assert requests.get(f"{url}/api/v1/screenshot", headers=headers, timeout=30).ok
    assert _pressed(target) == ["KeyA", "KeyB", "KeyC"]


def _until_waiting(url: str, number: int) -> None:
    headers = {"Authorization": f"Bearer {requests.post(f'{url}/api/v1/auth', timeout=30).json()['token']}"}
    deadline = time.monotonic() + 30
    while requests.get(f"{url}{_ROOT}/lease", headers=headers, timeout=30).json()["waiting"] < number:
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)
