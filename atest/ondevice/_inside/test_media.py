"""Media in the gadget's drives, as its host reads them."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from atest.ondevice._inside.kernel_rig import load_modules, until
from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.devices.gadget.gadget_media import GadgetMedia
from TinyPilotLibrary.devices.media_protocol import HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, NotSupported
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD

_CD, _USB = MediumKind.CD, MediumKind.USB
_DRIVES = {_CD: "sr[0-9]", _USB: "sd[a-z]"}
_SIZE = 3 << 20


@pytest.fixture
def media() -> Iterator[HasMedia]:
    _load()
    gadget = Gadget([KEYBOARD, ABSOLUTE_MOUSE], media=True)
    gadget.up()
    device = open_device("gadget:")
    until(lambda: all(map(_drive, _DRIVES)), "the host finds both drives", 20)
    yield require(device, HasMedia)
    device.close()
    gadget.down()


@pytest.fixture
def images(tmp_path: Path) -> list[Path]:
    files = [tmp_path / name for name in ("one.iso", "two.iso", "stick.img")]
    for file in files:
        file.write_bytes(os.urandom(_SIZE))
    return files


def _load() -> None:
    load_modules()
    subprocess.run(["modprobe", "-a", "usb_f_mass_storage", "usb-storage", "sd_mod", "sr_mod"], check=True)


def _drive(kind: MediumKind) -> Path | None:
    """The host's drive: its only ones are those of the gadget."""
    found = next(Path("/sys/block").glob(_DRIVES[kind]), None)
    return found and Path("/dev") / found.name


def _host_reads(kind: MediumKind, image: Path) -> bool:
    drive = _drive(kind)
    assert drive
    try:
        with drive.open("rb") as medium:
            content = medium.read(_SIZE + 1)
    except OSError:
        # No medium, or none yet.
        return False
    return hashlib.sha256(content).digest() == hashlib.sha256(image.read_bytes()).digest()


def _is_empty(kind: MediumKind) -> bool:
    drive = _drive(kind)
    assert drive
    try:
        drive.open("rb").close()
    except OSError:
        return True
    return False


def test_its_host_reads_what_is_inserted(media: HasMedia, images: list[Path]) -> None:
    one, two, stick = images
    assert media.media() == []
    assert _is_empty(_CD)
    assert _is_empty(_USB)
    media.insert_medium(str(one), _CD)
    media.insert_medium(str(stick), _USB)
    until(lambda: _host_reads(_CD, one), "the host reads the CD")
    until(lambda: _host_reads(_USB, stick), "the host reads the stick")
    media.insert_medium(str(two), _CD)
    assert media.media() == [Medium(_CD, str(two)), Medium(_USB, str(stick))]
    until(lambda: _host_reads(_CD, two), "the host reads the other CD")
    media.eject_medium(_CD)
    until(lambda: _is_empty(_CD), "the host sees an empty drive")
    assert _host_reads(_USB, stick)
    media.eject_medium()
    assert media.media() == []
    until(lambda: _is_empty(_USB), "the host sees an empty slot")


def test_the_host_cannot_write(media: HasMedia, images: list[Path]) -> None:
    media.insert_medium(str(images[2]), _USB)
    until(lambda: _host_reads(_USB, images[2]), "the host reads the stick")
    with pytest.raises(OSError, match=r"Read-only|not permitted"):
        Path(str(_drive(_USB))).open("r+b").close()


def test_a_drive_that_the_host_has_locked_is_emptied_all_the_same(media: HasMedia, images: list[Path]) -> None:
    media.insert_medium(str(images[0]), _CD)
    until(lambda: _host_reads(_CD, images[0]), "the host reads the CD")
    # Whoever has it open has locked its door.
    with Path(str(_drive(_CD))).open("rb"):
        media.insert_medium(str(images[1]), _CD)
        assert media.media() == [Medium(_CD, str(images[1]))]
    until(lambda: _host_reads(_CD, images[1]), "the host reads the other CD")
    media.eject_medium()


def test_what_is_no_medium_is_told(media: HasMedia, tmp_path: Path) -> None:
    small = tmp_path / "small.iso"
    small.write_bytes(bytes(2048))
    with pytest.raises(ConfigurationError, match="too small for a CD: 2048 bytes"):
        media.insert_medium(str(small), _CD)
    with pytest.raises(ConfigurationError, match=r"There is no image '/none\.iso'"):
        media.insert_medium("/none.iso", _CD)
    large = tmp_path / "large.iso"
    with large.open("wb") as file:
        file.truncate(3 << 30)
    media.insert_medium(str(large), _CD)
    assert media.media() == [Medium(_USB, str(large))]
    media.eject_medium()


def test_a_gadget_without_drives_has_no_media() -> None:
    _load()
    gadget = Gadget([KEYBOARD, ABSOLUTE_MOUSE])
    gadget.up()
    device: Device = open_device("gadget:")
    assert capability_of(device, HasMedia) is None
    with pytest.raises(NotSupported, match="tinypilot gadget up --media"):
        GadgetMedia("gadget:").media()
    # Drives are added to one that is there, and taken away again.
    assert Gadget([KEYBOARD, ABSOLUTE_MOUSE], media=True).up()
    assert require(device, HasMedia).media() == []
    assert not Gadget([KEYBOARD, ABSOLUTE_MOUSE], media=True).up()
    assert gadget.up()
    assert capability_of(device, HasMedia) is None
    device.close()
    gadget.down()
