"""A device that types only when the test lets it, and a client of its companion."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import requests

from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.keystrokes import Keystroke

D = TypeVar("D", bound=VirtualDevice)


class GatedDevice(VirtualDevice):
    """A virtual computer whose keyboard takes keys only while its gate is open."""

    def __init__(self) -> None:
        super().__init__(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.interrupted = threading.Event()

    def interrupt(self) -> None:
        super().interrupt()
        self.interrupted.set()

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        super().type(self._gated(keystrokes))

    def _gated(self, keystrokes: Iterable[Keystroke]) -> Iterator[Keystroke]:
        self.begun.set()
        assert self.gate.wait(30)
        yield from keystrokes


@dataclass
class Pasting(Generic[D]):
    """Sends requests to a companion in front of it, with a token."""

    url: str
    device: D
    session: requests.Session

    def post(self, path: str, body: object) -> requests.Response:
        return self.session.post(self.url + path, json=body, timeout=30)

    def pastes(self) -> list[dict[str, object]]:
        pastes: list[dict[str, object]] = self.session.get(f"{self.url}/api/companion/v1/pastes", timeout=30).json()[
            "pastes"
        ]
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
