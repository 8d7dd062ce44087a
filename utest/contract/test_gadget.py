"""What `gadget:` promises: the same tests on a model of the kernel, and on the kernel itself in the lab machine."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from TinyPilotLibrary.devices.gadget.gadget_device import GadgetDevice
from TinyPilotLibrary.devices.protocol import Leds
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable, InputError, InputInterrupted, InputNotDelivered
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import Button, PointerEvent, click
from TinyPilotLibrary.hid.reports import keyboard_report
from utest.contract.gadget_model import ModelRig
from utest.contract.gadget_rig import GadgetRig

if TYPE_CHECKING or os.environ.get("LAB"):
    from atest.ondevice._inside.kernel_rig import KernelRig


@pytest.fixture(scope="module")
def kernel_rig() -> "Iterator[KernelRig]":
    """The kernel's gadget, made once and brought back to its first state where a test has disturbed it."""
    with KernelRig.running() as rig:
        yield rig


@pytest.fixture(params=["kernel"] if os.environ.get("LAB") else ["model"])
def rig(request: pytest.FixtureRequest) -> Iterator[GadgetRig]:
    """The model; in the lab machine the kernel."""
    if request.param == "model":
        model = ModelRig()
        yield model
        model.close()
        return
    kernel = request.getfixturevalue("kernel_rig")
    kernel.begin()
    yield kernel
    kernel.end()


def _taps(*codes: str) -> list[str]:
    return [event for code in codes for event in (f"+{code}", f"-{code}")]


def test_typing_returns_when_the_host_has_everything_in_order(rig: GadgetRig) -> None:
    device = rig.open()
    device.type(US.keystrokes("leet all"))
    events = _taps(*(f"Key{letter}" for letter in "LEET"), "Space", *(f"Key{letter}" for letter in "ALL"))
    assert rig.keys(len(events)) == events


def test_modifiers_go_down_with_their_key_and_up_after_it(rig: GadgetRig) -> None:
    device = rig.open()
    device.type([Keystroke("Delete", frozenset({"ControlLeft", "AltRight"})), Keystroke("MetaLeft")])
    events = rig.keys(8)
    assert set(events[:2]) == {"+ControlLeft", "+AltRight"}
    assert events[2] == "+Delete"
    assert set(events[3:6]) == {"-ControlLeft", "-AltRight", "-Delete"}
    assert events[6:] == _taps("MetaLeft")


def test_keys_are_held_over_others_and_released_in_order(rig: GadgetRig) -> None:
    device = rig.open()
    device.key_down(["ShiftLeft", "KeyA"])
    device.type([Keystroke("KeyB")])
    assert rig.keys(4) == ["+ShiftLeft", "+KeyA", "+KeyB", "-KeyB"]
    device.key_up(["KeyA", "ShiftLeft"])
    assert rig.keys(6)[4:] == ["-KeyA", "-ShiftLeft"]


def test_six_keys_are_down_together_and_a_seventh_is_refused_before_anything_is_pressed(rig: GadgetRig) -> None:
    device = rig.open()
    with pytest.raises(InputError, match="at most 6 keys"):
        device.key_down([f"Digit{number}" for number in range(1, 8)])
    six = [f"Digit{number}" for number in range(1, 7)]
    device.key_down(six)
    with pytest.raises(InputError, match="at most 6 keys"):
        device.type([Keystroke("KeyA"), Keystroke("KeyB")])
    assert rig.keys(6) == [f"+{code}" for code in six]
    device.release()
    assert rig.pressed() == set()


def test_a_key_that_the_descriptor_leaves_out_is_refused_before_anything_is_pressed(rig: GadgetRig) -> None:
    device = rig.open()
    with pytest.raises(InputError, match="no key SystemRequest: its descriptor ends at usage 0x91"):
        device.type([Keystroke("KeyA"), Keystroke("SystemRequest")])
    device.type([Keystroke("KeyB")])
    assert rig.keys(2) == _taps("KeyB")


def test_closing_releases_what_is_held(rig: GadgetRig) -> None:
    device = rig.open()
    device.key_down(["KeyA"])
    device.close()
    assert rig.keys(2) == _taps("KeyA")
    with pytest.raises(DeviceError, match="was closed"):
        device.type([Keystroke("KeyA")])


def test_closing_ends_what_another_thread_is_typing(rig: GadgetRig) -> None:
    device = rig.open()
    typing, ended = _in_the_middle_of_typing(rig, device, InputInterrupted)
    closing = threading.Thread(target=device.close, daemon=True)
    closing.start()
    closing.join(rig.timeout)
    assert not closing.is_alive(), "It waits until all is typed."
    typing.join(rig.timeout)
    assert len(ended) == 1
    assert rig.pressed() == set()


def test_opening_releases_what_a_former_run_left(rig: GadgetRig) -> None:
    rig.leave_pressed(keyboard_report(["AltLeft", "KeyQ"]))
    assert set(rig.keys(2)) == {"+AltLeft", "+KeyQ"}
    rig.open()
    assert rig.pressed() == set()


def test_pointer_events_arrive_with_the_wheel_as_the_rest_api_has_it(rig: GadgetRig) -> None:
    device = rig.open()
    at = PointerEvent(0.5, 0.25)
    device.point([at, *click(at, Button.LEFT), PointerEvent(1.0, 1.0, wheel=1), PointerEvent(1.0, 1.0, pan=1)])
    events = rig.pointer(8)
    assert events == ["x 16384", "y 8192", "+left", "-left", "x 32767", "y 32767", "wheel -1", "pan 1"]


def test_releasing_leaves_the_pointer_where_it_is(rig: GadgetRig) -> None:
    device = rig.open()
    device.point([PointerEvent(0.5, 0.5, buttons=Button.RIGHT)])
    device.release()
    assert rig.pointer(4) == ["+right", "x 16384", "y 16384", "-right"]


def test_the_lights_are_those_that_the_host_set_last(rig: GadgetRig) -> None:
    device = rig.open()
    for bits, lights in ((0b011, Leds(num_lock=True, caps_lock=True)), (0b100, Leds(scroll_lock=True)), (0, Leds())):
        rig.set_leds(bits)
        until = time.monotonic() + rig.timeout
        while device.leds() != lights and time.monotonic() < until:
            time.sleep(0.01)
        # The kernel tells each change once, the device again and again.
        assert device.leds() == lights
        assert device.leds() == lights


def _refused(rig: GadgetRig, within: float | None = None) -> str:
    """What a device that is opened now says when it should press a key."""
    device = rig.open()
    begun = time.monotonic()
    with pytest.raises((DeviceUnreachable, InputNotDelivered)) as caught:
        device.type([Keystroke("KeyA")])
    assert time.monotonic() - begun < (within or rig.deadline) + 1
    return str(caught.value)


def test_without_a_gadget_it_says_so_and_makes_no_file(rig: GadgetRig) -> None:
    rig.remove()
    assert "There is no '/dev/hidg0'" in _refused(rig)
    rig.create()
    assert rig.pressed() == set()


def test_a_node_whose_gadget_is_gone(rig: GadgetRig) -> None:
    rig.leave_stale_node()
    assert "is gone; only its node is left" in _refused(rig)


def test_an_ordinary_file_in_the_nodes_place(rig: GadgetRig) -> None:
    rig.leave_ordinary_file()
    assert "is an ordinary file, not a keyboard" in _refused(rig)


def test_a_host_that_does_not_use_the_gadget_although_its_state_says_so(rig: GadgetRig) -> None:
    device = rig.open()
    rig.unconfigure()
    with pytest.raises(InputNotDelivered, match="not connected as a USB keyboard"):
        device.type([Keystroke("KeyA")])
    rig.configure()
    rig.forget()
    device.type([Keystroke("KeyB")])
    assert rig.keys(2) == _taps("KeyB")


def test_unplugged_and_plugged_in_again_it_goes_on(rig: GadgetRig) -> None:
    device = rig.open()
    device.key_down(["KeyA"])
    rig.unplug()
    with pytest.raises(InputNotDelivered, match="Is the cable plugged in"):
        device.type([Keystroke("KeyB")])
    rig.replug()
    assert rig.pressed() == set()
    rig.forget()
    device.type([Keystroke("KeyC")])
    assert rig.keys(2) == _taps("KeyC")


def _in_the_middle_of_typing(
    rig: GadgetRig, device: GadgetDevice, error: type[DeviceError]
) -> tuple[threading.Thread, list[str]]:
    """A thread that has typed some of a long text, and what the error that ends it says, once it is there."""
    said: list[str] = []

    def type_much() -> None:
        with pytest.raises(error) as caught:
            device.type([Keystroke("KeyX")] * 100_000)
        said.append(str(caught.value))

    typing = threading.Thread(target=type_much)
    typing.start()
    # A busy emulated processor needs seconds for the reports of so long a text.
    until = time.monotonic() + rig.timeout
    while not rig.has_keys() and typing.is_alive() and time.monotonic() < until:
        time.sleep(0.001)
    return typing, said


def _type_on(rig: GadgetRig, happens: str) -> str:
    """Types a long text, until what happens in the middle ends it; gives what is said."""
    # Linux puts a keyboard to sleep only between two keys.
    device = rig.open(gap=0.03 if happens == "sleep" else 0.0)
    typing, said = _in_the_middle_of_typing(rig, device, DeviceError)
    getattr(rig, happens)()
    typing.join(rig.deadline + rig.timeout)
    assert not typing.is_alive(), "Typing hangs."
    assert rig.has_keys(), "It happened before anything was typed."
    return said[0]


def test_unplugged_in_the_middle_of_typing(rig: GadgetRig) -> None:
    assert "Is the cable plugged in" in _type_on(rig, "unplug")
    rig.replug()
    assert rig.pressed() == set()


def test_put_to_sleep_in_the_middle_of_typing_nothing_is_pressed_when_it_wakes_up(rig: GadgetRig) -> None:
    assert "to sleep" in _type_on(rig, "sleep")
    rig.wake()
    assert rig.pressed() == set()


def test_removed_in_the_middle_of_typing_and_made_anew(rig: GadgetRig) -> None:
    assert "has disappeared" in _type_on(rig, "remove")
    rig.create()
    assert rig.pressed() == set()


def test_a_host_that_does_not_fetch_gets_nothing_that_stays_pressed_later(rig: GadgetRig) -> None:
    device = rig.open()
    device.type([Keystroke("KeyZ")])
    rig.ignore()
    begun = time.monotonic()
    with pytest.raises(InputNotDelivered, match="did not fetch"):
        device.type([Keystroke("KeyA"), Keystroke("KeyB"), Keystroke("KeyC")])
    assert time.monotonic() - begun < 2 * rig.deadline + 1
    rig.attend()
    assert rig.pressed() == set()
    rig.forget()
    device.type([Keystroke("KeyD")])
    assert rig.keys(2)[-2:] == _taps("KeyD")


def test_a_key_held_while_the_host_stops_fetching_is_released_when_it_fetches_again(rig: GadgetRig) -> None:
    device = rig.open()
    device.key_down(["KeyA"])
    rig.ignore()
    with pytest.raises(InputNotDelivered):
        device.type([Keystroke("KeyB"), Keystroke("KeyC")])
    rig.attend()
    assert rig.pressed() == set()


def test_a_sleeping_host_is_refused_before_anything_is_pressed(rig: GadgetRig) -> None:
    device = rig.open()
    device.type([Keystroke("KeyZ")])
    rig.sleep()
    inputs: list[Callable[[], None]] = [
        lambda: device.type([Keystroke("KeyA")]),
        lambda: device.key_down(["KeyA"]),
        lambda: device.point([PointerEvent(0.1, 0.1, buttons=1)]),
    ]
    for send in inputs:
        with pytest.raises(InputNotDelivered, match="to sleep"):
            send()
    rig.forget()
    rig.wake()
    assert rig.pressed() == set()
    assert rig.keys(0) + rig.pointer(0) == []
    device.type([Keystroke("KeyB")])
    assert rig.keys(2) == _taps("KeyB")


def test_removed_and_made_anew_an_open_device_goes_on(rig: GadgetRig) -> None:
    device = rig.open()
    device.key_down(["KeyA"])
    rig.remove()
    with pytest.raises(InputNotDelivered, match="has disappeared"):
        device.type([Keystroke("KeyB")])
    rig.create()
    assert rig.pressed() == set()
    rig.forget()
    device.type([Keystroke("KeyC")])
    assert rig.keys(2) == _taps("KeyC")


def test_a_gadget_of_another_layout_is_told_from_ours(rig: GadgetRig) -> None:
    rig.shorten_mouse()
    device = rig.open()
    with pytest.raises(InputNotDelivered, match="accepts reports of 6 bytes, not of 7"):
        device.point([PointerEvent(0.5, 0.5)])
