"""Keys and the pointer reach the target as they were given, and nothing stays pressed."""

import threading
from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.protocol import Device, HoldsKeys, InterruptsInput
from TinyPilotLibrary.errors import DeviceError, InputInterrupted, InputNotDelivered, InvalidPointerEvent
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.testing.bench import Bench, Target, promised

# So much that it is not all typed before it is interrupted.
_LONG = [Keystroke("KeyA")] * 20_000
_TIMEOUT = 30.0


class InputContract:
    """What holds for keys and the pointer."""

    def test_keys_go_down_and_up_in_order(self, device: Device, target: Target) -> None:
        device.type([Keystroke("KeyA"), Keystroke("F10"), Keystroke("ArrowDown")])
        assert target.received() == ["+KeyA", "-KeyA", "+F10", "-F10", "+ArrowDown", "-ArrowDown"]

    def test_modifiers_are_down_while_the_key_is_pressed(self, device: Device, target: Target) -> None:
        device.type([Keystroke("KeyA", frozenset({"ShiftRight", "AltLeft"}))])
        received = target.received()
        assert set(received[:2]) == {"+AltLeft", "+ShiftRight"}
        assert received[2:4] == ["+KeyA", "-KeyA"]
        assert set(received[4:]) == {"-AltLeft", "-ShiftRight"}
        assert not target.down()

    @pytest.mark.parametrize("code", ["MetaLeft", "ControlRight", "ShiftLeft"])
    def test_a_modifier_alone_is_pressed_and_really_released(self, device: Device, target: Target, code: str) -> None:
        device.type([Keystroke(code), Keystroke("KeyB")])
        received = target.received()
        assert received[:2] == [f"+{code}", f"-{code}"]
        assert received[-2:] == ["+KeyB", "-KeyB"]
        assert not target.down()

    def test_two_modifiers_alone_are_pressed_together(self, device: Device, target: Target) -> None:
        device.type([Keystroke("ShiftLeft", frozenset({"ControlLeft"}))])
        assert set(target.received()[:2]) == {"+ControlLeft", "+ShiftLeft"}
        assert not target.down()

    def test_a_long_text_arrives_whole_and_in_order(self, device: Device, target: Target) -> None:
        text = "the quick brown fox jumps over the lazy dog, " * 3
        device.type(US.keystrokes(text))
        pressed = [key[1:] for key in target.received() if key.startswith("+")]
        assert pressed == [keystroke.code for keystroke in US.keystrokes(text)]

    def test_nothing_to_type_is_nothing_to_do(self, device: Device, target: Target) -> None:
        device.type([])
        device.point([])
        assert target.received() == []

    @pytest.mark.parametrize("place", [(0.0, 0.0), (1.0, 1.0), (0.25, 0.75)])
    def test_the_pointer_goes_where_it_is_sent(
        self, device: Device, target: Target, place: tuple[float, float]
    ) -> None:
        device.point([PointerEvent(0.5, 0.5), PointerEvent(*place)])
        assert target.pointer() == pytest.approx((*place, 0), abs=target.precision)

    @pytest.mark.parametrize("button", [1, 2, 4, 8, 16])
    def test_each_button_goes_down_and_up(self, bench: Bench, device: Device, target: Target, button: int) -> None:
        if not bench.buttons & button:
            with pytest.raises(InvalidPointerEvent):
                device.point([PointerEvent(0.5, 0.5, button)])
            return
        device.point([PointerEvent(0.5, 0.5, button)])
        assert target.pointer()[2] == button
        device.point([PointerEvent(0.5, 0.5)])
        assert target.pointer()[2] == 0

    def test_a_drag_keeps_its_button_down(self, device: Device, target: Target) -> None:
        device.point([PointerEvent(0.2, 0.2, 1), PointerEvent(0.8, 0.6, 1)])
        assert target.pointer() == pytest.approx((0.8, 0.6, 1), abs=target.precision)

    def test_release_lets_go_of_a_button_where_the_pointer_is(self, device: Device, target: Target) -> None:
        device.point([PointerEvent(0.8, 0.6, 3)])
        device.release()
        assert target.pointer() == pytest.approx((0.8, 0.6, 0), abs=target.precision)

    def test_input_that_cannot_be_delivered_is_told(self, device: Device, target: Target) -> None:
        target.refuse_input()
        with pytest.raises(InputNotDelivered):
            device.type([Keystroke("KeyA")])
        with pytest.raises(InputNotDelivered):
            device.point([PointerEvent(0.5, 0.5)])
        assert not target.down()

    def test_after_an_error_no_key_is_down(self, device: Device, target: Target) -> None:
        def keystrokes() -> Iterator[Keystroke]:
            yield Keystroke("KeyA", frozenset({"ControlLeft"}))
            target.refuse_input()
            yield Keystroke("Delete", frozenset({"ControlLeft", "AltLeft"}))

        with pytest.raises(InputNotDelivered):
            device.type(keystrokes())
        assert not target.down()
        assert "+Delete" not in target.received()

    def test_after_an_error_the_device_goes_on(self, device: Device, target: Target) -> None:
        target.refuse_input()
        with pytest.raises(InputNotDelivered):
            device.type([Keystroke("KeyA")])
        target.mend()
        device.type([Keystroke("KeyB")])
        assert target.received() == ["+KeyB", "-KeyB"]

    def test_closing_ends_what_another_thread_is_typing(self, bench: Bench, device: Device, target: Target) -> None:
        if promised(bench, device, InterruptsInput) is None:
            return
        typing, ended = _in_the_middle_of_typing(device, target, DeviceError)
        closing = threading.Thread(target=device.close, daemon=True)
        closing.start()
        closing.join(_TIMEOUT)
        typing.join(_TIMEOUT)
        assert not closing.is_alive()
        assert len(ended) == 1
        assert not target.down()

    def test_typing_that_is_interrupted_stops_between_two_keys(
        self, bench: Bench, device: Device, target: Target
    ) -> None:
        able = promised(bench, device, InterruptsInput)
        if able is None:
            return
        typing, ended = _in_the_middle_of_typing(device, target, InputInterrupted)
        able.interrupt()
        typing.join(_TIMEOUT)
        assert len(ended) == 1
        received = target.received()
        assert received == ["+KeyA", "-KeyA"] * (len(received) // 2)
        device.type([Keystroke("KeyB")])
        assert target.received() == [*received, "+KeyB", "-KeyB"]

    def test_held_keys_stay_down_until_released(self, bench: Bench, device: Device, target: Target) -> None:
        keys = promised(bench, device, HoldsKeys)
        if keys is None:
            return
        keys.key_down(["ControlLeft", "KeyA"])
        assert target.down() == {"ControlLeft", "KeyA"}
        keys.key_up(["KeyA"])
        assert target.down() == {"ControlLeft"}
        device.release()
        assert not target.down()

    def test_closing_releases_what_is_held(self, bench: Bench, device: Device, target: Target) -> None:
        keys = promised(bench, device, HoldsKeys)
        if keys is not None:
            keys.key_down(["ShiftLeft"])
        device.point([PointerEvent(0.5, 0.5, 1)])
        device.close()
        assert not target.down()
        assert target.pointer()[2] == 0


def _in_the_middle_of_typing(
    device: Device, target: Target, error: type[DeviceError]
) -> tuple[threading.Thread, list[DeviceError]]:
    """A thread that has typed some of a long text, and the error of this kind that ends it, once it is there."""
    ended: list[DeviceError] = []

    def type_much() -> None:
        try:
            device.type(_LONG)
        except error as caught:
            ended.append(caught)

    typing = threading.Thread(target=type_much)
    typing.start()
    while not target.received() and typing.is_alive():
        typing.join(0.001)
    return typing, ended
