"""`wol:` sends what wakes a network card."""

import socket

import pytest

from TinyPilotLibrary.devices.power import open_control
from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable

_MAC = bytes.fromhex("001122aabbff")


def _received(url: str, **options: object) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card:
        card.bind(("127.0.0.1", 0))
        card.settimeout(5)
        control = open_control(url, {"broadcast": "127.0.0.1", "port": card.getsockname()[1], **options}, {})
        assert control.on
        assert [control.off, control.reset, control.state] == [None] * 3
        control.on()
        return card.recv(1024)


@pytest.mark.parametrize("url", ["wol:00:11:22:aa:bb:ff", "wol:00-11-22-AA-BB-FF", "wol:001122aabbff"])
def test_the_packet_is_the_address_sixteen_times(url: str) -> None:
    assert _received(url) == b"\xff" * 6 + _MAC * 16


def test_a_password_follows() -> None:
    assert _received("wol:00:11:22:aa:bb:ff", password="01-02-03-04-05-06")[102:] == bytes(range(1, 7))
    assert _received("wol:00:11:22:aa:bb:ff", password="01020304")[102:] == bytes(range(1, 5))


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("wol:", {}, "address of a network card"),
        ("wol:00:11:22:33:44", {}, "address of a network card"),
        ("wol:00:11-22:33:44:55", {}, "address of a network card"),
        ("wol:00:11:22:33:44:55", {"port": 0}, "'port' must be a whole number"),
        ("wol:00:11:22:33:44:55", {"password": "s3cret"}, "four or six bytes"),
        ("wol:00:11:22:33:44:55", {"password": "0102"}, "four or six bytes"),
    ],
)
def test_what_is_wrong_is_told(url: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as refused:
        open_control(url, options, {})
    assert "s3cret" not in str(refused.value)


def test_a_network_that_cannot_be_reached_is_told() -> None:
    control = open_control("wol:00:11:22:33:44:55", {"broadcast": "no such host.invalid"}, {})
    assert control.on
    with pytest.raises(DeviceUnreachable, match=r"nothing can be sent to .*broadcast="):
        control.on()
