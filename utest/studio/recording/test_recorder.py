"""What is done with the virtual computer is recorded with waits for what appeared."""

from collections.abc import Callable

import pytest

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, HasPower, HoldsKeys
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent, click, drag, move, press, release, scroll
from TinyPilotLibrary.studio.recording.recorder import Recorder
from TinyPilotLibrary.studio.recording.suite_text import Heading

_FAST = Speed(power_on_test=0.5, boot_line=0.0, blink=1000.0)


class _Clock:
    """A clock that is moved by hand: computer and recorder have one time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def recorder(clock: _Clock) -> Recorder:
    return Recorder(now=clock)


@pytest.fixture
def device(recorder: Recorder, clock: _Clock) -> Device:
    return recorder.of(VirtualDevice(VirtualComputer(speed=_FAST, clock=clock), clock=clock))


@pytest.fixture
def pressing(device: Device, clock: _Clock) -> Callable[..., None]:
    """Presses chords as a person does, who looks at the screen after each."""

    def press(*chords: str) -> None:
        for chord in chords:
            device.type([Chord.parse(chord).keystroke])
            clock.now += 1
            device.frame()

    return press


def _steps(recorder: Recorder) -> list[str]:
    return [line.strip() for line in recorder.recording().text.splitlines() if line.startswith("    ")]


def test_a_setting_is_changed_with_waits_for_what_appears(
    recorder: Recorder, device: Device, pressing: Callable[..., None]
) -> None:
    recorder.start("setting", Heading("virtual:"), US)
    pressing("F2", "Right", "Down", "Enter", "F10")
    recorder.stop()
    pressing("Esc")
    until = "Wait Until Screen Contains    "
    assert _steps(recorder) == [
        f"{until}text:Press F2 to enter setup, F12 for the",
        "Press Keys    F2",
        f"{until}text:Arrows: select",
        "Press Keys    Right",
        f"{until}text:Secure boot",
        "Press Keys    Down",
        f"{until}setting/wait-1.png",
        "Press Keys    Enter",
        f"{until}text:Wake on LAN [Enabled]",
        "Press Keys    F10",
        f"{until}text:Yes",
    ]
    assert list(recorder.recording().cuts) == ["setting/wait-1.png"]


def test_a_password_that_is_asked_for_is_one_though_nobody_has_said_so(
    recorder: Recorder, device: Device, clock: _Clock
) -> None:
    clock.now += 60
    recorder.start("login", Heading("virtual:"), US)
    for text in ("tester\n", "tinypilot\n"):
        device.type(US.keystrokes(text))
        clock.now += 1
        device.frame()
    recorder.stop()
    assert _steps(recorder)[1:5] == [
        "Type Text    tester\\n",
        "Wait Until Screen Contains    text:Password:",
        "Type Text    ${PASSWORD}",
        "Press Keys    Enter",
    ]
    now = recorder.recording()
    assert now.secrets == {"PASSWORD": "tinypilot"}
    assert "tinypilot" not in now.text


def test_what_is_marked_is_a_password_from_then_on(recorder: Recorder, device: Device, clock: _Clock) -> None:
    recorder.start("marked", Heading("virtual:"), US)
    device.type(US.keystrokes("me"))
    recorder.mark_secret(secret=True)
    device.type(US.keystrokes("sesame"))
    recorder.mark_secret(secret=False)
    device.type(US.keystrokes("you"))
    recorder.stop()
    assert [step for step in _steps(recorder) if step.startswith("Type")] == [
        "Type Text    me",
        "Type Text    ${PASSWORD}",
        "Type Text    you",
    ]
    assert recorder.recording().secrets == {"PASSWORD": "sesame"}


def test_a_click_is_meant_for_the_text_under_it_else_for_a_piece_of_the_screen(
    recorder: Recorder, device: Device, clock: _Clock
) -> None:
    clock.now += 60
    device.type(US.keystrokes("tester\ntinypilot\nstartx\n"))
    clock.now += 1
    device.frame()
    recorder.start("click", Heading("virtual:"), US)
    pointer = REST
    for x, y in [(0.06, 0.21), (0.05, 0.14)]:
        at = move(pointer, x, y)
        for event in [at, *click(at, Button.RIGHT)]:
            device.point([event])
            device.frame()
        clock.now += 5
        device.type([Chord.parse("Esc").keystroke])
        device.frame()
        pointer = at
    recorder.stop()
    clicks = [step for step in _steps(recorder) if "Click" in step]
    assert clicks == ["Right Click    text:Paint", "Right Click    click/click-1.png"]
    cut = recorder.recording().cuts["click/click-1.png"]
    assert cut.click == (51, 107)


def test_keys_that_are_held_are_chords_and_a_modifier_alone_is_one_if_it_was_meant(
    recorder: Recorder, device: Device
) -> None:
    keys = capability_of(device, HoldsKeys)
    assert keys is not None
    recorder.start("held", Heading("virtual:"), US)
    keys.key_down(["ControlLeft", "AltLeft"])
    keys.key_down(["F2"])
    keys.key_up(["F2", "AltLeft", "ControlLeft"])
    keys.key_down(["MetaLeft"])
    keys.key_up(["MetaLeft"])
    # So it is when keys are set free.
    keys.key_down(["ControlLeft", "AltLeft"])
    device.release()
    keys.key_up(["ControlLeft", "AltLeft"])
    recorder.stop()
    assert "Press Keys    Ctrl+Alt+F2    Win" in _steps(recorder)


def test_what_comes_after_power_is_waited_for_though_it_was_there_before(
    recorder: Recorder, device: Device, clock: _Clock, pressing: Callable[..., None]
) -> None:
    power = capability_of(device, HasPower)
    assert power is not None
    recorder.start("power", Heading("virtual:"), US)
    power.reset()
    clock.now += 0.1
    device.frame()
    pressing("F2")
    recorder.stop()
    assert _steps(recorder)[:3] == [
        "Reset Target",
        "Wait Until Screen Contains    text:Press F2 to enter setup, F12 for the",
        "Press Keys    F2",
    ]


def test_what_is_done_before_and_after_is_not_recorded(recorder: Recorder, pressing: Callable[..., None]) -> None:
    pressing("F2")
    recorder.start("none", Heading("virtual:"), US)
    recorder.stop()
    pressing("Right")
    assert _steps(recorder) == ["No Operation"]


def test_what_the_mouse_does_is_written_as_keywords_say_it(recorder: Recorder, device: Device, clock: _Clock) -> None:
    clock.now += 60
    device.frame()
    recorder.start("mouse", Heading("virtual:"), US)

    def act(*events: PointerEvent) -> None:
        device.point(events)
        clock.now += 1
        device.frame()

    act(move(REST, 0.2, 0.3))
    at = move(REST, 0.2, 0.3)
    act(*click(at, Button.RIGHT))
    act(*click(at, Button.MIDDLE))
    act(*click(at, Button.LEFT, count=2))
    act(*click(at, Button.LEFT, count=3))
    act(*scroll(at, down=2))
    act(*drag(at, 0.6, 0.3, Button.LEFT))
    around, down = [press(at, Button.LEFT)], press(at, Button.LEFT)
    for x, y in ((0.2, 0.6), (0.7, 0.6)):
        down = move(down, x, y)
        around.append(down)
    act(*around, release(down, Button.LEFT))
    power = capability_of(device, HasPower)
    assert power
    power.power_off()
    clock.now += 1
    recorder.stop()
    steps = [step.split("    ")[0] for step in _steps(recorder)]
    for keyword in ("Right Click", "Click", "Double Click", "Scroll", "Drag", "Press Mouse Button", "Power Off"):
        assert keyword in steps, steps
    assert steps.index("Press Mouse Button") < steps.index("Release Mouse Button")


def test_a_key_that_is_hammered_after_power_is_pressed_until_what_came_of_it(
    recorder: Recorder, device: Device, clock: _Clock, pressing: Callable[..., None]
) -> None:
    recorder.start("hammered", Heading("virtual:"), US)
    power = capability_of(device, HasPower)
    assert power is not None
    power.reset()
    for _ in range(4):
        clock.now += 0.2
        pressing("F2")
    pressing("Right", "Right")
    recorder.stop()
    assert _steps(recorder)[:3] == [
        "Reset Target",
        "Press Key Until Screen Contains    F2    text:Arrows: select    timeout=20 s",
        "Press Keys    Right",
    ]


def test_a_key_of_a_menu_is_pressed_as_often_as_it_was(
    recorder: Recorder, device: Device, pressing: Callable[..., None]
) -> None:
    recorder.start("menu", Heading("virtual:"), US)
    power = capability_of(device, HasPower)
    assert power is not None
    power.reset()
    pressing("F2", "Right", "Right", "Right")
    recorder.stop()
    steps = " ".join(_steps(recorder))
    assert steps.count("Right") == 3
    assert "Until Screen Contains    F2" not in steps
