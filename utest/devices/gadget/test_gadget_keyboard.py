"""The keyboard of the gadget, on the model of the kernel."""

import errno
import os
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.contract.gadget_model import ModelRig


@pytest.fixture
def rig() -> Iterator[ModelRig]:
    model = ModelRig()
    yield model
    model.close()


def test_keys_are_down_and_up_as_long_as_slow_firmware_needs(rig: ModelRig) -> None:
    reports: list[tuple[float, bool]] = []
    rig.replace(rig.keyboard, 8, lambda report: reports.append((time.monotonic(), any(report))))
    device = rig.open(press_time=0.03, gap=0.02)
    reports.clear()
    device.type([Keystroke("KeyA"), Keystroke("KeyB")])
    assert [pressed for _, pressed in reports] == [True, False, True, False]
    for (begun, pressed), (ended, _) in pairwise(reports):
        assert ended - begun >= (0.03 if pressed else 0.02)


def test_lights_that_nobody_has_told_of_are_not_guessed(rig: ModelRig) -> None:
    device = rig.open()
    with pytest.raises(DeviceError, match="has not set the LEDs"):
        device.leds()


def test_what_another_program_writes_between_is_waited_for_and_nothing_is_sent_twice(rig: ModelRig) -> None:
    device = rig.open()
    refused: list[int] = []

    def busy() -> None:
        # The first two attempts find the other program's report still there.
        if len(refused) < 2:
            refused.append(1)
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    rig.before_write = busy
    device.type([Keystroke("KeyA")])
    assert rig.keys(2) == ["+KeyA", "-KeyA"]


def test_without_permission_it_says_who_may(rig: ModelRig) -> None:
    rig.forbidden = True
    with pytest.raises(DeviceUnreachable, match=r"No permission .* --group"):
        rig.open().type([Keystroke("KeyA")])


def test_after_an_interruption_nothing_is_pressed(rig: ModelRig) -> None:
    device = rig.open()
    writes: list[int] = []

    def interrupted() -> None:
        writes.append(1)
        # The first write presses the key, the second would release it.
        if len(writes) == 2:
            raise KeyboardInterrupt

    rig.before_write = interrupted
    with pytest.raises(KeyboardInterrupt):
        device.type([Keystroke("KeyA")])
    assert rig.pressed() == set()
