"""Caps Lock and typed text, on the built-in computer."""

import pytest

from TinyPilotLibrary.devices.locks import caps_lock_off
from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.errors import InputNotDelivered
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from utest.conftest import RunSuite


def _pressed(device: VirtualDevice) -> list[str]:
    return [key[1:] for key in device.computer.keyboard.received if key.startswith("+")]


def test_caps_lock_is_off_while_text_is_typed_and_on_again_afterwards() -> None:
    device = VirtualDevice()
    device.type([Keystroke("CapsLock")])
    with caps_lock_off(device):
        assert not device.leds().caps_lock
        device.type(US.keystrokes("a"))
    assert device.leds().caps_lock
    assert _pressed(device) == ["CapsLock", "CapsLock", "KeyA", "CapsLock"]


def test_without_caps_lock_nothing_more_is_pressed() -> None:
    device = VirtualDevice()
    with caps_lock_off(device):
        device.type(US.keystrokes("a"))
    assert _pressed(device) == ["KeyA"]


def test_the_lock_goes_back_on_when_typing_fails() -> None:
    device = VirtualDevice()
    device.type([Keystroke("CapsLock")])
    with pytest.raises(RuntimeError), caps_lock_off(device):
        raise RuntimeError
    assert device.leds().caps_lock


def test_a_lock_that_the_key_does_not_switch_is_refused_before_anything_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = VirtualDevice()
    monkeypatch.setattr(device, "leds", lambda: Leds(caps_lock=True))
    monkeypatch.setattr("TinyPilotLibrary.devices.locks._LED_TIMEOUT", 0.05)
    with pytest.raises(InputNotDelivered, match="does not switch it off"), caps_lock_off(device):
        device.type(US.keystrokes("a"))
    assert _pressed(device) == ["CapsLock"]


def test_typing_text_by_keyword_looks_after_the_lock_and_chords_of_several_keys_are_held(run_suite: RunSuite) -> None:
    ran = run_suite("""
*** Settings ***
Library    TinyPilotLibrary    url=virtual:

*** Test Cases ***
Lock And Chord
    Press Keys    CapsLock
    Type Text    a
    ${leds} =    Get Keyboard Leds
    Should Be True    ${leds.caps_lock}
    Press Keys    Ctrl+A+B    F2    hold=10ms
""")
    assert ran.result.suite.tests[0].passed, ran.message
