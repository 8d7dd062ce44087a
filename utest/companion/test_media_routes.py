"""Media and the next start over HTTP, as on the device itself; images are checked, and sent on where they stopped."""

import contextlib
import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from atest.lab.hardware import Hardware
from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.media_protocol import BootsOnce, BootSource, HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.protocol import Device, HasPower, KnowsPowerState, PowerState
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.tinypilot.companion_lease import headers as lease_headers
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.companion.conftest import Client
from utest.qemu import machine_of

_ROOT = "/api/companion/v1"
_CD, _USB = MediumKind.CD, MediumKind.USB
_MIB = 1 << 20


class Drive(VirtualDevice):
    """A virtual computer with a drive, which takes a medium only while its gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.begun = threading.Event()
        self.inside: list[Medium] = []

    def insert_medium(self, image: str, kind: MediumKind) -> None:
        self.begun.set()
        assert self.gate.wait(30)
        self.inside = [Medium(kind, image)]

    def eject_medium(self, kind: MediumKind | None = None) -> None:
        self.inside = []

    def media(self) -> list[Medium]:
        return self.inside


@contextlib.contextmanager
def _served(device: VirtualDevice, images: Path | None = None) -> Iterator[Client]:
    with running(device, Serving(port=0, images=images)) as url, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {session.post(f'{url}/api/v1/auth', timeout=30).json()['token']}"
        client = Client(url, device, session)
        yield client


@pytest.fixture(scope="module")
def served() -> Iterator[Client]:
    with _served(Drive()) as client:
        yield client


@pytest.fixture
def drive(served: Client) -> Iterator[Drive]:
    assert isinstance(served.device, Drive)
    served.device.inside = []
    served.device.begun.clear()
    yield served.device
    served.device.gate.set()


@pytest.fixture
def client(served: Client, drive: Drive) -> Client:
    return served


@pytest.fixture
def device(client: Client) -> Iterator[Device]:
    device = open_device(client.url)
    yield device
    device.close()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "debian.iso"
    # What one test has sent, the companion has for all of them.
    file.write_bytes(os.urandom(3 * _MIB + 77))
    return file


def _announced(image: Path) -> dict[str, object]:
    content = image.read_bytes()
    return {"name": image.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _put(client: Client, image: Path, offset: int, data: bytes) -> requests.Response:
    where = {"sha256": str(_announced(image)["sha256"]), "offset": str(offset)}
    return client.session.put(f"{client.url}{_ROOT}/images", params=where, data=data, timeout=30)


@pytest.mark.integration
def test_a_suite_over_http_can_what_it_can_on_the_device(image: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk.img"
    disk.write_bytes(bytes(_MIB))
    drive = ("-drive", f"if=none,id=disk,format=raw,file={disk}", "-device", "virtio-blk-pci,drive=disk,bootindex=0")
    with machine_of(Hardware(memory=32, boot_menu=60, tablet=True, extra=drive)) as machine:
        machine.switch_on()
        direct = open_device(machine.url)
        with running(direct) as url:
            device = open_device(url)
            assert set(capability_names(device)) == {*capability_names(direct), "new-frames"}
            media, power = require(device, HasMedia), require(device, HasPower)
            for kind in (_CD, _USB):
                media.insert_medium(str(image), kind)
            assert set(media.media()) == {Medium(_CD, str(image)), Medium(_USB, str(image))}
            # What QEMU reads is what was sent.
            there = Path(require(direct, HasMedia).media()[0].image)
            assert there != image
            assert there.read_bytes() == image.read_bytes()
            require(device, BootsOnce).boot_once(BootSource.CD)
            with pytest.raises(NotSupported, match="Enter Firmware Setup"):
                require(device, BootsOnce).boot_once(BootSource.SETUP)
            power.reset()
            assert require(device, KnowsPowerState).power_state() is PowerState.ON
            media.eject_medium(_USB)
            assert media.media() == [Medium(_CD, str(image))]
            media.eject_medium()
            assert media.media() == []
            device.close()
    assert not there.exists()


def test_what_was_sent_once_is_not_sent_again(client: Client, device: Device, drive: Drive, image: Path) -> None:
    media = require(device, HasMedia)
    media.insert_medium(str(image), _CD)
    [first] = drive.inside
    assert client.post(f"{_ROOT}/images", _announced(image)).json()["received"] == image.stat().st_size
    again = image.rename(image.with_name("stick.img"))
    media.insert_medium(str(again), _USB)
    [second] = drive.inside
    # By its own name: what kind of image it is may be told by that.
    assert (Path(second.image).name, second.kind) == ("stick.img", _USB)
    assert Path(first.image).samefile(second.image)


def test_what_stopped_halfway_goes_on_there(
    client: Client, device: Device, drive: Drive, image: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.post(f"{_ROOT}/images", _announced(image)).json() == {"image": "", "received": 0}
    assert _put(client, image, 0, image.read_bytes()[:_MIB]).json() == {"received": _MIB}
    with caplog.at_level(logging.INFO, "TinyPilotLibrary.devices.transfers"):
        require(device, HasMedia).insert_medium(str(image), _CD)
    told = [record.getMessage() for record in caplog.records]
    assert told[0] == "Sending 'debian.iso' goes on at 1.0 MB of 3.1 MB."
    assert told[-1].startswith("Sent 'debian.iso': 2.1 MB in ")
    [medium] = drive.inside
    assert Path(medium.image).read_bytes() == image.read_bytes()


def test_a_damaged_image_is_never_inserted(client: Client, device: Device, drive: Drive, image: Path) -> None:
    content = image.read_bytes()
    client.post(f"{_ROOT}/images", _announced(image))
    for offset in range(0, len(content), _MIB):
        _put(client, image, offset, bytes(len(content[offset : offset + _MIB])))
    refused = client.post(f"{_ROOT}/images", _announced(image))
    assert refused.status_code == 400
    assert "send it again" in refused.text
    # Nothing is left of it.
    require(device, HasMedia).insert_medium(str(image), _CD)
    assert Path(drive.inside[0].image).read_bytes() == content


@pytest.mark.parametrize(("offset", "length"), [(1, 10), (0, 4 * _MIB), (3 * _MIB, 1000)])
def test_a_piece_that_does_not_fit_is_refused(client: Client, image: Path, offset: int, length: int) -> None:
    client.post(f"{_ROOT}/images", _announced(image))
    assert _put(client, image, offset, bytes(length)).status_code in {400, 413}
    assert client.post(f"{_ROOT}/images", _announced(image)).json()["received"] == 0


def test_a_piece_may_come_twice(client: Client, image: Path) -> None:
    client.post(f"{_ROOT}/images", _announced(image))
    content = image.read_bytes()
    for offset in (0, 0, _MIB, _MIB, 2 * _MIB, 3 * _MIB, 2 * _MIB, 3 * _MIB):
        assert _put(client, image, offset, content[offset : offset + _MIB]).ok
    assert client.post(f"{_ROOT}/images", _announced(image)).json()["received"] == len(content)
    assert "announce it again" in _put(client, image, 0, b"late").text


def test_keys_are_not_held_up_by_media_nor_media_by_keys(
    client: Client, device: Device, drive: Drive, image: Path
) -> None:
    """The image waits for its drive all the time that the keys are typed, and pieces of another one arrive."""
    drive.gate.clear()
    inserting = threading.Thread(target=require(device, HasMedia).insert_medium, args=(str(image), _CD))
    inserting.start()
    assert drive.begun.wait(30)
    other = image.with_name("other.iso")
    other.write_bytes(b"other" * 1000)
    client.post(f"{_ROOT}/images", _announced(other))
    for number, code in enumerate(("KeyA", "KeyB", "KeyC")):
        with contextlib.closing(open_device(client.url)) as typing:
            typing.type([Keystroke(code)])
        assert client.received()[-1] == f"-{code}"
        assert _put(client, other, number, b"x").json() == {"received": number + 1}
    assert drive.inside == []
    drive.gate.set()
    inserting.join(30)
    assert Path(drive.inside[0].image).name == "debian.iso"


def test_images_of_the_companion_are_inserted_by_their_path(tmp_path: Path) -> None:
    drive = Drive()
    images = tmp_path / "images"
    (images / "linux").mkdir(parents=True)
    (images / "linux" / "rescue.iso").write_bytes(b"rescue")
    (tmp_path / "secret").write_bytes(b"secret")
    with _served(drive, images) as client:
        device = open_device(client.url)
        # Both are one client.
        client.session.headers.update(lease_headers())
        media = require(device, HasMedia)
        for name in ("linux/rescue.iso", str(images / "linux" / "rescue.iso")):
            assert client.post(f"{_ROOT}/media", {"image": name, "kind": "cd"}).ok
            assert drive.inside == [Medium(_CD, str(images / "linux" / "rescue.iso"))]
            media.eject_medium()
            media.insert_medium("linux/rescue.iso", _CD)
            assert drive.inside == [Medium(_CD, str(images / "linux" / "rescue.iso"))]
            assert media.media() == [Medium(_CD, "linux/rescue.iso")]
        media.insert_medium("https://lab/x.iso", _CD)
        assert media.media() == [Medium(_CD, "https://lab/x.iso")]
        media.eject_medium()
        for name in ("../secret", "linux/../../secret", "file:///etc/passwd", "linux", ""):
            refused = client.post(f"{_ROOT}/media", {"image": name, "kind": "cd"})
            assert (refused.status_code, drive.inside) == (400, [])
            assert refused.text.endswith("It offers: linux/rescue.iso.")
        refused = client.post(f"{_ROOT}/media", {"image": str(tmp_path / "secret"), "kind": "cd"})
        assert (refused.status_code, drive.inside) == (400, [])
        with pytest.raises(ConfigurationError, match=r"linux/rescue\.iso\. Nor is there a file .*no\.iso"):
            media.insert_medium("no.iso", _CD)
        device.close()


def test_what_clients_have_sent_stays_in_the_folder(tmp_path: Path, image: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    for _ in range(2):
        with _served(Drive(), images) as client:
            device = open_device(client.url)
            require(device, HasMedia).insert_medium(str(image), _CD)
            device.close()
    assert [file.read_bytes() for file in images.glob("**/*.iso")] == [image.read_bytes()]


@pytest.mark.parametrize("name", ["", "..", "a/b", "../x.iso", "a\\b", ".part", "x" * 201])
def test_the_name_of_an_image_is_that_of_a_file(client: Client, name: str) -> None:
    refused = client.post(f"{_ROOT}/images", {"name": name, "size": 1, "sha256": "0" * 64})
    assert (refused.status_code, "is not the name of an image" in refused.text) == (400, True)


def test_an_image_for_which_there_is_no_room_is_refused_before_it_is_sent(client: Client) -> None:
    refused = client.post(f"{_ROOT}/images", {"name": "huge.iso", "size": 1 << 49, "sha256": "0" * 64})
    assert (refused.status_code, "has no room for it" in refused.text) == (507, True)


def test_a_device_without_media_takes_no_images(image: Path) -> None:
    with _served(VirtualDevice()) as client:
        assert client.post(f"{_ROOT}/images", _announced(image)).status_code == 501
        assert client.get(f"{_ROOT}/media").status_code == 501
        with contextlib.closing(open_device(client.url)) as device, pytest.raises(NotSupported, match="'qemu:'"):
            require(device, HasMedia)
