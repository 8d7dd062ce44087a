"""`vnc:` against real servers: what they show, whom they let in, and what becomes of a connection."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from atest.lab.fault_proxy import Fault, FaultProxy
from TinyPilotLibrary.devices.protocol import NotifiesFrames
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.vnc import VncDevice
from TinyPilotLibrary.devices.vnc.updates import EXTRAS, QEMU_KEYS
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import (
    CertificateRefused,
    ConfigurationError,
    DeviceError,
    DeviceUnreachable,
    NotAuthorized,
    UnknownKey,
)
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock
from utest.contract.machine import vnc as vnc_bench
from utest.devices.vnc.servers import XScreen, tigervnc, x11vnc

pytestmark = pytest.mark.integration

Opener = Callable[..., VncDevice]


@pytest.fixture
def opened() -> Iterator[Opener]:
    devices: list[VncDevice] = []

    def opener(url: str, **options: object) -> VncDevice:
        device = open_device(url, {"key_hold": 0, "key_gap": 0, **options})
        assert isinstance(device, VncDevice)
        devices.append(device)
        return device

    yield opener
    for device in devices:
        device.close()


@pytest.fixture(scope="module")
def tiger() -> Iterator[XScreen]:
    with tigervnc("-SecurityTypes", "None") as screen:
        yield screen


@pytest.fixture(scope="module")
def x11() -> Iterator[XScreen]:
    with x11vnc("-passwd", "s3cret") as screen:
        yield screen


def _colour(frame: Frame) -> tuple[int, int, int]:
    blue, green, red = (int(value) for value in frame.color[frame.size.height // 2, frame.size.width // 2])
    return red, green, blue


@pytest.mark.parametrize("encoding", ["raw", "zrle"])
def test_a_frame_is_never_older_than_what_was_painted(tiger: XScreen, opened: Opener, encoding: str) -> None:
    device = opened(tiger.url, encoding=encoding)
    for colour in ((255, 0, 0), (0, 128, 64), (1, 2, 3)) * 3:
        tiger.paint("#{:02x}{:02x}{:02x}".format(*colour))
        assert _colour(device.frame()) == colour


def test_a_wait_ends_with_the_change(tiger: XScreen, opened: Opener) -> None:
    tiger.paint("black")
    device = opened(tiger.url)
    able = require(device, NotifiesFrames)
    before = device.frame()
    later = threading.Timer(0.3, tiger.paint, ["white"])
    later.start()
    after = able.next_frame(before, 30.0)
    later.join()
    assert _colour(after) == (255, 255, 255)
    assert able.next_frame(after, 0.2).identity == after.identity


def test_a_screen_of_another_size_is_seen_whole(opened: Opener) -> None:
    with tigervnc("-SecurityTypes", "None") as screen:
        screen.paint("blue")
        device = opened(screen.url)
        assert device.frame().size == (1024, 768)
        screen.run("xrandr", "-s", "800x600")
        screen.paint("red")
        frame = device.frame()
        assert frame.size == (800, 600)
        assert (frame.color == (0, 0, 255)).all()


def test_a_password_lets_in(x11: XScreen, opened: Opener) -> None:
    device = opened(x11.url, password="s3cret")
    assert device.frame().size == (800, 600)
    for wrong, told in (("wr0ng", "refuses the password"), ("", r"wants a password \(password=\)")):
        with pytest.raises(NotAuthorized, match=told) as refused:
            opened(x11.url, password=wrong).frame()
        assert "wr0ng" not in str(refused.value)
        assert x11.url in str(refused.value)


def test_a_certificate_is_verified(tmp_path: Path, opened: Opener) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    files = ("-X509Cert", str(tmp_path / "cert.pem"), "-X509Key", str(tmp_path / "key.pem"))
    with tigervnc("-SecurityTypes", "X509None", *files) as screen:
        screen.paint("green")
        device = opened(screen.url, ca_certificate=tmp_path / "ca.pem")
        assert _colour(device.frame()) == (0, 255, 0)
        device.type(US.keystrokes("hello"))
        with pytest.raises(CertificateRefused, match=r"certificate of .* is not trusted.*ca_certificate="):
            opened(screen.url).frame()
        assert opened(screen.url, verify=False).frame().size == (1024, 768)


def test_tls_of_nobody_is_for_who_asks_for_it(opened: Opener) -> None:
    with tigervnc("-SecurityTypes", "TLSNone") as screen:
        with pytest.raises(ConfigurationError, match=r"no certificate to be verified by.*verify=False"):
            opened(screen.url).frame()
        assert opened(screen.url, verify=False).frame().size == (1024, 768)


def test_keysyms_are_sent_to_servers_without_scan_codes(
    tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(extra for extra in EXTRAS if extra != QEMU_KEYS)
    monkeypatch.setattr("TinyPilotLibrary.devices.vnc.vnc_connection.EXTRAS", without)
    with vnc_bench(tmp_path) as bench:
        device = bench.open()
        device.type([*US.keystrokes("aZ1!"), Keystroke("F12"), Keystroke("Delete", frozenset({"ControlLeft"}))])
        pressed = [key[1:] for key in bench.target.received() if key.startswith("+")]
        shifted = ["ShiftLeft", "KeyZ", "Digit1", "ShiftLeft", "Digit1"]
        assert pressed == ["KeyA", *shifted, "F12", "ControlLeft", "Delete"]
        assert not bench.target.down()
        device.close()


def test_a_server_that_ends_is_told_and_one_that_comes_back_is_used(opened: Opener) -> None:
    with tigervnc("-SecurityTypes", "None") as screen:
        port = int(screen.url.rpartition("::")[2])
        device = opened(screen.url)
        device.frame()
    with pytest.raises(DeviceUnreachable):
        device.frame()
    with pytest.raises(DeviceUnreachable, match=r"no connection to '.*': .*below 100 is a display"):
        device.frame()
    with tigervnc("-SecurityTypes", "None", port=port, size="640x480"):
        assert device.frame().size == (640, 480)


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.STALLED])
def test_a_wait_survives_an_outage_and_keys_in_doubt_are_told(tiger: XScreen, opened: Opener, fault: Fault) -> None:
    with FaultProxy(int(tiger.url.rpartition("::")[2])) as proxy:
        device = opened(f"vnc:127.0.0.1::{proxy.port}", read_timeout="1s")
        watcher = Watcher(Screen(device, time.monotonic), 30.0, 0.1, Clock())
        watcher.shows_video()
        proxy.begin(fault)
        with pytest.raises(DeviceUnreachable):
            device.type(US.keystrokes("hello"))
        mending = threading.Timer(1.5, proxy.end)
        mending.start()
        watcher.shows_video()
        mending.join()
        device.type(US.keystrokes("hello"))
        device.close()


def test_a_key_that_there_is_not_is_refused_before_the_first(tiger: XScreen, opened: Opener) -> None:
    device = opened(tiger.url)
    with pytest.raises(UnknownKey, match="no key for 'Select'"):
        device.type([Keystroke("KeyA"), Keystroke("Select")])


def test_a_server_of_something_else_is_told(opened: Opener) -> None:
    class Web(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(DeviceError, match=r"is not a VNC server: it begins with b'HTTP/1.1 400"):
            opened(f"vnc:127.0.0.1::{server.server_address[1]}").frame()
        thread.join()


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("vnc:", {}, "Write 'vnc:' with a host"),
        ("vnc:host:port", {}, "Write 'vnc:' with a host"),
        ("vnc:host:70000", {}, "no port 70000"),
        ("vnc://admin:s3cret@host", {}, "username= and password="),
        ("vnc:admin:s3cret@host", {}, "give username= and password="),
        ("vnc:host?password=s3cret", {}, "password"),
        ("vnc:host", {"encoding": "jpeg"}, "'encoding' must be auto, raw or zrle"),
        ("vnc:host", {"verify": False, "ca_certificate": "x"}, "contradict"),
        ("vnc:host", {"read_timeout": "soon"}, "must be a duration"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(url: str, options: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as refused:
        open_device(url, options)
    assert "s3cret" not in str(refused.value)
