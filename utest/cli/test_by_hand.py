"""A way that is walked by hand: power, keys, mouse and waits from the shell, on a computer that is served."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.pointer import REST, PointerEvent
from utest.cli.conftest import Command, Done

# The first line of its power-on test is here, in pixels of 720x400: 15 characters.
_TITLE = (0, 0, 15 * 9, 16)


class _Computer(VirtualComputer):
    """A virtual computer that waits in its power-on test until the setup is asked for, and remembers its mouse."""

    def __init__(self) -> None:
        self.pointed: list[PointerEvent] = []
        super().__init__(speed=Speed(power_on_test=0.0))
        self.settings.setup_prompt = 100_000

    def point(self, event: PointerEvent) -> None:
        self.pointed.append(event)
        super().point(event)

    @property
    def clicks(self) -> list[tuple[float, float, int]]:
        """Where which buttons went down."""
        pairs = zip([REST, *self.pointed], self.pointed, strict=False)
        return [(now.x, now.y, now.buttons) for was, now in pairs if now.buttons & ~was.buttons]


@dataclass(frozen=True)
class Served:
    """A computer that is served, and the command that is told its address."""

    computer: _Computer
    tinypilot: Callable[..., Done]


@pytest.fixture(scope="module")
def running_computer() -> Iterator[tuple[_Computer, str]]:
    computer = _Computer()
    with running(VirtualDevice(computer)) as url:
        yield computer, url


@pytest.fixture
def served(running_computer: tuple[_Computer, str], tinypilot: Command) -> Served:
    computer, url = running_computer
    computer.power_off()
    computer.power_on()
    computer.pointer = REST
    computer.pointed.clear()
    computer.keyboard.received.clear()
    return Served(computer, lambda command, *rest: tinypilot(command, url, *rest))


def test_the_power_is_switched(served: Served) -> None:
    assert "cut" in served.tinypilot("power", "off").said
    assert served.computer.is_off
    assert served.tinypilot("wait", "--no-video").code == 0
    assert "on" in served.tinypilot("power", "on").said
    assert not served.computer.is_off
    assert served.tinypilot("wait", "--video").code == 0
    served.computer.press("CapsLock")
    assert served.tinypilot("power", "reset").code == 0
    assert not served.computer.keyboard.locks


def test_keys_are_held_together_and_released(served: Served) -> None:
    assert served.tinypilot("hold", "Ctrl+A", "Shift", "--for", "10ms").code == 0
    held = ["ControlLeft", "KeyA", "ShiftLeft"]
    received = served.computer.keyboard.received
    assert received[:3] == [f"+{code}" for code in held]
    assert sorted(received[3:]) == [f"-{code}" for code in held]


def test_a_key_is_pressed_until_what_is_wanted_is_there(served: Served) -> None:
    done = served.tinypilot("press", "F2", "--until", "text:Asset tag", "--every", "50ms")
    assert done.code == 0, done.complained
    assert "Found 'text:Asset tag' at " in done.said
    assert set(served.computer.keyboard.received) == {"+F2", "-F2"}


@pytest.mark.parametrize(
    ("options", "buttons", "count"),
    [([], 1, 1), (["--button", "right"], 2, 1), (["--button", "middle", "--count=3"], 4, 3)],
)
def test_a_click_goes_to_what_is_seen(served: Served, options: list[str], buttons: int, count: int) -> None:
    assert served.tinypilot("click", "text:VirtualBIOS 1.0", *options).code == 0
    middle = (_TITLE[2] / 2 / 720, _TITLE[3] / 2 / 400)
    assert served.computer.clicks == [pytest.approx((*middle, buttons), abs=0.005)] * count


def test_a_place_and_what_is_beside_something_are_targets_as_in_suites(served: Served) -> None:
    served.tinypilot("click", "point:0.25,0.75")
    served.tinypilot("click", "text:VirtualBIOS", "--offset", "0,200")
    done = served.tinypilot("move", "point:360,100")
    assert done.said == "Moved the mouse to 'point:360,100'.\n"
    (first, second), last = served.computer.clicks, served.computer.pointer
    assert first == (0.25, 0.75, 1)
    assert second[1] == pytest.approx(208 / 400, abs=0.005)
    assert (last.x, last.y) == pytest.approx((0.5, 0.25), abs=0.005)


def test_a_template_is_looked_up_where_it_is_told(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    served.computer.draw().crop(_TITLE).save(folder / "title.png")
    done = served.tinypilot("wait", "title.png", "--templates", "pictures")
    assert "Found 'title.png' at 0,0,135,16" in done.said, done.complained
    assert served.tinypilot("wait", "title.png").code == 2


def test_of_several_places_one_has_to_be_chosen(served: Served) -> None:
    assert served.tinypilot("click", "text:e", "--timeout", "0").code == 1
    assert not served.computer.pointed
    assert served.tinypilot("click", "text:e", "--nth", "2").code == 0
    assert served.tinypilot("click", "text:e", "--nearest-to", "0,399").code == 0
    (_, upper, _), (_, lower, _) = served.computer.clicks
    assert upper < lower


def test_a_wait_ends_with_what_it_waited_for(served: Served) -> None:
    assert "Found 'text:Memory test'" in served.tinypilot("wait", "text:panic", "text:Memory test").said
    assert served.tinypilot("wait", "text:panic", "--gone").said == "Gone: text:panic.\n"
    assert "0.2 s" in served.tinypilot("wait", "--still", "--still-for", "200ms").said


def test_a_wait_in_vain_ends_with_1_and_says_what_was_there(served: Served) -> None:
    done = served.tinypilot("wait", "text:login", "--timeout", "0")
    assert done.code == 1
    assert "did not appear" in done.complained
    assert "Memory test" in done.complained
    done = served.tinypilot("wait", "text:login", "--unless", "text:Memory test")
    assert (done.code, "forbidden" in done.complained) == (1, True)
    assert served.tinypilot("wait", "text:Memory test", "--gone", "--timeout", "0").code == 1
    assert served.tinypilot("wait", "--no-video", "--timeout", "0").code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["wait"], "Nothing to wait for."),
        (["wait", "--gone"], "Nothing to wait for."),
        (["wait", "text:a", "--still"], "Wait for one thing"),
        (["wait", "text:a", "--timeout", "soon"], "'timeout' must be a duration"),
        (["wait", "text:a", "--threshold", "5"], "threshold"),
        (["wait", "nosuch.png"], "There is no template 'nosuch.png'"),
        (["click", "point:5000,5000"], "5000 is not on the screen"),
        (["click", "point:0.5,0.5", "--offset", "near"], "near"),
        (["press", "F2", "F3", "--until", "text:a"], "one key is pressed repeatedly"),
        (["hold", "Entr"], "Enter"),
        (["hold", "A", "--for", "long"], "'for' must be a duration"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_sent(served: Served, arguments: list[str], told: str) -> None:
    done = served.tinypilot(*arguments)
    assert done.code == 2
    assert told in done.complained
    assert not served.computer.pointed
    assert not served.computer.keyboard.received


def test_what_a_device_cannot_do_is_told_with_those_which_can(tinypilot: Command) -> None:
    done = tinypilot("power", "ustreamer:http://127.0.0.1:1", "on")
    assert done.code == 1
    assert "Supported by 'qemu:' and 'virtual:' devices" in done.complained
