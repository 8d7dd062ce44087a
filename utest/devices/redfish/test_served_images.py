"""Files of this machine in virtual media: sushy-tools' emulator fetches them from here."""

import contextlib
import os
import socket
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme

from atest.power.bmcs import in_front, redfish_emulator
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.media import MEDIA_KINDS
from TinyPilotLibrary.devices.media_protocol import HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, DeviceError
from utest.devices.redfish.test_redfish_media import media_of, told_of_cd

pytestmark = pytest.mark.integration

_CD = MediumKind.CD


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redfish_emulator(tmp_path_factory.mktemp("bmc")) as url:
        yield url


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / f"{uuid.uuid4()} &.iso"
    file.write_bytes(os.urandom(3_000_000))
    yield file
    for fetched in _fetched(file):
        fetched.unlink()


def _fetched(image: Path) -> list[Path]:
    """What the emulator has fetched of an image, where it keeps it."""
    folder = Path(tempfile.gettempdir())
    return [*folder.glob(f"*/{image.name}"), *folder.glob(f"*/{image.name.replace(' ', '%20').replace('&', '%26')}")]


def _url(emulator: str) -> str:
    return str(told_of_cd(emulator)["Image"])


def test_the_bmc_fetches_a_file_of_this_machine(emulator: str, image: Path) -> None:
    with media_of(emulator) as media:
        media.insert_medium(str(image), _CD)
        [fetched] = _fetched(image)
        assert fetched.read_bytes() == image.read_bytes()
        assert media.media() == [Medium(_CD, str(image))]
        url = _url(emulator)
        assert requests.get(url, timeout=10).content == image.read_bytes()
        media.eject_medium()
        assert media.media() == []
        with pytest.raises(requests.ConnectionError):
            requests.get(url, timeout=10)


def test_ranges_are_served(emulator: str, image: Path) -> None:
    content = image.read_bytes()
    with media_of(emulator) as media:
        media.insert_medium(str(image), _CD)
        url = _url(emulator)
        for asked, first, last in (("0-0", 0, 0), ("1000-1999", 1000, 1999), ("2999990-", 2_999_990, 2_999_999)):
            answer = requests.get(url, headers={"Range": f"bytes={asked}"}, timeout=10)
            assert (answer.status_code, answer.content) == (206, content[first : last + 1])
            assert answer.headers["Content-Range"] == f"bytes {first}-{last}/3000000"
        for asked in ("-5", "2999995-9999999"):
            assert requests.get(url, headers={"Range": f"bytes={asked}"}, timeout=10).content == content[-5:]
        beyond = requests.get(url, headers={"Range": "bytes=3000000-"}, timeout=10)
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */3000000")
        for asked in ("bytes=5-1", "bytes=-", "bytes=0-1,4-5", "lines=1-2"):
            answer = requests.get(url, headers={"Range": asked}, timeout=10)
            assert (answer.status_code, len(answer.content)) == (200, len(content))
        head = requests.head(url, timeout=10)
        assert (head.headers["Content-Length"], head.headers["Accept-Ranges"]) == ("3000000", "bytes")
        media.eject_medium()


def test_nothing_else_can_be_had_and_nothing_changed(emulator: str, image: Path) -> None:
    with media_of(emulator) as media:
        media.insert_medium(str(image), _CD)
        url = _url(emulator)
        root = url.rpartition("/")[0]
        for other in (root, f"{root}/", f"{root}/../{image.name}", url.replace(root[-6:], "AAAAAA"), f"{url}/x"):
            assert requests.get(other, timeout=10).status_code == 404, other
        for method in ("PUT", "POST", "DELETE", "PATCH"):
            assert requests.request(method, url, data=b"x", timeout=10).status_code == 501
        media.eject_medium()


def test_each_medium_has_a_path_of_its_own_and_one_time(emulator: str, image: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.iso"
    other.write_bytes(b"other")
    with media_of(emulator) as media:
        urls = []
        for file in (image, other, image):
            media.insert_medium(str(file), _CD)
            urls.append(_url(emulator))
            assert media.media() == [Medium(_CD, str(file))]
        assert len(set(urls)) == 3
        assert [requests.get(url, timeout=10).status_code for url in urls] == [404, 404, 200]
        media.eject_medium()


def test_what_is_not_inserted_is_not_served(emulator: str, image: Path) -> None:
    with in_front(emulator, lag=None) as liar, media_of(liar, media_timeout="1s", image_port=_free()) as media:
        for _ in range(2):
            with pytest.raises(DeviceError, match="not inserted after 1 s"):
                media.insert_medium(str(image), _CD)
        assert not media.media()


def test_it_is_served_over_tls(emulator: str, image: Path, tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    files = {"image_certificate": tmp_path / "cert.pem", "image_key": tmp_path / "key.pem"}
    with media_of(emulator, **files) as media:
        media.insert_medium(str(image), _CD)
        assert [file.read_bytes() for file in _fetched(image)] == [image.read_bytes()]
        url = _url(emulator)
        assert url.startswith("https://127.0.0.1:")
        assert requests.get(url, timeout=10, verify=str(tmp_path / "ca.pem")).content == image.read_bytes()
        media.eject_medium()


def test_address_and_port_can_be_given(emulator: str, image: Path) -> None:
    port = _free()
    with media_of(emulator, image_host="localhost", image_port=str(port)) as media:
        media.insert_medium(str(image), _CD)
        assert _url(emulator).startswith(f"http://localhost:{port}/")
        media.eject_medium()


def test_who_closes_too_early_is_warned(emulator: str, image: Path, caplog: pytest.LogCaptureFixture) -> None:
    with media_of(emulator) as media:
        media.insert_medium(str(image), _CD)
    [warning] = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert f"can no longer read '{image}': eject media before the device is closed" in warning
    with media_of(emulator) as media:
        media.eject_medium()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"image_port": "70000"}, "'image_port' must be a whole number"),
        ({"image_certificate": "/none.pem"}, "'/none.pem' does not exist"),
        ({"image_key": "/none.pem"}, "needs an 'image_certificate'"),
    ],
)
def test_wrong_options_are_told(emulator: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told), media_of(emulator, **options):
        pass


def test_a_suite_over_http_can_it_too(emulator: str, image: Path) -> None:
    """The companion has the file from its client, and the BMC from the companion."""
    target = CompositeDevice(VirtualDevice(), media=MEDIA_KINDS.open(f"redfish+{emulator}", {}, {}))
    with running(target) as url:
        device = open_device(url)
        media = require(device, HasMedia)
        media.insert_medium(str(image), _CD)
        assert [file.read_bytes() for file in _fetched(image)] == [image.read_bytes()]
        assert media.media() == [Medium(_CD, str(image))]
        media.eject_medium()
        assert told_of_cd(emulator)["Inserted"] is False
        device.close()


def _free() -> int:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port
