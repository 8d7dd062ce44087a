"""Virtual media and the next start by Redfish, against sushy-tools' emulator, which fetches the image itself."""

import contextlib
import http.server
import json
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial

import pytest

from atest.power.bmcs import in_front, redfish_emulator, system_of
from TinyPilotLibrary.devices.media import MEDIA_KINDS
from TinyPilotLibrary.devices.media_protocol import BootSource, Medium, MediumKind
from TinyPilotLibrary.devices.redfish.redfish_media import RedfishMedia
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotSupported
from utest.devices.scripted import Answer, serving

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redfish_emulator(tmp_path_factory.mktemp("bmc")) as url:
        yield url


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a folder with images."""
    folder = tmp_path_factory.mktemp("images")
    for name in ("one.iso", "two.iso"):
        (folder / name).write_bytes(name.encode() * 1000)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def media_of(url: str, **options: object) -> Iterator[RedfishMedia]:
    """Media of a BMC, closed afterwards."""
    media: RedfishMedia = MEDIA_KINDS.open(f"redfish+{url}", options, {})
    try:
        yield media
    finally:
        media.close()


def told_of_cd(emulator: str) -> dict[str, object]:
    """What the emulator says of its CD drive, asked past the library."""
    system = system_of(emulator)
    path = f"{system['@odata.id']}/VirtualMedia/Cd"
    with urllib.request.urlopen(emulator + path, timeout=10) as answer:  # noqa: S310
        content: dict[str, object] = json.load(answer)
        return content


def test_media_come_and_go(emulator: str, images: str) -> None:
    with media_of(emulator) as media:
        assert media.media() == []
        for name in ("one.iso", "two.iso"):
            media.insert_medium(f"{images}/{name}", MediumKind.CD)
            told = told_of_cd(emulator)
            assert told["Inserted"] is True
            assert told["WriteProtected"] is True
            assert media.media() == [Medium(MediumKind.CD, f"{images}/{name}")]
        media.eject_medium(MediumKind.FLOPPY)
        assert len(media.media()) == 1
        media.eject_medium()
        assert media.media() == []
        assert told_of_cd(emulator)["Inserted"] is False
        media.eject_medium(MediumKind.CD)


def test_the_next_start_is_chosen(emulator: str) -> None:
    with media_of(emulator) as media:
        for source, target in ((BootSource.CD, "Cd"), (BootSource.PXE, "Pxe"), (BootSource.DISK, "Hdd")):
            media.boot_once(source)
            boot = system_of(emulator)["Boot"]
            assert isinstance(boot, dict)
            assert boot["BootSourceOverrideTarget"] == target
        with pytest.raises(NotSupported, match=r"cannot start its system from 'setup'\. It has: .*Pxe"):
            media.boot_once(BootSource.SETUP)


def test_a_bmc_that_knows_no_once_is_told(emulator: str, caplog: pytest.LogCaptureFixture) -> None:
    with media_of(emulator) as media:
        media.boot_once(BootSource.CD)
    assert "starts its system from 'cd' from now on, not only once" in caplog.text


@pytest.mark.parametrize(
    "boot",
    [
        {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Cd"},
        # It shows the choice when the system starts.
        {"BootSourceOverrideEnabled": "Continuous", "BootSourceOverrideTarget": "Hdd"},
        None,
    ],
)
def test_a_start_that_is_for_once_is_not_warned_of(
    boot: dict[str, str] | None, caplog: pytest.LogCaptureFixture
) -> None:
    system = "/redfish/v1/Systems/1"
    told = Answer(200, json.dumps({"Id": "1", "Boot": boot}).encode(), "application/json")
    with serving() as server, media_of(server.url + system) as media:
        server.answer(system, told, told, Answer(204), told)
        media.boot_once(BootSource.CD)
        [order] = [request for request in server.requests if request.method == "PATCH"]
        assert order.body == {"Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Cd"}}
    assert not caplog.records


def test_what_the_bmc_cannot_fetch_is_told(emulator: str, images: str) -> None:
    with media_of(emulator) as media:
        with pytest.raises(ConfigurationError, match=r"There is no image '.*/debian\.iso'\. Give a file .* or a URL"):
            media.insert_medium("debian.iso", MediumKind.CD)
        with pytest.raises(DeviceError, match=r"answered 4\d\d|answered 5\d\d"):
            media.insert_medium(f"{images}/none.iso", MediumKind.CD)
        assert media.media() == []


def test_who_lies_is_found_out(emulator: str, images: str) -> None:
    told = r"took the order, but the medium is not inserted after 1 s \(media_"
    with in_front(emulator, lag=None) as liar, media_of(liar, media_timeout="1s") as media:
        refused = pytest.raises(DeviceError, match=told)
        with refused:
            media.insert_medium(f"{images}/one.iso", MediumKind.CD)


def test_one_that_lags_is_waited_for(emulator: str, images: str) -> None:
    with in_front(emulator, lag=1.0) as slow, media_of(slow) as media:
        media.insert_medium(f"{images}/one.iso", MediumKind.CD)
        assert told_of_cd(emulator)["Inserted"] is True
        media.eject_medium()
        assert told_of_cd(emulator)["Inserted"] is False
