"""What v1 lacks, under /api/companion/v1."""

import threading
import time

import pytest
import requests

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.version import __version__
from utest.companion.conftest import Client

_ROOT = "/api/companion/v1"


def _post(client: Client, path: str, body: object = None, status: int = 200) -> str:
    answer = client.post(f"{_ROOT}/{path}", body)
    assert answer.status_code == status, answer.text
    return answer.text


def _number(client: Client, **params: object) -> int:
    return int(client.get(f"{_ROOT}/frame", params=params).headers["X-Frame-Number"])


def test_the_abilities_are_those_of_the_device(client: Client) -> None:
    answer = client.get(f"{_ROOT}/abilities").json()
    assert answer == {
        "device": "virtual:",
        "version": __version__,
        "abilities": [
            "faults",
            "held-keys",
            "interruption",
            "lease",
            "leds",
            "new-frames",
            "power",
            "power-state",
            "shutdown",
        ],
    }


# Frames


def test_a_frame_has_a_number_that_stays_while_the_picture_does(client: Client) -> None:
    answer = client.get(f"{_ROOT}/frame")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content == client.get("/api/v1/screenshot").content
    assert _number(client) == _number(client)
    before = _number(client)
    _post(client, "keystrokes", {"keystrokes": [{"code": "F2"}]})
    assert _number(client) == before + 1


def test_the_next_frame_is_held_back_until_there_is_one(client: Client) -> None:
    before = _number(client)
    answered: list[tuple[float, int]] = []

    def wait() -> None:
        number = _number(client, after=before, timeout=20)
        answered.append((time.monotonic(), number))

    waiting = threading.Thread(target=wait)
    waiting.start()
    # What is late here only makes the answer come later.
    waiting.join(0.2)
    assert not answered
    pressed = time.monotonic()
    client.device.computer.press("F2")
    client.device.release()
    waiting.join(20)
    [(at, number)] = answered
    assert at > pressed
    assert number == before + 1


def test_a_frame_with_another_number_is_given_at_once(client: Client) -> None:
    assert _number(client, after=_number(client) - 1, timeout=20) == _number(client)


def test_the_numbers_of_a_companion_that_was_started_anew_are_others() -> None:
    """Else a client that waits would be left with the picture of before."""
    target = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(target) as url:
        device = open_device(url)
        before = device.frame()
        device.close()
    target = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(target) as url:
        device = open_device(url)
        after = require(device, NotifiesFrames).next_frame(before, 30)
        device.close()
    assert after.sequence != before.sequence


def test_without_a_new_frame_in_time_nothing_is_sent(client: Client) -> None:
    for timeout in (0, 0.1):
        answer = client.get(f"{_ROOT}/frame", params={"after": _number(client), "timeout": timeout})
        assert (answer.status_code, answer.content) == (304, b"")


def test_a_signal_that_goes_ends_the_waiting(client: Client) -> None:
    before = _number(client)
    threading.Timer(0.1, client.device.power_off).start()
    answer = client.get(f"{_ROOT}/frame", params={"after": before, "timeout": 20})
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(
    "params", [{"after": "x"}, {"after": "1.5"}, {"after": 1, "timeout": -1}, {"timeout": 31}, {"timeout": "nan"}]
)
def test_what_is_waited_for_must_be_numbers(client: Client, params: dict[str, object]) -> None:
    answer = client.get(f"{_ROOT}/frame", params=params)
    assert answer.status_code == 400
    assert list(params)[-1] in answer.text


# Input


def test_many_keystrokes_are_typed_in_order(client: Client) -> None:
    _post(client, "keystrokes", {"keystrokes": [{"code": "KeyA", "shiftLeft": True}, {"code": "Enter"}]})
    assert client.received() == ["+ShiftLeft", "+KeyA", "-KeyA", "-ShiftLeft", "+Enter", "-Enter"]


def test_one_wrong_keystroke_and_none_is_typed(client: Client) -> None:
    for wrong in ({"code": "Nonsense"}, {"code": "KeyA", "altLeft": 1}, {}, "KeyA"):
        sentence = _post(client, "keystrokes", {"keystrokes": [{"code": "KeyA"}, wrong]}, 400)
        assert sentence
    assert client.received() == []


def test_pointer_events_are_sent_in_order(client: Client) -> None:
    event = {"buttons": 1, "relativeX": 0.25, "relativeY": 0.5, "verticalWheelDelta": 0, "horizontalWheelDelta": 0}
    _post(client, "mouseEvents", {"mouseEvents": [event, {**event, "relativeX": 0.75, "buttons": 0}]})
    at = client.device.computer.pointer
    assert (at.x, at.y, at.buttons) == (0.75, 0.5, 0)
    _post(client, "mouseEvents", {"mouseEvents": [{**event, "relativeX": 0.1}, {**event, "relativeX": 1.1}]}, 400)
    assert client.device.computer.pointer == at


def test_keys_are_held_until_released(client: Client) -> None:
    _post(client, "keys/down", {"codes": ["ControlLeft", "KeyC"]})
    assert client.device.computer.keyboard.down == {"ControlLeft", "KeyC"}
    _post(client, "keys/up", {"codes": ["KeyC"]})
    assert client.device.computer.keyboard.down == {"ControlLeft"}
    _post(client, "release")
    assert client.device.computer.keyboard.down == set()


@pytest.mark.parametrize("codes", [["ControlLeft", "Nonsense"], [1], "KeyA", None])
def test_wrong_codes_are_refused_and_nothing_is_held(client: Client, codes: object) -> None:
    _post(client, "keys/down", {"codes": codes}, 400)
    assert client.device.computer.keyboard.down == set()


# Power, lights, faults


def test_power_is_switched(client: Client) -> None:
    _post(client, "power", {"action": "off"})
    assert client.device.computer.is_off
    _post(client, "power", {"action": "reset"})
    assert client.device.computer.is_off
    _post(client, "power", {"action": "on"})
    assert not client.device.computer.is_off
    assert client.get(f"{_ROOT}/power").json() == {"state": "on"}
    _post(client, "power", {"action": "shutdown"})
    assert client.get(f"{_ROOT}/power").json() == {"state": "off"}
    _post(client, "power", {"action": "explode"}, 400)


def test_the_lights_are_read(client: Client) -> None:
    _post(client, "keystrokes", {"keystrokes": [{"code": "CapsLock"}]})
    answer = client.get(f"{_ROOT}/leds").json()
    assert answer == {"numLock": False, "capsLock": True, "scrollLock": False}


@pytest.mark.integration
def test_a_server_that_restarts_answers_nothing_and_forgets_its_tokens(client: Client) -> None:
    # Who holds keys keeps the device for a while from a client with another token.
    _post(client, "release")
    token = client.post("/api/v1/auth").json()["token"]
    own = client.session.headers["Authorization"]
    _post(client, "faults", {"fault": "server-restart", "seconds": 0.1})
    forgotten = client.get("/api/v1/screenshot", headers={"Authorization": f"Bearer {token}"})
    assert forgotten.status_code == 403
    client.session.headers["Authorization"] = f"Bearer {client.post('/api/v1/auth').json()['token']}"
    assert client.session.headers["Authorization"] != own
    client.device.simulate_fault("server restart", 100)
    answer = client.post("/api/v1/keystroke", {"code": "KeyA"})
    assert (answer.status_code, "restarting" in answer.text) == (502, True)


@pytest.mark.parametrize(
    "body", [{"fault": "meteor", "seconds": 1}, {"fault": "slow", "seconds": -1}, {"fault": "slow"}, {"seconds": 1}]
)
def test_faults_must_be_known(client: Client, body: object) -> None:
    _post(client, "faults", body, 400)


@pytest.mark.integration
def test_what_the_device_cannot_do_is_refused_by_name() -> None:
    with running(VirtualDevice(), Serving(port=0, plain=True)) as plain:
        less: Device = CompositeDevice(open_device(plain))
        with running(less) as url:
            device = open_device(url)
            device.frame()
            told = {
                path: _refusal(url, method, path, body)
                for method, path, body in (
                    ("POST", "power", {"action": "on"}),
                    ("POST", "keys/down", {"codes": ["KeyA"]}),
                    ("GET", "leds", None),
                    ("POST", "faults", {"fault": "slow", "seconds": 1}),
                )
            }
            device.close()
    assert all("is not possible with" in sentence and "Supported by " in sentence for sentence in told.values()), told


def _refusal(url: str, method: str, path: str, body: object) -> str:

    token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
    answer = requests.request(
        method, f"{url}{_ROOT}/{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    assert answer.status_code == 501
    return answer.text


def test_a_plain_one_offers_v1_alone() -> None:

    with running(VirtualDevice(), Serving(port=0, plain=True)) as url:
        assert requests.get(f"{url}{_ROOT}/abilities", timeout=30).status_code == 404
        paths = requests.get(f"{url}/openapi.json", timeout=30).json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
