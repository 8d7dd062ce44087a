"""What is remembered of a screen, and when it is looked at anew."""

from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.vision.geometry import Point
from TinyPilotLibrary.watching.screen import Screen
from utest.machine import HandClock


def test_pixels_are_those_of_the_screen_as_it_is_and_not_as_it_was() -> None:
    hand = HandClock()
    device = VirtualDevice()
    screen = Screen(device, hand.now)
    assert screen.frame().size == (720, 400)
    device.simulate_fault("resolution change", 600)
    hand.sleep(2)
    assert screen.fractions(Point(400, 599)) == (400.5 / 800, 599.5 / 600)


def test_fractions_need_no_look() -> None:
    device = VirtualDevice()
    device.simulate_fault("server restart", 600)
    assert Screen(device, HandClock().now).fractions(Point(0.25, 1.0)) == (0.25, 1.0)
