"""Waits while the device cannot be reached, on the virtual computer and a clock that is moved by hand."""

from collections.abc import Callable, Iterable

import pytest

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import CertificateRefused, DeviceUnreachable, NotOnScreen
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock, PolledDevice

Watching = Callable[[float], Watcher]


def _look(*locators: str) -> Look:
    return Look(TemplateCatalog().find(map(Locator.parse, locators), []), None, 0.8, ReadOptions())


@pytest.fixture
def hand() -> HandClock:
    return HandClock()


@pytest.fixture
def device(hand: HandClock) -> PolledDevice:
    return PolledDevice(hand)


@pytest.fixture
def watching(hand: HandClock, device: PolledDevice) -> Watching:
    screen = Screen(device, hand.now)
    return lambda timeout: Watcher(screen, timeout, 0.5, hand.clock)


def _cut_off(device: PolledDevice, seconds: float) -> None:
    device.virtual.simulate_fault("server restart", seconds)


@pytest.mark.parametrize(
    "wait",
    [
        lambda watcher: watcher.appears(_look("text:login:"), _look()),
        lambda watcher: watcher.goes(_look("text:nothing like it")),
        lambda watcher: watcher.rests(1, None),
        lambda watcher: watcher.shows_video(),
        lambda watcher: watcher.appears_after(lambda: None, 1, _look("text:login:"), _look(), "A"),
    ],
    ids=["appears", "goes", "rests", "shows video", "appears after"],
)
def test_a_wait_survives_that_the_device_is_away(
    device: PolledDevice, hand: HandClock, watching: Watching, wait: Callable[[Watcher], object]
) -> None:
    _cut_off(device, 3)
    begun = hand.now()
    wait(watching(60))
    assert hand.now() - begun >= 3


def test_a_wait_for_the_end_of_the_picture_survives_it_too(
    device: PolledDevice, hand: HandClock, watching: Watching
) -> None:
    device.virtual.power_off()
    _cut_off(device, 3)
    watching(60).loses_video()
    device.virtual.power_on()
    _cut_off(device, 60)
    with pytest.raises(DeviceUnreachable, match="tried for 5 s, while waiting for the video signal to go"):
        watching(5).loses_video()


def test_a_single_look_fails_at_once(device: PolledDevice, hand: HandClock, watching: Watching) -> None:
    _cut_off(device, 3)
    with pytest.raises(DeviceUnreachable, match="is restarting and does not answer"):
        watching(0).appears(_look("text:login:"), _look())
    assert not hand.slept


def test_a_wait_in_vain_tells_since_when_the_device_is_away_and_what_it_saw_before(
    device: PolledDevice, watching: Watching
) -> None:
    def press() -> None:
        if device.frames == 3:
            _cut_off(device, 1000)

    with pytest.raises(NotOnScreen, match=r"Checked 3 frames, .*; unreachable for the last 1\d\.\d s\.\nThe device"):
        watching(20).appears_after(press, 0.5, _look("text:nothing"), _look(), "A")
    with pytest.raises(DeviceUnreachable, match=r"is restarting.* tried for 2 s, while waiting for 'text:nothing'"):
        watching(2).appears(_look("text:nothing"), _look())


def test_what_was_not_seen_may_have_changed(device: PolledDevice, hand: HandClock, watching: Watching) -> None:
    watching(60).appears(_look("text:login:"), _look())
    _cut_off(device, 5)
    begun = hand.now()
    watching(60).rests(2, None)
    assert hand.now() - begun >= 5 + 2


def test_a_key_in_doubt_is_pressed_again_only_once_the_screen_was_seen_for_an_interval(
    device: PolledDevice, hand: HandClock, watching: Watching
) -> None:
    watching(60).appears(_look("text:login:"), _look())
    pressed: list[float] = []

    def press() -> None:
        pressed.append(hand.now())
        device.type([Keystroke("KeyA")])
        if len(pressed) == 1:
            # It has arrived; its answer has not.
            _cut_off(device, 5)
            raise DeviceUnreachable("The connection broke.")

    with pytest.raises(NotOnScreen, match=r"Of 1 of them it is not known whether they arrived: The connection broke\."):
        watching(9).appears_after(press, 2, _look("text:nothing"), _look(), "A")
    assert len(pressed) == 2
    assert pressed[1] - pressed[0] >= 5 + 2


class _Impostor(PolledDevice):
    """Another server answers in the place of the device."""

    def frame(self) -> Frame:
        raise CertificateRefused("The certificate is not trusted.")

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        raise CertificateRefused("The certificate is not trusted.")


def test_who_is_not_trusted_is_not_waited_for(hand: HandClock) -> None:
    impostor: Device = _Impostor(hand)
    with pytest.raises(CertificateRefused):
        Watcher(Screen(impostor, hand.now), 60, 0.5, hand.clock).shows_video()
    assert not hand.slept
