"""The pointers of the gadget, on the model of the kernel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.geometry import Size
from utest.contract.gadget_model import ModelRig


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelRig]:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    model = ModelRig()
    yield model
    model.close()


def test_opening_releases_a_button_of_a_former_run_where_it_was_pressed(rig: ModelRig) -> None:
    rig.open().point([PointerEvent(0.5, 0.25, buttons=1)])
    rig.forget()
    # The first device was not closed, as if it had been killed.
    rig.open()
    assert rig.pointer(1) == ["-left"]


def test_opening_does_not_move_the_pointer_when_nothing_was_left(rig: ModelRig, tmp_path: Path) -> None:
    device = rig.open()
    device.point([PointerEvent(0.5, 0.25, buttons=1), PointerEvent(0.5, 0.25)])
    device.close()
    rig.forget()
    rig.open()
    assert rig.pointer(0) == []
    assert list(tmp_path.iterdir()) == []


def test_a_relative_mouse_goes_by_the_corner_and_then_counts(rig: ModelRig) -> None:
    reports: list[tuple[int, int, int]] = []

    def taken(report: bytes) -> None:
        reports.append((report[0], _signed(report[1]), _signed(report[2])))

    rig.replace(rig.mouse, 5, taken)
    device = rig.open(relative=True, mouse=rig.mouse, screen=Size(800, 600))
    reports.clear()
    device.point([PointerEvent(0.5, 0.5, buttons=1), PointerEvent(1.0, 0.0)])
    assert reports[0][1] < -100
    x = y = 0
    for _, dx, dy in reports:
        x, y = max(0, x + dx), max(0, y + dy)
    assert (x, y) == (799, 0)
    assert [buttons for buttons, _, _ in reports if buttons]


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte
