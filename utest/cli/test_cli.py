"""The command `tinypilot`, as it is used from a shell."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from benchmarks._serving import certificates
from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualDevice
from utest.cli.conftest import Command

_TINYPILOT = Path(sys.executable).parent / "tinypilot"


def _in_a_shell(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [_TINYPILOT, *arguments], cwd=cwd, env=plain, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.integration
def test_a_screenshot_is_saved_as_the_file_is_named(tmp_path: Path) -> None:
    done = _in_a_shell("screenshot", "virtual:", "screen.png", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "720x400" in done.stdout
    with Image.open(tmp_path / "screen.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (720, 400))


def test_a_screenshot_may_be_a_jpeg_in_a_new_folder(tinypilot: Command, tmp_path: Path) -> None:
    done = tinypilot("screenshot", "virtual:", "folder/screen.jpg")
    assert done.code == 0, done.complained
    assert "720x400" in done.said
    with Image.open(tmp_path / "folder" / "screen.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (720, 400))


@pytest.mark.integration
def test_text_and_keys_reach_a_served_device(tinypilot: Command, tmp_path: Path) -> None:
    device = VirtualDevice()
    with running(device) as url:
        assert _in_a_shell("type", url, "aB", cwd=tmp_path).returncode == 0
        assert tinypilot("press", url, "Ctrl+C").code == 0
        received = list(device.computer.keyboard.received)
    assert [key for key in received if key.startswith("+")] == [
        "+KeyA", "+ShiftLeft", "+KeyB", "+ControlLeft", "+KeyC",
    ]  # fmt: skip


def test_a_stand_of_devices_toml_is_found_from_a_folder_below(
    tinypilot: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "devices.toml").write_text('[bench]\nurl = "virtual:"\n')
    below = tmp_path / "suites"
    below.mkdir()
    monkeypatch.chdir(below)
    assert tinypilot("screenshot", "bench").code == 0
    assert (below / "screenshot.png").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["screenshot", "carrier-pigeon:x"], "virtual:"),
        (["screenshot", "stand-9"], "devices.toml"),
        (["screenshot", "virtual:", "screen.gif"], ".png"),
        (["screenshot", "virtual:", "--option", "speed"], "NAME=VALUE"),
        (["type", "virtual:", "aß€"], "'ß', '€'"),
        (["type", "virtual:", "a", "--layout", "tlhIngan"], "tlhIngan"),
        (["screenshot", "virtual:", "folder.png"], "The picture 'folder.png' cannot be saved: Is a directory."),
        (["press", "virtual:", "Entr"], "Enter"),
        (["press", "virtual:", "Ctrl", "Alt", "Delete"], "Ctrl+Alt+Delete"),
        (["serve", "virtual:", "--host", "0.0.0.0"], "--insecure"),
        (["serve", "virtual:", "--api-key-file", "missing"], "missing"),
    ],
)
def test_what_is_wrong_in_the_command_is_told_in_one_line(
    tinypilot: Command, tmp_path: Path, arguments: list[str], told: str
) -> None:
    (tmp_path / "folder.png").mkdir()
    done = tinypilot(*arguments)
    assert done.code == 2
    assert told in done.complained
    assert len(done.complained.strip().splitlines()) == 1
    assert not (tmp_path / "screenshot.png").exists()


def test_a_key_that_cannot_be_pressed_lets_none_before_it_out(tinypilot: Command) -> None:
    device = VirtualDevice()
    with running(device) as url:
        done = tinypilot("press", url, "F10", "A+B")
    assert done.code == 2
    assert "'A+B' has several keys" in done.complained
    assert device.computer.keyboard.received == []


@pytest.mark.integration
def test_a_device_that_is_not_there_is_another_exit_code(tmp_path: Path) -> None:
    with running(open_device("virtual:")) as url:
        pass
    done = _in_a_shell("screenshot", url, cwd=tmp_path)
    assert done.returncode == 1
    assert "Is the device on" in done.stderr


@pytest.mark.integration
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to a single process on Windows.")
def test_ctrl_c_ends_the_companion_quietly_though_clients_keep_their_connections(tmp_path: Path) -> None:
    authority = certificates(tmp_path)
    command = [str(_TINYPILOT), "serve", "virtual:", "--port=0", "--tls-cert=cert.pem", "--tls-key=key.pem"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout
            url = serving.stdout.readline().split()[0]
            device = open_device(url, {"ca_certificate": authority})
            device.frame()
            serving.send_signal(signal.SIGINT)
            said, complained = serving.communicate(timeout=30)
        finally:
            # Otherwise a failure would wait for it for ever.
            serving.kill()
    assert (serving.returncode, complained) == (0, "")
    assert "no key is pressed" in said
    device.close()
