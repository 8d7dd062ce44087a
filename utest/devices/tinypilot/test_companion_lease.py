"""A client keeps its lease at a companion alive, whatever else answers on the way."""

import threading
import time

import pytest

from TinyPilotLibrary.devices.tinypilot import companion_lease
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.conftest import Opener
from utest.devices.scripted import CAPABILITIES, Answer, Script, told

_LEASE = CAPABILITIES.replace("abilities", "lease")
_KEYSTROKES = CAPABILITIES.replace("abilities", "keystrokes")


@pytest.mark.parametrize(
    "foreign",
    [
        told(302, headers=(("Location", "https://login.example/"),)),
        told(200, "<html><title>Sign in</title>"),
        told(500, "Out of order"),
        told(200, "[]"),
        told(200, "null"),
        told(200, "{}"),
    ],
    ids=["redirect", "page", "error", "list", "nothing", "object"],
)
def test_a_lease_is_kept_alive_after_an_answer_of_somebody_else(
    server: Script, open_one: Opener, monkeypatch: pytest.MonkeyPatch, foreign: Answer
) -> None:
    monkeypatch.setattr(companion_lease, "_SIGN_EVERY", 0.01)
    server.answer(CAPABILITIES, told(200, '{"abilities": ["lease"], "version": "0"}'))
    server.answer(_LEASE, Answer(), foreign, foreign)
    server.answer(_KEYSTROKES, Answer(), Answer())
    device = open_one(server.url)
    device.type([Keystroke("KeyA")])
    _wait_for_signs_of_life(server, 4)
    device.type([Keystroke("KeyB")])
    assert [request.method for request in server.sent(_LEASE)].count("POST") == 1


def _wait_for_signs_of_life(server: Script, number: int) -> None:
    deadline = time.monotonic() + 30
    while sum(request.method == "GET" for request in server.sent(_LEASE)) < number:
        assert time.monotonic() < deadline, "The client gave no more signs of life."
        threading.Event().wait(0.005)
