"""`tinypilot serve`: how it ends, by signals and with clients that wait."""

import signal
import subprocess
import sys
import threading
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import requests

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import DeviceUnreachable
from TinyPilotLibrary.hid.pointer import PointerEvent
from utest.companion.command import serve_command

pytestmark = pytest.mark.integration

# Starts a program with some signals ignored and the others not, whatever is ignored where the tests were started.
_START = """
import os, signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_IGN if name in sys.argv[1].split() else signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""


def _ignoring(*signals: str) -> list[str]:
    return [sys.executable, "-c", _START, " ".join(signals)]


def test_ctrl_c_twice_ends_it_quietly_too() -> None:
    target = VirtualDevice()
    with running(target) as behind, serve_command(behind, started_by=_ignoring()) as (process, url):
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
    with running(target) as behind, serve_command(behind, started_by=_ignoring()) as (process, url):
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
    with serve_command("virtual:", started_by=_ignoring("SIGINT")) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("Ended; no key is pressed.\n", "")
        assert process.returncode == 0


def test_with_nohup_it_outlives_its_terminal() -> None:
    with serve_command("virtual:", started_by=_ignoring("SIGINT", "SIGHUP")) as (process, url):
        process.send_signal(signal.SIGHUP)
        device = open_device(url)
        assert device.frame().size.width == 720
        device.close()
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30)[0] == "Ended; no key is pressed.\n"


def test_without_a_terminal_to_speak_to_it_ends_as_quietly() -> None:
    with serve_command("virtual:", started_by=_ignoring()) as (process, _):
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        process.send_signal(signal.SIGHUP)
        _, errors = process.communicate(timeout=30)
        assert errors == ""
        assert process.returncode == -signal.SIGHUP


def test_clients_that_wait_for_a_frame_are_answered_at_the_end() -> None:
    still = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with running(still) as behind, serve_command(behind, started_by=_ignoring()) as (process, url):
        token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        frame = f"{url}/api/companion/v1/frame"
        number = requests.get(frame, headers=headers, timeout=30).headers["X-Frame-Number"]
        address = urlsplit(url)
        waiting = HTTPConnection(str(address.hostname), address.port, timeout=60)
        waiting.request("GET", f"{address.path}/api/companion/v1/frame?after={number}&timeout=30", headers=headers)
        # What came first is read first: the companion has the other request when it answers this one.
        requests.get(f"{url}/state", timeout=30)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert waiting.getresponse().status == 304
        waiting.close()
        assert process.returncode == 0


def test_a_text_that_is_typed_at_the_end_is_answered_in_words() -> None:
    target = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    target.simulate_fault("slow", 60)
    with running(target) as behind, serve_command(behind, started_by=_ignoring()) as (process, url):
        token = requests.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        answers: list[requests.Response] = []

        def paste() -> None:
            headers = {"Authorization": f"Bearer {token}"}
            body = {"text": "a" * 30}
            answers.append(requests.post(f"{url}/api/companion/v1/paste", json=body, headers=headers, timeout=60))

        client = threading.Thread(target=paste)
        client.start()
        while not target.computer.keyboard.received:
            client.join(0.05)
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=30)
        client.join(30)
    assert (answers[0].status_code, "Interrupted after" in answers[0].text) == (409, True)
    assert (output, errors) == ("Ended; no key is pressed.\n", "")
    assert target.computer.keyboard.down == set()
    assert len(target.computer.keyboard.received) < 20
