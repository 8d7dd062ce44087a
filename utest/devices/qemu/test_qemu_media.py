"""Media and boot order of a real machine, as QEMU tells them itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.protocol import Device, HasPower
from TinyPilotLibrary.devices.qemu.drives import boot_indexes, drives_of
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, NotSupported
from utest.qemu import machine_of

pytestmark = pytest.mark.integration

_CD, _USB, _FLOPPY = MediumKind.CD, MediumKind.USB, MediumKind.FLOPPY


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("images")
    paths = [folder / name for name in ("one.iso", "two.iso", "stick.img")]
    for path in (*paths, folder / "disk.img"):
        path.write_bytes(bytes(1440 * 1024))
    return [str(path) for path in paths]


@pytest.fixture(scope="module")
def machine(images: list[str]) -> Iterator[Machine]:
    disk = Path(images[0]).with_name("disk.img")
    drive = ("-drive", f"if=none,id=disk,format=raw,file={disk}", "-device", "virtio-blk-pci,drive=disk,bootindex=0")
    with machine_of(Hardware(memory=32, boot_menu=60, tablet=True, extra=drive)) as built:
        built.switch_on()
        yield built


@pytest.fixture
def device(machine: Machine) -> Iterator[Device]:
    device = open_device(machine.url)
    yield device
    require(device, HasMedia).eject_medium()
    device.close()


@pytest.fixture
def watcher(machine: Machine) -> Iterator[QmpSession]:
    session = QmpSession(str(machine.watcher))
    yield session
    session.close()


def _order(session: QmpSession) -> list[str]:
    """What the machine starts from, in order: the end of each path."""
    indexes = boot_indexes(session, drives_of(session))
    return [place.rpartition("/")[2] for place in sorted(indexes, key=indexes.__getitem__)]


def test_media_come_and_go(device: Device, images: list[str]) -> None:
    able = require(device, HasMedia)
    able.eject_medium()
    assert able.media() == []
    one, two, stick = images
    able.insert_medium(one, _CD)
    able.insert_medium(two, _CD)
    able.insert_medium(stick, _USB)
    able.insert_medium(one, _USB)
    able.insert_medium(stick, _FLOPPY)
    wanted = {Medium(_CD, two), Medium(_USB, stick), Medium(_USB, one), Medium(_FLOPPY, stick)}
    assert set(able.media()) == wanted
    able.eject_medium(_USB)
    assert set(able.media()) == {Medium(_CD, two), Medium(_FLOPPY, stick)}
    able.insert_medium(stick, _USB)
    able.eject_medium()
    assert able.media() == []


def test_what_is_no_image_is_told(device: Device, tmp_path: Path) -> None:
    able = require(device, HasMedia)
    with pytest.raises(ConfigurationError, match=r"There is no image '.*/none.iso' to be inserted into 'qemu:"):
        able.insert_medium(str(tmp_path / "none.iso"), _CD)
    with pytest.raises(ConfigurationError, match=r"is a file, and 'https://lab/x\.iso' is a URL"):
        able.insert_medium("https://lab/x.iso", _CD)


def test_a_start_from_something_else_is_for_once(device: Device, watcher: QmpSession, images: list[str]) -> None:
    able, power = require(device, BootsOnce), require(device, HasPower)
    require(device, HasMedia).insert_medium(images[2], _USB)
    assert _order(watcher) == ["virtio-backend"]
    able.boot_once(BootSource.USB)
    assert _order(watcher) == ["legacy[0]", "virtio-backend"]
    # Another wish takes the place of the first one.
    able.boot_once(BootSource.PXE)
    network, disk = _order(watcher)
    assert disk == "virtio-backend"
    assert network.startswith("device[")
    power.reset()
    # By the second one the start from the network has begun.
    power.reset()
    assert _order(watcher) == ["virtio-backend"]


def test_what_was_not_used_is_put_back_at_the_end(machine: Machine, watcher: QmpSession) -> None:
    device = open_device(machine.url)
    require(device, BootsOnce).boot_once(BootSource.CD)
    assert len(_order(watcher)) == 2
    device.close()
    assert _order(watcher) == ["virtio-backend"]


def test_a_stick_that_is_pulled_out_is_no_trouble(device: Device, watcher: QmpSession, images: list[str]) -> None:
    able = require(device, HasMedia)
    able.insert_medium(images[2], _USB)
    require(device, BootsOnce).boot_once(BootSource.USB)
    able.eject_medium(_USB)
    require(device, BootsOnce).boot_once(BootSource.CD)
    assert _order(watcher)[-1] == "virtio-backend"


def test_what_a_machine_cannot_start_from_is_told(device: Device) -> None:
    able = require(device, BootsOnce)
    with pytest.raises(NotSupported, match="'Enter Firmware Setup' presses the key"):
        able.boot_once(BootSource.SETUP)
    with pytest.raises(NotSupported, match="has nothing of the kind 'usb' to be put first"):
        able.boot_once(BootSource.USB)
