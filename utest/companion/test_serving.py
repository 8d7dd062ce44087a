"""`tinypilot serve`: who may reach it, and what it does with the device."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
import requests
import trustme

from TinyPilotLibrary.companion.server import Serving, listening, running
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, DeviceError
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.companion.command import serve_command

# Who may reach it

_KEY = "a-key-of-16-char"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_loopback_it_works_without_anything(host: str) -> None:
    with running(VirtualDevice(), Serving(host=host, port=0)) as url:
        device = open_device(url)
        assert device.frame().size.width == 720
        device.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "example.test"])
def test_others_are_let_in_with_key_and_tls_alone(host: str, tmp_path: Path) -> None:
    file = tmp_path / "pem"
    file.touch()
    for given, missing in (
        (Serving(port=0), "--api-key-file and --tls-cert and --tls-key"),
        (Serving(port=0, api_key=_KEY), "Give --tls-cert and --tls-key,"),
        (Serving(port=0, tls_cert=file, tls_key=file), "Give --api-key-file,"),
    ):
        with pytest.raises(ConfigurationError, match="--insecure") as refused:
            Serving(host, 0, given.api_key, given.tls_cert, given.tls_key)
        assert missing in str(refused.value)
    assert Serving(host, 0, _KEY, file, file).host == host
    for insecure in (False, True):
        with pytest.raises(ConfigurationError, match=r"too short.*at least 16 characters"):
            Serving(host, 0, _KEY[:15], file, file, insecure=insecure)
    assert Serving(api_key="k").api_key == "k"
    assert Serving(host, 0, insecure=True).insecure


def test_what_it_is_started_with_is_checked() -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        Serving(tls_cert=Path("missing.pem"), tls_key=Path("missing.pem"))
    with pytest.raises(ConfigurationError, match="requires both"):
        Serving(tls_cert=Path(__file__))
    with pytest.raises(ConfigurationError, match="empty"):
        Serving(api_key=" ")


def test_files_that_are_no_certificate_are_told_and_the_device_is_let_go(tmp_path: Path) -> None:
    file = tmp_path / "no.pem"
    file.write_text("no certificate")
    device = VirtualDevice()
    with (
        pytest.raises(ConfigurationError, match="Cannot set up TLS"),
        running(device, Serving(port=0, tls_cert=file, tls_key=file)),
    ):
        pass
    with pytest.raises(DeviceError, match="closed"):
        device.frame()


def test_a_port_that_is_taken_is_told_and_the_device_is_let_go() -> None:
    device = VirtualDevice()
    with listening(VirtualDevice(), Serving(port=0)) as first:
        port = int(first.url.rpartition(":")[2])
        with (
            pytest.raises(ConfigurationError, match=f"port {port}: Address already in use"),
            running(device, Serving(port=port)),
        ):
            pass
    with pytest.raises(DeviceError, match="closed"):
        device.frame()


@pytest.mark.integration
def test_a_key_from_a_file_and_tls_from_the_command_line(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    (tmp_path / "api.key").write_text("the-key\n")
    files = {"--api-key-file": "api.key", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
    arguments = [part for option, name in files.items() for part in (option, str(tmp_path / name))]
    with serve_command("virtual:", *arguments) as (_, url):
        assert url.startswith("https://127.0.0.1:")
        device = open_device(url, {"api_key": "the-key", "ca_certificate": tmp_path / "ca.pem"})
        assert device.frame().size.width == 720
        device.close()


def test_no_key_is_down_after_it_was_stopped() -> None:
    target = VirtualDevice()
    with running(target) as url:
        device = open_device(url)
        require(device, HoldsKeys).key_down(["ShiftLeft"])
    assert target.computer.keyboard.down == set()
    device.close()


def test_the_input_of_two_requests_does_not_mix() -> None:
    class Slow(VirtualDevice):
        def type(self, keystrokes: Iterable[Keystroke]) -> None:
            for keystroke in keystrokes:
                super().type([keystroke])
                time.sleep(0.01)

    target = Slow()
    with running(target) as url:
        headers = {"Authorization": f"Bearer {requests.post(f'{url}/api/v1/auth', timeout=30).json()['token']}"}

        def send(code: str) -> None:
            body = {"keystrokes": [{"code": code}] * 5}
            requests.post(f"{url}/api/companion/v1/keystrokes", json=body, headers=headers, timeout=30)

        clients = [threading.Thread(target=send, args=(code,)) for code in ("KeyA", "KeyB")]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    typed = [key[1:] for key in target.computer.keyboard.received if key.startswith("+")]
    assert typed in (["KeyA"] * 5 + ["KeyB"] * 5, ["KeyB"] * 5 + ["KeyA"] * 5)
