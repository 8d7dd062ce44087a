"""Login, power, media and the relative mouse of a PiKVM; what all devices can do is in the contract."""

import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from TinyPilotLibrary.devices.capabilities import capability_names
from TinyPilotLibrary.devices.media_protocol import HasMedia, Medium, MediumKind
from TinyPilotLibrary.devices.pikvm.one_time_codes import code_at, secret_of
from TinyPilotLibrary.devices.protocol import HasPower, KnowsPowerState, PowerState, ShutsDown
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import (
    CertificateRefused,
    ConfigurationError,
    DeviceError,
    DeviceUnreachable,
    NotAuthorized,
    NotSupported,
    UnknownKey,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.devices.pikvm.kvmd_server import Kvmd, serve

_CD, _USB = MediumKind.CD, MediumKind.USB
_SECRET = "JBSW Y3DP EHPK 3PXP"
_USER = {"username": "admin", "password": "s3cret&=ü"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kvmd]:
    target = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    kvmd = Kvmd(target, tmp_path_factory.mktemp("msd"))
    with serve(kvmd):
        yield kvmd


@pytest.fixture
def kvmd(served: Kvmd) -> Kvmd:
    served.user = served.password = ""
    served.totp_secret = b""
    served.absolute = served.has_atx = served.has_msd = True
    served.spoils = False
    served.drive["connected"] = False
    served.target.power_on()
    served.target.computer.keyboard.received.clear()
    served.written.clear()
    return served


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "debian 13.iso"
    file.write_bytes(os.urandom(2_500_000))
    return file


def _wants_login(kvmd: Kvmd) -> None:
    kvmd.user, kvmd.password = _USER.values()


def _type_b(kvmd: Kvmd, **options: object) -> None:
    device = open_device(kvmd.url, options)
    try:
        device.type([Keystroke("KeyB")])
        assert device.frame().size.width == 720
    finally:
        device.close()
    assert kvmd.target.computer.keyboard.received == ["+KeyB", "-KeyB"]


def test_codes_are_those_of_the_standard() -> None:
    secret = b"12345678901234567890"
    times = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: code_at(secret, at) for at in times} == times
    assert secret_of(_SECRET) == secret_of("jbswy3dpehpk3pxp") == b"Hello!\xde\xad\xbe\xef"


def test_it_is_logged_in_to_with_user_and_password(kvmd: Kvmd) -> None:
    _wants_login(kvmd)
    logins = kvmd.logins
    _type_b(kvmd, **_USER)
    assert kvmd.logins == logins + 1


def test_the_code_of_two_factors_is_appended(kvmd: Kvmd) -> None:
    _wants_login(kvmd)
    kvmd.totp_secret = secret_of(_SECRET)
    _type_b(kvmd, **_USER, totp_secret=_SECRET)


def test_a_token_will_do(kvmd: Kvmd) -> None:
    _wants_login(kvmd)
    kvmd.tokens.add("given")
    _type_b(kvmd, token="given")


def test_a_token_that_was_forgotten_is_fetched_anew_and_no_key_twice(kvmd: Kvmd) -> None:
    _wants_login(kvmd)
    device = open_device(kvmd.url, _USER)
    device.type([Keystroke("KeyA")])
    kvmd.tokens.clear()
    device.type([Keystroke("KeyB")])
    kvmd.tokens.clear()
    assert device.frame().size.width == 720
    device.close()
    assert kvmd.target.computer.keyboard.received == ["+KeyA", "-KeyA", "+KeyB", "-KeyB"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, r"answered 401 to /api/auth/check.*a request without a user \(username=\)"),
        ({"username": "admin", "password": "wrong"}, r"answered 403 to /api/auth/login.*the password or the code"),
        ({"token": "stolen"}, r"answered 403 to /api/auth/check.*the token \(token=\)"),
        (_USER, r"the password or the code \(username=, password=, totp_secret=\)"),
    ],
)
def test_who_is_refused_is_told_what(kvmd: Kvmd, options: dict[str, object], told: str) -> None:
    _wants_login(kvmd)
    kvmd.totp_secret = secret_of(_SECRET)
    device = open_device(kvmd.url, options)
    with pytest.raises(NotAuthorized, match=told) as refused:
        device.type([Keystroke("KeyA")])
    assert "s3cret" not in str(refused.value)
    device.close()


def test_its_own_authority_is_trusted_and_nobody_else(kvmd: Kvmd, tmp_path: Path) -> None:
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    other.cert_pem.write_to_path(tmp_path / "other.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "kvmd.pem")
    http = kvmd.url
    with serve(kvmd, tmp_path / "kvmd.pem") as url:
        kvmd.url = url.replace("pikvm:https://", "pikvm:")
        _type_b(kvmd, ca_certificate=tmp_path / "ca.pem")
        device = open_device(kvmd.url, {"ca_certificate": tmp_path / "other.pem"})
        with pytest.raises(CertificateRefused):
            device.frame()
        device.close()
    kvmd.url = http


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("pikvm:", {}, "Write 'pikvm:' with the address"),
        ("pikvm:10.0.0.5", {"username": "admin"}, "needs both username= and password="),
        ("pikvm:10.0.0.5", {**_USER, "token": "x"}, "either a token= or"),
        ("pikvm:10.0.0.5", {"totp_secret": _SECRET}, "'totp_secret' of .* needs username="),
        ("pikvm:10.0.0.5", {**_USER, "totp_secret": "1189"}, "must be the secret in Base32"),
        ("pikvm:admin:secret@10.0.0.5", {}, "user or password"),
        ("pikvm:10.0.0.5?totp_secret=JBSW", {}, "contains a secret of two-factor authentication, but URLs are logged"),
    ],
)
def test_wrong_options_are_told(url: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        open_device(url, options)


def test_keys_that_it_has_not_are_told_before_anything_is_typed(kvmd: Kvmd) -> None:
    device = open_device(kvmd.url)
    with pytest.raises(UnknownKey, match="no key 'IntlHash'; nothing was typed"):
        device.type([Keystroke("KeyA"), Keystroke("IntlHash")])
    device.type([Keystroke("OSLeft")])
    device.close()
    assert kvmd.target.computer.keyboard.received == ["+MetaLeft", "-MetaLeft"]


def test_a_relative_mouse_goes_to_places_too(kvmd: Kvmd) -> None:
    kvmd.absolute = False
    device = open_device(kvmd.url)
    for x, y in ((0.25, 0.75), (1.0, 0.0), (0.5, 0.5)):
        device.point([PointerEvent(x, y, 1), PointerEvent(x, y)])
        at = kvmd.target.computer.pointer
        assert (at.x, at.y) == pytest.approx((x, y), abs=0.002)
        assert at.buttons == 0
    device.close()


def test_the_power_is_switched_by_atx(kvmd: Kvmd) -> None:
    device = open_device(kvmd.url)
    power, state = require(device, HasPower), require(device, KnowsPowerState)
    assert state.power_state() is PowerState.ON
    require(device, ShutsDown).shut_down()
    assert state.power_state() is PowerState.OFF
    power.power_on()
    power.reset()
    assert state.power_state() is PowerState.ON
    power.power_off()
    assert state.power_state() is PowerState.OFF
    device.close()


def test_what_is_not_wired_is_no_capability(kvmd: Kvmd) -> None:
    kvmd.has_atx = kvmd.has_msd = False
    device = open_device(kvmd.url)
    assert not {"power", "power-state", "shutdown", "media"} & set(capability_names(device))
    with pytest.raises(NotSupported, match="a PiKVM with ATX"):
        require(device, HasPower)
    device.close()


def test_media_come_and_go(kvmd: Kvmd, image: Path, caplog: pytest.LogCaptureFixture) -> None:
    device = open_device(kvmd.url)
    media = require(device, HasMedia)
    assert media.media() == []
    media.eject_medium()
    with caplog.at_level(logging.INFO, "TinyPilotLibrary.devices.transfers"):
        media.insert_medium(str(image), _CD)
    assert caplog.records[-1].getMessage().startswith("Sent 'debian 13.iso': 2.5 MB in ")
    assert media.media() == [Medium(_CD, str(image))]
    [name] = kvmd.written
    assert (kvmd.folder / name).read_bytes() == image.read_bytes()
    assert (kvmd.drive["image"]["name"], kvmd.drive["cdrom"], kvmd.drive["rw"]) == (name, True, False)
    # What is there already is not sent again.
    media.insert_medium(str(image), _USB)
    assert media.media() == [Medium(_USB, str(image))]
    assert kvmd.written == [name]
    media.eject_medium(_CD)
    assert kvmd.drive["connected"] is True
    media.eject_medium(_USB)
    assert media.media() == []
    media.insert_medium(name, _CD)
    assert media.media() == [Medium(_CD, name)]
    with pytest.raises(NotSupported, match="no floppy drive"):
        media.insert_medium(str(image), MediumKind.FLOPPY)
    with pytest.raises(ConfigurationError, match=r"none of the name 'none\.iso'\. It has: .*debian 13-"):
        media.insert_medium("none.iso", _CD)
    device.close()


def test_an_image_that_is_stored_damaged_is_never_inserted(kvmd: Kvmd, image: Path) -> None:
    kvmd.spoils = True
    device = open_device(kvmd.url)
    with pytest.raises(DeviceError, match=r"has stored '.*debian 13\.iso' damaged: its SHA-256 is"):
        require(device, HasMedia).insert_medium(str(image), _CD)
    device.close()
    assert kvmd.drive["connected"] is False
    assert kvmd.written[-1] not in kvmd.images


def test_an_image_of_the_web_is_fetched_by_the_device(kvmd: Kvmd) -> None:
    device = open_device(kvmd.url)
    media = require(device, HasMedia)
    for _ in range(2):
        media.insert_medium("http://lab/images/rescue.iso", _CD)
        assert media.media() == [Medium(_CD, "http://lab/images/rescue.iso")]
    assert (kvmd.folder / "rescue.iso").read_bytes() == b"http://lab/images/rescue.iso"
    device.close()


def test_a_server_that_ends_is_told_and_one_that_comes_back_is_used(tmp_path: Path) -> None:
    kvmd = Kvmd(VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0))), tmp_path)
    with serve(kvmd) as url:
        device = open_device(url, {"connect_timeout": "1s", "read_timeout": "1s"})
        device.type([Keystroke("KeyA")])
    with pytest.raises(DeviceUnreachable):
        device.type([Keystroke("KeyB")])
    with serve(kvmd, port=int(url.rpartition(":")[2])):
        device.type([Keystroke("KeyC")])
        device.close()
    pressed = [key for key in kvmd.target.computer.keyboard.received if key[0] == "+"]
    assert pressed == ["+KeyA", "+KeyC"]


def test_the_streamer_runs_only_while_somebody_watches(kvmd: Kvmd) -> None:
    device = open_device(kvmd.url)
    begun = time.monotonic()
    assert device.frame().captured_at >= begun
    assert len(kvmd.sockets) == 1
    device.close()
    deadline = time.monotonic() + 10
    while kvmd.sockets:
        assert time.monotonic() < deadline
        time.sleep(0.01)
