"""Pasted text: checked and queued at once, typed in its turn, and told of afterwards."""

import re
import threading
from collections.abc import Iterable

import pytest
import requests

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.errors import InputNotDelivered
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.companion.command import serve_command
from utest.companion.gated import GatedDevice, Pasting

_PASTE, _WAITING = "/api/v1/paste", "/api/companion/v1/paste"


def test_a_paste_is_answered_before_it_is_typed_and_what_comes_later_is_typed_after_it(
    gated: Pasting[GatedDevice],
) -> None:
    assert gated.post(_PASTE, {"text": "ab"}).status_code == 200
    assert gated.post(_PASTE, {"text": "cd\r\n"}).status_code == 200
    assert gated.device.begun.wait(30)
    assert gated.pressed == ""
    assert gated.states() == ["typing", "queued"]
    answered: list[requests.Response] = []
    later = threading.Thread(target=lambda: answered.append(gated.post("/api/v1/keystroke", {"code": "F5"})))
    later.start()
    # A picture is there all the same.
    assert gated.session.get(f"{gated.url}/api/v1/screenshot", timeout=30).content.startswith(b"\xff\xd8")
    assert not answered
    gated.device.gate.set()
    later.join(30)
    assert answered[0].status_code == 200
    assert gated.pressed == "KeyA KeyB KeyC KeyD Enter F5"
    assert gated.pastes() == [
        {"number": 1, "characters": 2, "state": "typed", "message": ""},
        {"number": 2, "characters": 4, "state": "typed", "message": ""},
    ]


@pytest.mark.parametrize("path", [_PASTE, _WAITING])
def test_what_cannot_be_typed_is_refused_at_once_and_queued_is_nothing(gated: Pasting[GatedDevice], path: str) -> None:
    answer = gated.post(path, {"text": "Größe", "language": "en-US"})
    assert answer.status_code == 400
    assert "keyboard layout 'us': 'ö', 'ß'" in answer.text
    answer = gated.post(path, {"text": "a", "language": "tlhIngan"})
    assert (answer.status_code, "not supported" in answer.text) == (400, True)
    assert gated.pastes() == []


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
def test_every_layout_is_a_language(gated: Pasting[GatedDevice], language: str, text: str, keys: str) -> None:
    gated.device.gate.set()
    assert gated.post(_PASTE, {"text": text, "language": language}).status_code == 200
    gated.until("typed")
    assert gated.pressed == keys


def test_the_waiting_variant_answers_when_the_text_is_typed(gated: Pasting[GatedDevice]) -> None:
    threading.Timer(0.1, gated.device.gate.set).start()
    assert gated.post(_WAITING, {"text": "ab", "language": "en-US"}).status_code == 200
    assert gated.pressed == "KeyA KeyB"
    assert gated.pastes() == []


def test_a_text_that_the_target_did_not_take_is_told_of_and_its_characters_are_not(
    gated: Pasting[GatedDevice], caplog: pytest.LogCaptureFixture
) -> None:
    gated.device.gate.set()
    gated.device.simulate_fault("cable unplugged", 100)
    assert gated.post(_PASTE, {"text": "secret"}).status_code == 200
    gated.until("failed")
    [paste] = gated.pastes()
    assert paste["characters"] == 6
    assert "is cable connected?" in str(paste["message"])
    [record] = caplog.records
    assert "A pasted text of 6 characters was not typed whole: Failed to forward keystroke" in record.getMessage()
    assert "secret" not in record.getMessage()
    # And the next input is not held up by it.
    gated.device.simulate_fault("cable unplugged", 0)
    assert gated.post("/api/v1/keystroke", {"code": "F5"}).status_code == 200


def test_a_companion_that_ends_types_nothing_of_what_is_queued() -> None:
    device = GatedDevice()
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


@pytest.mark.integration
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


def test_an_error_of_any_kind_ends_the_paste_alone(
    gated: Pasting[GatedDevice], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Iterable[Keystroke]) -> None:
        raise InputNotDelivered("The cable burns.")

    monkeypatch.setattr(gated.device, "type", fails)
    gated.post(_PASTE, {"text": "a"})
    gated.until("failed")
    assert gated.pastes()[0]["message"] == "The cable burns."
