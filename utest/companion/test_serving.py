"""`tinypilot serve`: who may reach it, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
import trustme

from TinyPilotLibrary.companion.access import Access
from TinyPilotLibrary.companion.server import Serving, listening, running
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, DeviceUnreachable
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent

_TINYPILOT = Path(sys.executable).parent / "tinypilot"


# Starts a program with some signals ignored and the others not, whatever is ignored where the tests were started.
_START = """
import os, signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_IGN if name in sys.argv[1].split() else signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""


@contextmanager
def _serve(*arguments: str, ignoring: str = "") -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command, running, and the URL that it says. What it ignores at its start are names of signals."""
    with subprocess.Popen(
        [sys.executable, "-c", _START, ignoring, _TINYPILOT, "serve", *arguments, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().partition(" ")[0]
        finally:
            process.kill()


# Who may reach it


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
        (Serving(port=0, api_key="k"), "Give --tls-cert and --tls-key,"),
        (Serving(port=0, tls_cert=file, tls_key=file), "Give --api-key-file,"),
    ):
        with pytest.raises(ConfigurationError, match="--insecure") as refused:
            Serving(host, 0, given.api_key, given.tls_cert, given.tls_key)
        assert missing in str(refused.value)
    assert Serving(host, 0, "k", file, file).host == host
    assert Serving(host, 0, insecure=True).insecure


def test_what_it_is_started_with_is_checked() -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        Serving(tls_cert=Path("missing.pem"), tls_key=Path("missing.pem"))
    with pytest.raises(ConfigurationError, match="both files"):
        Serving(tls_cert=Path(__file__))
    with pytest.raises(ConfigurationError, match="empty"):
        Serving(api_key=" ")


def test_files_that_are_no_certificate_are_told_and_the_device_is_let_go(tmp_path: Path) -> None:
    file = tmp_path / "no.pem"
    file.write_text("no certificate")
    device = VirtualDevice()
    with (
        pytest.raises(ConfigurationError, match="TLS cannot be set up"),
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


def test_a_key_from_a_file_and_tls_from_the_command_line(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    (tmp_path / "api.key").write_text("the-key\n")
    files = {"--api-key-file": "api.key", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
    arguments = [part for option, name in files.items() for part in (option, str(tmp_path / name))]
    with _serve("virtual:", *arguments) as (_, url):
        assert url.startswith("https://127.0.0.1:")
        device = open_device(url, {"api_key": "the-key", "ca_certificate": tmp_path / "ca.pem"})
        assert device.frame().size.width == 720
        device.close()


# How it ends


def test_ctrl_c_twice_ends_it_quietly_too() -> None:
    target = VirtualDevice()
    with running(target) as behind, _serve(behind) as (process, url):
        device = open_device(url)
        require(device, HoldsKeys).key_down(["ControlLeft"])
        process.send_signal(signal.SIGINT)
        # Signals that come at once are one; that it is ending takes it longer than this.
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
        assert target.computer.keyboard.down == set()
        device.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_all_keys_released(how: signal.Signals) -> None:
    target = VirtualDevice()
    with running(target) as behind, _serve(behind) as (process, url):
        device = open_device(url)
        require(device, HoldsKeys).key_down(["ControlLeft", "KeyA"])
        device.point([PointerEvent(0.5, 0.5, 1)])
        assert target.computer.keyboard.down == {"ControlLeft", "KeyA"}
        process.send_signal(how)
        output, errors = process.communicate(timeout=30)
        assert target.computer.keyboard.down == set()
        assert target.computer.pointer.buttons == 0
        assert (output, errors) == ("Ended; no key is pressed.\n", "")
        # Who started it sees which signal ended it; Ctrl+C is the usual way.
        assert process.returncode == (0 if how == signal.SIGINT else -how)
        with pytest.raises(DeviceUnreachable):
            device.frame()
        device.close()


def test_in_the_background_where_shells_ignore_ctrl_c_a_signal_ends_it_too() -> None:
    with _serve("virtual:", ignoring="SIGINT") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("Ended; no key is pressed.\n", "")
        assert process.returncode == 0


def test_with_nohup_it_outlives_its_terminal() -> None:
    with _serve("virtual:", ignoring="SIGINT SIGHUP") as (process, url):
        process.send_signal(signal.SIGHUP)
        device = open_device(url)
        assert device.frame().size.width == 720
        device.close()
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30)[0] == "Ended; no key is pressed.\n"


def test_without_a_terminal_to_speak_to_it_ends_as_quietly() -> None:
    with _serve("virtual:") as (process, _):
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        process.send_signal(signal.SIGHUP)
        _, errors = process.communicate(timeout=30)
        assert errors == ""
        assert process.returncode == -signal.SIGHUP


def test_clients_that_wait_for_a_frame_are_answered_at_the_end() -> None:
    still = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(still) as behind, _serve(behind) as (process, url):
        token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        frame = f"{url}/api/companion/v1/frame"
        number = requests.get(frame, headers=headers, timeout=30).headers["X-Frame-Number"]
        statuses: list[int] = []

        def wait() -> None:
            params = {"after": number, "timeout": "30"}
            statuses.append(requests.get(frame, params=params, headers=headers, timeout=60).status_code)

        client = threading.Thread(target=wait)
        client.start()
        client.join(0.3)
        assert client.is_alive()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        client.join(30)
        assert statuses == [304]
        assert process.returncode == 0


def test_no_key_is_down_after_it_was_stopped() -> None:
    target = VirtualDevice()
    with running(target) as url:
        device = open_device(url)
        require(device, HoldsKeys).key_down(["ShiftLeft"])
    assert target.computer.keyboard.down == set()
    device.close()


def test_the_input_of_two_clients_does_not_mix() -> None:
    class Slow(VirtualDevice):
        def type(self, keystrokes: Iterable[Keystroke]) -> None:
            for keystroke in keystrokes:
                super().type([keystroke])
                time.sleep(0.01)

    target = Slow()
    served = Served(target, Access())
    clients = [threading.Thread(target=served.type, args=([Keystroke(code)] * 5,)) for code in ("KeyA", "KeyB")]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    typed = [key[1:] for key in target.computer.keyboard.received if key.startswith("+")]
    assert typed in (["KeyA"] * 5 + ["KeyB"] * 5, ["KeyB"] * 5 + ["KeyA"] * 5)
