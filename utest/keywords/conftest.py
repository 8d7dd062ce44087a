"""Keywords run by Robot Framework, against a virtual computer that the test can look into."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from TinyPilotLibrary.devices import virtual
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.conftest import Ran, RunSuite
from utest.machine import crop

# What is there is found soon, and on a busy machine later; what is not there is not waited for.
_TO_PASS, _TO_FAIL = "30s", "1s"
_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:    timeout={timeout}    {options}

*** Test Cases ***
Test
    {steps}
{more}
"""


@dataclass
class Target:
    """A virtual computer that stays in its power-on test, and a suite's way to it.

    Templates: `press-f2.png` is on the screen; `entering.png` is once F2 was pressed; `nowhere.png` never is.
    """

    computer: VirtualComputer
    run_suite: RunSuite

    def run(
        self, *steps: str, options: str = "", more: str = "", loglevel: str = "INFO", timeout: str = _TO_FAIL
    ) -> Ran:
        """Runs steps as a test."""
        text = _SUITE.format(options=options, steps="\n    ".join(steps), more=more, timeout=timeout)
        return self.run_suite(text, loglevel=loglevel)

    def passes(self, *steps: str, options: str = "", more: str = "", loglevel: str = "INFO") -> Ran:
        """Runs steps as a test, which has to pass."""
        ran = self.run(*steps, options=options, more=more, loglevel=loglevel, timeout=_TO_PASS)
        assert ran.result.suite.passed, ran.message
        return ran

    def fails(self, *steps: str, options: str = "", more: str = "") -> str:
        """Runs steps as a test, which has to fail; gives its message."""
        ran = self.run(*steps, options=options, more=more)
        assert not ran.result.suite.passed, "It passed."
        return ran.message

    @property
    def received(self) -> list[str]:
        """Every key event so far."""
        return self.computer.keyboard.received

    @property
    def pressed(self) -> list[str]:
        """The keys that went down, in order."""
        return [key[1:] for key in self.received if key.startswith("+")]


@pytest.fixture
def target(run_suite: RunSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    computer = VirtualComputer(speed=Speed(power_on_test=600))
    other = VirtualComputer()
    crop(other, (0, 384, 400, 400), tmp_path / "press-f2.png")
    other.press("F2")
    crop(other, (0, 384, 400, 400), tmp_path / "entering.png")
    picture = Image.new("RGB", (40, 20), "orange")
    ImageDraw.Draw(picture).ellipse((5, 5, 35, 15), fill="purple")
    picture.save(tmp_path / "nowhere.png")
    monkeypatch.setattr(virtual, "open_virtual", lambda url, **options: VirtualDevice(computer))
    return Target(computer, run_suite)


@pytest.fixture
def pointed(target: Target, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[tuple[float, float, int, int, int]]]:
    """Gives every pointer event that the target got: x and y in pixels of 720x400, buttons, wheel, pan."""
    events: list[tuple[float, float, int, int, int]] = []
    point = target.computer.point

    def listen(event: PointerEvent) -> None:
        events.append((round(event.x * 720, 1), round(event.y * 400, 1), event.buttons, event.wheel, event.pan))
        point(event)

    monkeypatch.setattr(target.computer, "point", listen)
    return lambda: events
