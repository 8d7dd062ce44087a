"""Pasted text: checked and queued at once, typed in its turn, and told of afterwards."""

import re
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
import requests

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.errors import InputNotDelivered
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.companion.command import serve_command

_PASTE, _WAITING, _PASTES = "/api/v1/paste", "/api/companion/v1/paste", "/api/companion/v1/pastes"


class _GatedDevice(VirtualDevice):
    """A virtual computer whose keyboard takes keys only while its gate is open."""

    def __init__(self) -> None:
        super().__init__(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
        self.gate = threading.Event()
        self.begun = threading.Event()

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        super().type(self._gated(keystrokes))

    def _gated(self, keystrokes: Iterable[Keystroke]) -> Iterator[Keystroke]:
        self.begun.set()
        assert self.gate.wait(30)
        yield from keystrokes


@dataclass
class _Pasting:
    url: str
    device: _GatedDevice
    session: requests.Session

    def post(self, path: str, body: object) -> requests.Response:
        return self.session.post(self.url + path, json=body, timeout=30)

    def pastes(self) -> list[dict[str, object]]:
        pastes: list[dict[str, object]] = self.session.get(self.url + _PASTES, timeout=30).json()["pastes"]
        return pastes

    def states(self) -> list[object]:
        return [paste["state"] for paste in self.pastes()]

    def until(self, *states: str) -> None:
        deadline = time.monotonic() + 30
        while self.states() != list(states):
            assert time.monotonic() < deadline, self.pastes()
            time.sleep(0.01)

    @property
    def pressed(self) -> str:
        return " ".join(key[1:] for key in self.device.computer.keyboard.received if key.startswith("+"))


@pytest.fixture
def pasting() -> Iterator[_Pasting]:
    device = _GatedDevice()
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield _Pasting(url, device, session)
        device.gate.set()


def test_a_paste_is_answered_before_it_is_typed_and_what_comes_later_is_typed_after_it(pasting: _Pasting) -> None:
    assert pasting.post(_PASTE, {"text": "ab"}).status_code == 200
    assert pasting.post(_PASTE, {"text": "cd\r\n"}).status_code == 200
    assert pasting.device.begun.wait(30)
    assert pasting.pressed == ""
    assert pasting.states() == ["typing", "queued"]
    answered: list[requests.Response] = []
    later = threading.Thread(target=lambda: answered.append(pasting.post("/api/v1/keystroke", {"code": "F5"})))
    later.start()
    # A picture is there all the same.
    assert pasting.session.get(f"{pasting.url}/api/v1/screenshot", timeout=30).content.startswith(b"\xff\xd8")
    assert not answered
    pasting.device.gate.set()
    later.join(30)
    assert answered[0].status_code == 200
    assert pasting.pressed == "KeyA KeyB KeyC KeyD Enter F5"
    assert pasting.pastes() == [
        {"number": 1, "characters": 2, "state": "typed", "message": ""},
        {"number": 2, "characters": 4, "state": "typed", "message": ""},
    ]


@pytest.mark.parametrize("path", [_PASTE, _WAITING])
def test_what_cannot_be_typed_is_refused_at_once_and_queued_is_nothing(pasting: _Pasting, path: str) -> None:
    answer = pasting.post(path, {"text": "Größe", "language": "en-US"})
    assert answer.status_code == 400
    assert "keyboard layout 'us': 'ö', 'ß'" in answer.text
    answer = pasting.post(path, {"text": "a", "language": "tlhIngan"})
    assert (answer.status_code, "not supported" in answer.text) == (400, True)
    assert pasting.pastes() == []


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("en-US", "#", "ShiftLeft Digit3"),
        ("en-GB", "#", "Backslash"),
        ("de-DE", "z^", "KeyY Backquote Space"),
        ("fr-FR", "a", "KeyQ"),
        ("cz", "ě", "Digit2"),
        ("Swiss German", "ü", "BracketLeft"),
    ],
)
def test_every_layout_is_a_language(pasting: _Pasting, language: str, text: str, keys: str) -> None:
    pasting.device.gate.set()
    assert pasting.post(_PASTE, {"text": text, "language": language}).status_code == 200
    pasting.until("typed")
    assert pasting.pressed == keys


def test_the_waiting_variant_answers_when_the_text_is_typed(pasting: _Pasting) -> None:
    threading.Timer(0.1, pasting.device.gate.set).start()
    assert pasting.post(_WAITING, {"text": "ab", "language": "en-US"}).status_code == 200
    assert pasting.pressed == "KeyA KeyB"
    assert pasting.pastes() == []


def test_a_text_that_the_target_did_not_take_is_told_of_and_its_characters_are_not(
    pasting: _Pasting, caplog: pytest.LogCaptureFixture
) -> None:
    pasting.device.gate.set()
    pasting.device.simulate_fault("cable unplugged", 100)
    assert pasting.post(_PASTE, {"text": "secret"}).status_code == 200
    pasting.until("failed")
    [paste] = pasting.pastes()
    assert paste["characters"] == 6
    assert "is cable connected?" in str(paste["message"])
    [record] = caplog.records
    assert "A pasted text of 6 characters was not typed whole: Failed to forward keystroke" in record.getMessage()
    assert "secret" not in record.getMessage()
    # And the next input is not held up by it.
    pasting.device.simulate_fault("cable unplugged", 0)
    assert pasting.post("/api/v1/keystroke", {"code": "F5"}).status_code == 200


def test_a_companion_that_ends_types_nothing_of_what_is_queued() -> None:
    device = _GatedDevice()
    with running(device) as url, requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        for text in ("ab", "cd"):
            session.post(
                f"{url}{_PASTE}", json={"text": text}, headers={"Authorization": f"Bearer {token}"}, timeout=30
            )
        assert device.begun.wait(30)
        threading.Timer(0.2, device.gate.set).start()
    assert device.computer.keyboard.received == []
    assert device.computer.keyboard.down == set()


def test_the_command_logs_how_pasted_texts_ended() -> None:
    with serve_command("virtual:") as (process, url), requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        session.post(url + _PASTE, json={"text": "secret"}, timeout=30)
        # What comes later is done later.
        session.post(f"{url}/api/v1/keystroke", json={"code": "F5"}, timeout=30)
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d A pasted text of 6 characters was typed\.\n", errors)


def test_an_error_of_any_kind_ends_the_paste_alone(pasting: _Pasting, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Iterable[Keystroke]) -> None:
        raise InputNotDelivered("The cable burns.")

    monkeypatch.setattr(pasting.device, "type", fails)
    pasting.post(_PASTE, {"text": "a"})
    pasting.until("failed")
    assert pasting.pastes()[0]["message"] == "The cable burns."
