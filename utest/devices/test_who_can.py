"""What only some devices can do is refused with the names of those which can, as their classes have it."""

from pathlib import Path

import pytest

from TinyPilotLibrary.devices.capture import open_capture
from TinyPilotLibrary.devices.capture.capture import CaptureDevice
from TinyPilotLibrary.devices.protocol import HasLeds, HasPower, HoldsKeys
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import NotSupported
from utest.devices.other_package import install

_A_SCREEN_ALONE = CaptureDevice(open_capture("http://127.0.0.1:1"))
_RACK = """
class Rack:
    def key_down(self, codes): ...
    def key_up(self, codes): ...

def open_rack(url) -> Rack: ...
"""


def _refused(kind: type) -> str:
    with pytest.raises(NotSupported) as refused:
        require(_A_SCREEN_ALONE, kind)
    return str(refused.value)


def test_the_kinds_that_can_are_named_and_what_may_stand_for_one() -> None:
    assert _refused(HasPower) == (
        "Switching the target's power is not possible with 'http://127.0.0.1:1'. Supported by 'qemu:' and 'virtual:' "
        "devices, a companion in front of one, a PiKVM with ATX, and a stand with a 'power' part."
    )
    assert _refused(HasLeds).endswith(
        "Supported by 'gadget:', 'pikvm:' and 'virtual:' devices, a companion in front of one, and a VNC server that "
        "tells them, as QEMU's."
    )


def test_kinds_of_other_packages_are_named_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, _RACK, "rack = rack_kvm:open_rack")
    assert "'gadget:', 'pikvm:', 'qemu:', 'rack:', 'virtual:' and 'vnc:' devices" in _refused(HoldsKeys)
    assert "'rack:'" not in _refused(HasPower)


@pytest.mark.parametrize("module", ["import serial_that_is_missing", "1 / 0", "def open_rack(url): ..."])
def test_a_kind_that_does_not_tell_is_not_said_to_lack_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str
) -> None:
    install(monkeypatch, tmp_path, module, "rack = rack_kvm:open_rack")
    assert _refused(HasPower).endswith(" Unknown here: 'rack:'.")


def test_a_capability_of_somebody_else_is_called_as_its_class(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class TurnsTheFan:
        """What only the rack can do."""

    assert (
        _refused(TurnsTheFan)
        == "TurnsTheFan is not possible with 'http://127.0.0.1:1'. No kind of device here supports it."
    )
