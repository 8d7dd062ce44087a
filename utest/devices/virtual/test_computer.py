"""The virtual computer: what it does with keys, pointer, time and power, seen on its screen."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.devices.virtual.console import PASSWORD, USER, Login, Shell
from TinyPilotLibrary.devices.virtual.desktop import Desktop
from TinyPilotLibrary.devices.virtual.firmware import Boot, BootMenu, PowerOnTest
from TinyPilotLibrary.devices.virtual.setup import Setup
from TinyPilotLibrary.devices.virtual.stored_settings import Settings
from TinyPilotLibrary.devices.virtual.virtual_device import VirtualDevice
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import Button, PointerEvent, click, drag, move
from TinyPilotLibrary.text.cells import read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from utest.machine import HandClock

_BOOTED = 30.0


class _Bench:
    """A computer with its clock."""

    def __init__(self, graphics: Size = Size(1024, 768), settings: Settings | None = None) -> None:  # noqa: B008
        self.hand = HandClock()
        self.computer = VirtualComputer(graphics, self.hand.now, settings=settings)

    def wait(self, seconds: float = _BOOTED) -> None:
        self.hand.sleep(seconds)
        self.computer.advance()

    def press(self, *codes: str) -> None:
        for code in codes:
            self.computer.press(code)
        for code in reversed(codes):
            self.computer.lift(code)

    def keys(self, *codes: str) -> None:
        for code in codes:
            self.press(code)

    def type(self, text: str) -> None:
        for stroke in US.keystrokes(text):
            self.press(*stroke.modifiers, stroke.code)

    def point(self, *events: PointerEvent) -> None:
        for event in events:
            self.computer.point(event)

    def click(self, x: float, y: float, count: int = 1, button: Button = Button.LEFT) -> None:
        at = move(self.computer.pointer, x / self.computer.graphics.width, y / self.computer.graphics.height)
        self.point(at, *click(at, button, count))

    def setup(self) -> None:
        self.press("F2")
        self.wait(3)

    def menu(self) -> None:
        self.press("F12")
        self.wait(3)

    def log_in(self) -> None:
        self.wait()
        self.type(f"{USER}\n{PASSWORD}\n")

    def desktop(self) -> None:
        self.log_in()
        self.type("startx\n")

    def pixel(self, x: int, y: int) -> object:
        return self.computer.draw().getpixel((x, y))


@pytest.fixture
def bench() -> _Bench:
    return _Bench()


def _differs(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def test_it_begins_with_its_power_on_test_in_text_mode(bench: _Bench) -> None:
    assert isinstance(bench.computer.stage, PowerOnTest)
    assert bench.computer.draw().size == (720, 400)


@pytest.mark.parametrize(
    ("key", "stage"), [("F2", Setup), ("Delete", Setup), ("F12", BootMenu), ("KeyX", Boot), (None, Boot)]
)
def test_a_key_during_the_power_on_test_decides_where_it_leads(bench: _Bench, key: str | None, stage: type) -> None:
    if key:
        bench.press(key)
    bench.wait(2.05)
    assert isinstance(bench.computer.stage, stage)


@pytest.mark.parametrize(("key", "stage"), [("F2", Setup), ("F12", BootMenu), ("KeyX", PowerOnTest)])
def test_its_prompt_waits_for_a_key_as_long_as_is_set(key: str, stage: type) -> None:
    bench = _Bench(settings=Settings(setup_prompt=600))
    bench.wait(601)
    assert isinstance(bench.computer.stage, PowerOnTest)
    bench.press(key)
    assert isinstance(bench.computer.stage, stage)


def test_its_prompt_ends_when_its_time_is_over() -> None:
    bench = _Bench(settings=Settings(setup_prompt=600))
    bench.wait(602.05)
    assert isinstance(bench.computer.stage, Boot)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("ArrowDown", "Enter"), "Network"),
        (("ArrowUp", "ArrowUp", "Enter"), "USB Stick"),
        (("Escape",), "Hard Disk"),
    ],
)
def test_the_boot_menu_boots_what_was_chosen(bench: _Bench, keys: tuple[str, ...], told: str) -> None:
    bench.menu()
    before = bench.computer.draw()
    bench.keys(*keys[:1])
    assert _differs(before, bench.computer.draw())
    bench.keys(*keys[1:])
    bench.wait(0.2)
    screen = read_cells(Frame.read(VirtualDevice(bench.computer).frame().data))
    assert screen
    assert told in screen.text


def test_where_nothing_can_be_booted_any_key_begins_anew(bench: _Bench) -> None:
    bench.menu()
    bench.keys("ArrowDown", "Enter")
    bench.wait()
    bench.press("Space")
    assert isinstance(bench.computer.stage, PowerOnTest)


def test_the_boot_menu_leads_to_the_setup_too(bench: _Bench) -> None:
    bench.menu()
    bench.keys("ArrowUp", "Enter")
    assert isinstance(bench.computer.stage, Setup)


def test_it_boots_to_the_login_by_itself(bench: _Bench) -> None:
    bench.wait()
    assert isinstance(bench.computer.stage, Login)


def test_a_setting_that_was_saved_is_kept_over_reset_and_without_power(bench: _Bench) -> None:
    bench.setup()
    bench.keys("ArrowRight", "ArrowDown", "Enter", "F10", "Enter")
    assert isinstance(bench.computer.stage, PowerOnTest)
    assert bench.computer.settings.wake_on_lan
    bench.computer.reset()
    bench.computer.power_off()
    bench.computer.power_on()
    assert bench.computer.settings.wake_on_lan


@pytest.mark.parametrize("keys", [("Escape", "Enter"), ("ArrowRight", "ArrowDown", "Enter", "Escape", "Enter")])
def test_what_is_not_saved_is_not_kept(bench: _Bench, keys: tuple[str, ...]) -> None:
    bench.setup()
    bench.keys(*keys)
    assert isinstance(bench.computer.stage, PowerOnTest)
    assert not bench.computer.settings.wake_on_lan


def test_a_question_can_be_answered_with_no(bench: _Bench) -> None:
    bench.setup()
    before = bench.computer.draw()
    bench.keys("F10", "ArrowRight", "Enter")
    assert isinstance(bench.computer.stage, Setup)
    assert _differs(before, bench.computer.draw()) is None


def test_defaults_bring_everything_back(bench: _Bench) -> None:
    bench.computer.settings.wake_on_lan = bench.computer.settings.quiet_boot = True
    bench.setup()
    bench.keys("F9", "Enter", "F10", "Enter")
    assert not bench.computer.settings.wake_on_lan
    assert not bench.computer.settings.quiet_boot


def test_the_boot_order_can_be_changed_and_is_tried_in_that_order(bench: _Bench) -> None:
    bench.setup()
    bench.keys("ArrowRight", "ArrowRight", "ArrowDown", "NumpadAdd", "F10", "Enter")
    assert bench.computer.settings.boot_order == ["Network", "Hard Disk", "USB Stick"]
    bench.wait(2.5)
    assert isinstance(bench.computer.stage, Boot)
    bench.wait()
    assert isinstance(bench.computer.stage, Login)


def test_a_text_can_be_typed_into_the_setup_and_taken_back(bench: _Bench) -> None:
    bench.setup()
    bench.keys("ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    bench.type("Lab 7x")
    bench.keys("Backspace", "Enter", "F10", "Enter")
    assert bench.computer.settings.asset_tag == "Lab 7"


def test_the_boot_menu_boots_once_what_was_chosen(bench: _Bench) -> None:
    bench.menu()
    bench.keys("ArrowDown", "ArrowDown", "Enter")
    bench.wait()
    assert isinstance(bench.computer.stage, Boot)
    bench.press("KeyA")
    assert isinstance(bench.computer.stage, PowerOnTest)
    assert bench.computer.settings.boot_order[0] == "Hard Disk"


def test_the_boot_menu_leads_to_the_setup_and_back_to_booting(bench: _Bench) -> None:
    bench.menu()
    bench.keys("ArrowUp", "Enter")
    assert isinstance(bench.computer.stage, Setup)
    bench.computer.reset()
    bench.menu()
    bench.press("Escape")
    bench.wait()
    assert isinstance(bench.computer.stage, Login)


def test_ctrl_alt_delete_restarts_it_anywhere(bench: _Bench) -> None:
    bench.desktop()
    bench.press("ControlLeft", "AltLeft", "Delete")
    assert isinstance(bench.computer.stage, PowerOnTest)


def test_a_wrong_password_is_refused_and_none_is_shown(bench: _Bench) -> None:
    bench.wait()
    bench.type(f"{USER}\n")
    before = bench.computer.draw()
    bench.type("wrong")
    assert _differs(before, bench.computer.draw()) is None
    bench.type("\n")
    assert isinstance(bench.computer.stage, Login)
    bench.type(f"{USER}\n{PASSWORD}\n")
    assert isinstance(bench.computer.stage, Shell)


def test_the_shell_runs_commands(bench: _Bench) -> None:
    bench.log_in()
    shell = bench.computer.stage
    assert isinstance(shell, Shell)
    bench.type('echo "Hello, World!"\nfoo\n')
    assert shell.lines[-3:] == ["Hello, World!", "tester@virtual:~$ foo", "foo: command not found"]
    bench.type("poweroff\n")
    assert bench.computer.is_off


@pytest.mark.parametrize("graphics", [Size(1024, 768), Size(1920, 1080)])
def test_the_desktop_has_the_resolution_that_was_asked_for(graphics: Size) -> None:
    bench = _Bench(graphics)
    bench.desktop()
    assert isinstance(bench.computer.stage, Desktop)
    assert bench.computer.draw().size == graphics


def test_the_pointer_is_drawn_where_it_is(bench: _Bench) -> None:
    bench.desktop()
    before = bench.computer.draw()
    bench.point(PointerEvent(0.75, 0.75))
    left, top, right, bottom = _differs(before, bench.computer.draw()) or (0, 0, 0, 0)
    assert left <= 768 < right
    assert top <= 576 < bottom


def test_a_window_opens_by_double_click_moves_by_its_title_and_closes(bench: _Bench) -> None:
    bench.desktop()
    empty = bench.pixel(300, 300)
    bench.click(60, 50, count=2)
    assert bench.pixel(300, 300) != empty
    title = PointerEvent(300 / 1024, 100 / 768)
    bench.point(*drag(title, title.x + 0.3, title.y + 0.3, Button.LEFT))
    assert bench.pixel(300, 300) == empty
    bench.press("AltLeft", "F4")
    assert bench.pixel(700, 500) == empty


def test_two_slow_clicks_are_no_double_click(bench: _Bench) -> None:
    bench.desktop()
    empty = bench.pixel(300, 300)
    bench.click(60, 50)
    bench.wait(1)
    bench.click(60, 50)
    assert bench.pixel(300, 300) == empty


def test_the_menu_opens_by_right_click_and_its_entries_do_what_they_say(bench: _Bench) -> None:
    bench.desktop()
    bench.click(600, 400, button=Button.RIGHT)
    bench.click(640, 400 + 2 * 26 + 10)
    assert isinstance(bench.computer.stage, PowerOnTest)


def test_the_mouse_draws_in_the_drawing_program(bench: _Bench) -> None:
    bench.desktop()
    bench.click(60, 140, count=2)
    white = bench.pixel(512, 384)
    bench.point(*drag(PointerEvent(0.25, 0.5), 0.75, 0.5, Button.LEFT))
    bench.point(PointerEvent(0.9, 0.9))
    assert white == (255, 255, 255)
    assert bench.pixel(512, 384) == (0, 0, 0)
    assert bench.pixel(512, 500) == white


def test_the_wheel_scrolls_a_page(bench: _Bench) -> None:
    bench.desktop()
    bench.press("ControlLeft", "AltLeft", "KeyT")
    bench.type("google-chrome\nexample.org\n")
    before = bench.computer.draw()
    bench.point(PointerEvent(0.5, 0.5))
    bench.point(PointerEvent(0.5, 0.5, wheel=1))
    assert _differs(before, bench.computer.draw())
    bench.point(PointerEvent(0.5, 0.5, wheel=-1))
    bench.point(PointerEvent(0.5, 0.5))
    left, top, right, bottom = _differs(before, bench.computer.draw()) or (0, 0, 0, 0)
    # Nothing is left but the clock in the panel, if it ticked.
    assert (right - left) * (bottom - top) < 100 * 36


def test_without_power_it_does_nothing(bench: _Bench) -> None:
    bench.computer.power_off()
    bench.press("F2")
    bench.point(PointerEvent(0.1, 0.1, buttons=1))
    bench.computer.reset()
    bench.wait()
    assert bench.computer.is_off
    bench.computer.power_on()
    assert isinstance(bench.computer.stage, PowerOnTest)


def test_it_only_changes_by_itself_when_it_says_so(bench: _Bench) -> None:
    version, due = bench.computer.version, bench.computer.due()
    assert due is not None
    bench.hand.time = due - 0.001
    bench.computer.advance()
    assert bench.computer.version == version
    bench.hand.time = due
    bench.computer.advance()
    assert bench.computer.version > version


def test_a_clock_by_hand_makes_every_run_the_same(tmp_path: Path) -> None:
    pictures = []
    for _ in range(2):
        bench = _Bench()
        bench.log_in()
        bench.wait(1.3)
        pictures.append(bench.computer.draw().tobytes())
    assert pictures[0] == pictures[1]
