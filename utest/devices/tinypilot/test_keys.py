"""The REST device before a TinyPilot: what its keyboard writes for what it is sent.

The reports are made as TinyPilot makes them (app/hid/keyboard.py, app/js_to_hid.py): a modifier whose code comes with
exactly one modifier's field is pressed and never released; any other key is followed by an empty report.
"""

from collections.abc import Mapping

import pytest

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent, scroll
from utest.devices.scripted import KEYSTROKE, MOUSE, Script

_FIELDS = ("ctrlLeft", "shiftLeft", "altLeft", "metaLeft", "ctrlRight", "shiftRight", "altRight", "metaRight")
# What the descriptor of TinyPilot's keyboard allows in a report; hosts pass over what lies outside.
_HIGHEST_USAGE = 0x91
_RELEASED = (0, 0)


def _reports(body: Mapping[str, object]) -> list[tuple[int, int]]:
    """What the host sees: the modifiers' bits and the key."""
    flags = [bool(body.get(field, False)) for field in _FIELDS]
    modifiers = sum(1 << bit for bit, flag in enumerate(flags) if flag)
    code = str(body["code"])
    if code in MODIFIERS and sum(flags) == 1:
        return [(modifiers, 0)]
    usage = USAGES[code]
    return [(modifiers, usage if usage <= _HIGHEST_USAGE else 0), _RELEASED]


def _written(server: Script) -> list[tuple[int, int]]:
    return [report for request in server.sent(KEYSTROKE) for report in _reports(request.body)]


@pytest.mark.parametrize("code", MODIFIERS)
def test_a_modifier_alone_is_pressed_and_really_released(server: Script, device: Device, code: str) -> None:
    device.type([Keystroke(code)])
    reports = _written(server)
    assert reports[0] == (1 << MODIFIERS.index(code), 0)
    assert reports[-1] == _RELEASED


def test_modifiers_together_are_released_by_the_device(server: Script, device: Device) -> None:
    device.type([Keystroke("ShiftLeft", frozenset({"ControlLeft"}))])
    assert _written(server) == [(0b11, 0), _RELEASED]


def test_after_a_modifier_alone_keys_are_typed_without_it(server: Script, device: Device) -> None:
    device.type([Keystroke("MetaLeft"), Keystroke("KeyR")])
    assert _written(server)[-2:] == [(0, USAGES["KeyR"]), _RELEASED]


def test_a_chord_is_one_request_as_the_api_documents_it(server: Script, device: Device) -> None:
    device.type([Keystroke("Delete", frozenset({"ControlLeft", "AltRight"}))])
    [request] = server.sent(KEYSTROKE)
    assert request.method == "POST"
    assert request.headers["Content-Type"] == "application/json"
    assert request.body == {"code": "Delete", "ctrlLeft": True, "altRight": True}


def test_pointer_events_have_all_five_fields(server: Script, device: Device) -> None:
    device.point([PointerEvent(0.0, 1.0, 3), *scroll(PointerEvent(0.25, 0.5), down=1, right=-1)])
    bodies = [request.body for request in server.sent(MOUSE)]
    assert [tuple(body.values()) for body in bodies] == [
        (3, 0.0, 1.0, 0, 0),
        (0, 0.25, 0.5, 1, 0),
        (0, 0.25, 0.5, 0, -1),
    ]
    assert list(bodies[0]) == ["buttons", "relativeX", "relativeY", "verticalWheelDelta", "horizontalWheelDelta"]
