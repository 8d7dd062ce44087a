"""What a screen is watched for, on the virtual computer and a clock that is moved by hand."""

from pathlib import Path

import pytest

from TinyPilotLibrary.devices.virtual.console import PASSWORD, USER
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable, InputError, NotOnScreen
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.text.ocr import OcrChoice
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import part
from TinyPilotLibrary.watching import Watcher
from utest.machine import HandClock, PolledDevice, crop
from utest.vision.screens import frame_of
from utest.vision.templates.test_incremental_search import GREEN, RED, bright_lamp

_TEST_TAKES = Speed().power_on_test
_TITLE = (270, 0, 500, 32)
_BOTTOM = (0, 384, 400, 400)


class _Bench:
    """A virtual computer in its power-on test, and templates cut from its screens."""

    def __init__(self, folder: Path) -> None:
        self.hand = HandClock()
        self.device = PolledDevice(self.hand)
        self.open = OpenDevice("bench", self.device, None, self.hand.clock)
        self.folder = folder
        self._cut(folder)

    def _cut(self, folder: Path) -> None:
        other = HandClock()
        computer = PolledDevice(other).virtual.computer
        crop(computer, _BOTTOM, folder / "press-f2.png")
        computer.press("F2")
        crop(computer, _BOTTOM, folder / "entering.png")
        other.sleep(_TEST_TAKES)
        crop(computer, _TITLE, folder / "setup.png")

    def look(self, *names: str, region: Region | None = None, how: ReadOptions | None = None) -> Look:
        sought = TemplateCatalog().find(map(Locator.parse, names), [self.folder])
        return Look(sought, region, 0.8, how or ReadOptions())

    def watcher(self, timeout: float, interval: float = 0.5) -> Watcher:
        return Watcher(self.open.screen, timeout, interval, self.hand.clock)

    def press(self, code: str) -> None:
        self.open.type([Keystroke(code)])

    def start_desktop(self) -> None:
        """Waits until the computer has booted, logs in and starts the desktop, which is graphical."""
        self.hand.sleep(60)
        self.open.type(US.keystrokes(f"{USER}\n{PASSWORD}\nstartx\n"))
        assert self.open.screen.frame().size == (1024, 768)


@pytest.fixture
def bench(tmp_path: Path) -> _Bench:
    return _Bench(tmp_path)


def test_what_is_there_is_found_by_one_look(bench: _Bench) -> None:
    match = bench.watcher(0).appears(bench.look("press-f2.png"), bench.look())
    assert match.locator == "press-f2.png"
    assert match.region.top == _BOTTOM[1]
    assert bench.device.frames == 1


def test_what_appears_in_time_is_found(bench: _Bench) -> None:
    bench.press("F2")
    begun = bench.hand.now()
    bench.watcher(10).appears(bench.look("setup.png"), bench.look())
    assert bench.hand.now() - begun == pytest.approx(_TEST_TAKES)


def test_of_several_the_one_that_is_there_is_named(bench: _Bench) -> None:
    match = bench.watcher(0).appears(bench.look("setup.png", "press-f2.png"), bench.look())
    assert match.locator == "press-f2.png"


def test_a_wait_in_vain_says_what_how_long_and_how_often_it_looked(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen) as raised:
        bench.watcher(1).appears(bench.look("setup.png"), bench.look())
    message = str(raised.value)
    assert message.startswith("'setup.png' did not appear within 1 s. Checked 3 frames, none changed.")
    assert "'setup.png': " in message.splitlines()[-1]


def test_what_is_forbidden_ends_the_wait_at_once_by_name(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match=r"While waiting for 'setup\.png', 'press-f2\.png' at .* appeared"):
        bench.watcher(60).appears(bench.look("setup.png"), bench.look("entering.png", "press-f2.png"))
    assert bench.hand.slept == []


def test_what_is_forbidden_counts_where_both_are_there(bench: _Bench) -> None:
    crop(bench.device.virtual.computer, (0, 0, 400, 32), bench.folder / "top.png")
    with pytest.raises(NotOnScreen, match=r"^While waiting for 'press-f2\.png', 'top\.png' at 0,0,400,32 .* appeared"):
        bench.watcher(60).appears(bench.look("press-f2.png"), bench.look("setup.png", "top.png"))
    assert bench.hand.slept == []


def test_a_key_is_not_pressed_where_what_is_forbidden_is_beside_what_is_wanted(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match="which is forbidden"):
        _press_until(bench, "KeyA", "setup.png", 10, unless="press-f2.png")
    with pytest.raises(NotOnScreen, match="which is forbidden"):
        _press_until(bench, "KeyA", "press-f2.png", 10, unless="press-f2.png")
    assert bench.device.pressed == []


def test_what_is_forbidden_by_its_colour_alone_is_seen_on_the_frame_that_would_end_the_wait(
    bench: _Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, region in (("green-lamp.png", Region(180, 130, 40, 40)), ("seven.png", Region(0, 250, 60, 45))):
        (bench.folder / name).write_bytes(frame_of(part(bright_lamp(GREEN, 7).color, region).copy()).png())
    looks = iter([bright_lamp(RED, 1), bright_lamp(RED, 2), bright_lamp(GREEN, 7)])
    monkeypatch.setattr(bench.device, "frame", lambda: next(looks).seen_again(bench.hand.now()))
    with pytest.raises(NotOnScreen, match=r"^While waiting for 'seven\.png', 'green-lamp\.png' at 180,130"):
        bench.watcher(60).appears(bench.look("seven.png"), bench.look("green-lamp.png"))


def test_what_is_forbidden_and_was_looked_for_everywhere_is_not_warned_of(bench: _Bench) -> None:
    watcher = bench.watcher(10)
    watcher.appears(bench.look("press-f2.png"), bench.look("text:Panic", "setup.png"))
    assert watcher.warnings == []


def test_a_forbidden_text_that_was_not_read_in_time_is_told_though_the_wait_passes(bench: _Bench) -> None:
    bench.start_desktop()
    crop(bench.device.virtual.computer, (0, 700, 300, 768), bench.folder / "panel.png")
    # By the reader's clock the time that a wait leaves for reading is over when it begins.
    late = ReadOptions(ScreenReader(OcrChoice.AUTO, lambda: bench.hand.now() + 3600))
    watcher = bench.watcher(10)
    watcher.appears(bench.look("panel.png"), bench.look("text:Panic", how=late))
    [warning] = watcher.warnings
    assert warning.startswith("Not ruled out in every frame (unless=): 'text:Panic': ")
    assert "not read in time" in warning


def test_a_region_leaves_the_rest_of_the_screen_out(bench: _Bench) -> None:
    top, bottom = Region.parse("0.0,0.0,1.0,0.5"), Region.parse("0.0,0.5,1.0,0.5")
    assert bench.watcher(0).appears(bench.look("press-f2.png", region=bottom), bench.look())
    with pytest.raises(NotOnScreen, match=r"in the region 0\.0,0\.0,1\.0,0\.5"):
        bench.watcher(0).appears(bench.look("press-f2.png", region=top), bench.look())


def test_without_video_a_wait_goes_on_and_says_so_in_the_end(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("no signal", 1)
    assert bench.watcher(10).appears(bench.look("press-f2.png"), bench.look())
    bench.device.virtual.simulate_fault("no signal", 60)
    with pytest.raises(NotOnScreen, match=r"no video signal for the last 2\.0 s"):
        bench.watcher(2).appears(bench.look("press-f2.png"), bench.look())


def test_a_broken_picture_is_looked_over(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("corrupt jpeg", 1)
    assert bench.watcher(10).appears(bench.look("press-f2.png"), bench.look())


def _press_until(bench: _Bench, key: str, wanted: str, timeout: float, every: float = 0.5, unless: str = "") -> None:
    forbidden = bench.look(unless) if unless else bench.look()
    bench.watcher(timeout).appears_after(lambda: bench.press(key), every, bench.look(wanted), forbidden, key)


def test_a_key_is_pressed_until_it_is_there_and_not_once_more(bench: _Bench) -> None:
    _press_until(bench, "F2", "setup.png", 10)
    assert bench.device.pressed == ["F2"] * round(_TEST_TAKES / 0.5)
    assert bench.watcher(0).appears(bench.look("setup.png"), bench.look())


def test_a_key_is_not_pressed_if_it_is_there_already(bench: _Bench) -> None:
    _press_until(bench, "F2", "press-f2.png", 10)
    assert bench.device.pressed == []


@pytest.mark.parametrize(
    ("every", "presses", "told"), [(0.25, 4, "4 times"), (0.5, 2, "2 times"), (1.0, 1, "once"), (5.0, 1, "once")]
)
def test_the_interval_is_kept_also_if_it_is_shorter_than_between_two_looks(
    bench: _Bench, every: float, presses: int, told: str
) -> None:
    with pytest.raises(NotOnScreen, match=rf"KeyA was pressed {told}\.$"):
        _press_until(bench, "KeyA", "setup.png", 1, every)
    assert len(bench.device.pressed) == presses


def test_nothing_is_pressed_after_the_last_look(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match="was pressed 0 times"):
        _press_until(bench, "KeyA", "setup.png", 0)
    assert bench.device.pressed == []


def test_a_key_that_the_target_does_not_take_is_tried_again(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("cable unplugged", 1)
    _press_until(bench, "F2", "setup.png", 10)
    bench.device.virtual.simulate_fault("cable unplugged", 60)
    with pytest.raises(NotOnScreen, match="The last press was not delivered: Failed to forward keystroke"):
        _press_until(bench, "KeyA", "entering.png", 1)


def test_what_is_forbidden_ends_the_pressing(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match=r"'entering\.png' at .* appeared, which is forbidden"):
        _press_until(bench, "F2", "setup.png", 10, unless="entering.png")
    assert bench.device.pressed == ["F2"]


def test_what_has_to_go_is_waited_for(bench: _Bench) -> None:
    begun = bench.hand.now()
    bench.watcher(10).goes(bench.look("press-f2.png"))
    assert bench.hand.now() - begun == pytest.approx(_TEST_TAKES)


def test_what_does_not_go_is_told_with_its_place(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match=r"^'press-f2\.png' at 0,384,400,16 with score .* is still there after 1 s"):
        bench.watcher(1).goes(bench.look("press-f2.png"))


def test_that_nothing_can_be_seen_is_not_that_it_is_gone(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("no signal", 60)
    with pytest.raises(NotOnScreen, match=r"Could not tell whether 'press-f2\.png' is still there"):
        bench.watcher(1).goes(bench.look("press-f2.png"))


def test_the_screen_is_still_while_a_text_cursor_blinks(bench: _Bench) -> None:
    bench.watcher(20).rests(3.0, None)
    frame = bench.open.screen.frame()
    bench.hand.sleep(Speed().blink)
    assert bench.open.screen.frame().data != frame.data


def test_a_screen_that_changes_is_not_still_and_told_where(bench: _Bench) -> None:
    with pytest.raises(NotOnScreen, match=r"did not stay still for 2\.4 s within 2\.5 s\. It last changed at \d"):
        bench.watcher(2.5).rests(2.4, None)


def test_a_still_screen_that_is_seen_too_late_is_told_from_a_changing_one(bench: _Bench) -> None:
    bench.press("F2")
    bench.hand.sleep(3)
    bench.device.virtual.simulate_fault("no signal", 2)
    with pytest.raises(NotOnScreen, match=r"within 4 s\. The first frame arrived only [12]\.\d s before the end\. Ch"):
        bench.watcher(4).rests(3, None)
    bench.device.virtual.simulate_fault("no signal", 60)
    with pytest.raises(NotOnScreen, match=r"within 4 s\. No frame was received; no video signal for the last 4"):
        bench.watcher(4).rests(3, None)


def test_stillness_that_takes_longer_than_the_wait_is_refused(bench: _Bench) -> None:
    with pytest.raises(InputError, match=r"timeout of 2 s is too short .* still for 3 s\. Use a longer timeout="):
        bench.watcher(2).rests(3, None)


def test_a_change_that_came_at_once_is_not_missed(bench: _Bench) -> None:
    bench.press("F2")
    bench.watcher(0).changes(None)


def test_without_a_change_since_the_input_the_wait_fails(bench: _Bench) -> None:
    bench.press("KeyA")
    with pytest.raises(NotOnScreen, match=r"did not change within 1 s\. Checked 4 frames"):
        bench.watcher(1).changes(None)


def test_a_change_elsewhere_than_in_the_region_does_not_count(bench: _Bench) -> None:
    bench.press("F2")
    bench.watcher(0).changes(Region.parse("0.0,0.9,1.0,0.1"))
    with pytest.raises(NotOnScreen):
        bench.watcher(0).changes(Region.parse("0.0,0.0,1.0,0.5"))


def test_video_is_waited_for_until_it_is_there_and_until_it_is_gone(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("no signal", 3)
    bench.watcher(0).loses_video()
    with pytest.raises(NotOnScreen, match="sent no video signal within 2 s"):
        bench.watcher(2).shows_video()
    assert bench.watcher(2).shows_video().size == (720, 400)
    with pytest.raises(NotOnScreen, match="still sends a video signal after 2 s"):
        bench.watcher(2).loses_video()


def test_a_device_that_comes_back_answers_also_without_video(bench: _Bench) -> None:
    bench.device.virtual.simulate_fault("server restart", 3)
    with pytest.raises(DeviceUnreachable, match="is restarting"):
        bench.watcher(2).device_answers()
    bench.watcher(2).device_answers()
    bench.device.virtual.power_off()
    bench.watcher(0).device_answers()


def test_the_pointer_is_input_too(bench: _Bench) -> None:
    bench.open.point([PointerEvent(0.1, 0.1)])
    assert bench.open.screen.before_input is not None


def test_letting_a_key_go_is_input_too(bench: _Bench) -> None:
    # What changed while the key was held is no change since it was let go.
    holding = OpenDevice("holding", bench.device.virtual, None, bench.hand.clock)
    holding.hold(["F2"])
    bench.hand.sleep(_TEST_TAKES + 1)
    holding.let_go(["F2"])
    with pytest.raises(NotOnScreen, match="did not change"):
        Watcher(holding.screen, 0, 0.5, bench.hand.clock).changes(None)


@pytest.mark.parametrize(("timeout", "interval"), [(-1, 0.5), (float("nan"), 0.5), (1, 0), (1, -1), (1, float("nan"))])
def test_a_wait_that_cannot_be_is_refused(bench: _Bench, timeout: float, interval: float) -> None:
    with pytest.raises(ConfigurationError, match="must"):
        bench.watcher(timeout, interval)


def test_presses_without_a_pause_are_refused_before_the_first(bench: _Bench) -> None:
    with pytest.raises(InputError, match="The argument 'interval' must be greater than 0, got 0 s"):
        _press_until(bench, "KeyA", "setup.png", 10, every=0)
    assert bench.device.pressed == []


@pytest.mark.parametrize("for_", [0.0, -1.0])
def test_stillness_of_no_time_is_refused(bench: _Bench, for_: float) -> None:
    with pytest.raises(InputError, match="The argument 'for_' must be greater than 0"):
        bench.watcher(2).rests(for_, None)
