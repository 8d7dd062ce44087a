"""Real BMCs in software: OpenIPMI's simulator, sushy-tools' Redfish emulator, and one in front that lags or lies."""

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import bcrypt
import trustme

from atest.power.server import Server

_PATIENCE = 20.0
USER, PASSWORD = "admin", "s3cret"


def _free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: list[str], log: Path, **surroundings: str) -> Iterator[None]:
    everything = {**os.environ, **surroundings}
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=everything
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def missing_ipmi() -> str | None:
    """What is not installed of ipmitool and OpenIPMI's simulator; None if nothing is missing."""
    return next((name for name in ("ipmitool", "ipmi_sim") if shutil.which(name) is None), None)


@contextlib.contextmanager
def ipmi_simulator(folder: Path) -> Iterator[list[str]]:
    """OpenIPMI's simulator with a machine that is a file.

    Yields:
        The command of ipmitool for it, up to `chassis power`.
    """
    port = _free_port(socket.SOCK_DGRAM)
    machine, script = folder / "power", folder / "chassis.sh"
    machine.write_text("1")
    script.write_text(
        textwrap.dedent(f"""\
            #!/bin/sh
            # Called as: what-it-controls get power, or: what-it-controls set power 1
            shift; does=$1; shift
            if [ "$does" = get ]; then echo "power:$(cat {machine})"; exit; fi
            case $1 in
            power) echo "$2" > {machine} ;;
            shutdown) echo 0 > {machine} ;;
            esac
            """)
    )
    script.chmod(0o755)
    levels = "".join(
        f"    allowed_auths_{level} none md2 md5 straight\n" for level in ("callback", "user", "operator", "admin")
    )
    (folder / "lan.conf").write_text(
        f'name "sim"\nset_working_mc 0x20\n  startlan 1\n    addr 127.0.0.1 {port}\n    priv_limit admin\n{levels}'
        f"    guid a123456789abcdefa123456789abcdef\n  endlan\n"
        f'  chassis_control "{script} 0x20"\n  user 2 true "{USER}" "{PASSWORD}" admin 10 none md2 md5 straight\n'
    )
    (folder / "commands").write_text(
        "mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\n"
        "sel_enable 0x20 1000 0x0a\nmc_enable 0x20\n"
    )
    (folder / "state").mkdir(exist_ok=True)
    (folder / "password").write_text(PASSWORD)
    place = ["-I", "lanplus", "-H", "127.0.0.1", "-p", str(port), "-C", "3", "-N", "1", "-R", "2"]
    tool = ["ipmitool", *place, "-U", USER, "-f", str(folder / "password"), "chassis", "power"]
    simulator = ["ipmi_sim", "-n", "-c", str(folder / "lan.conf"), "-f", str(folder / "commands")]
    with _running([*simulator, "-s", str(folder / "state")], folder / "ipmi_sim.log"):
        deadline = time.monotonic() + _PATIENCE
        while subprocess.run([*tool, "status"], capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, (folder / "ipmi_sim.log").read_text()
        yield tool


@contextlib.contextmanager
def redfish_emulator(folder: Path, *, systems: int = 1, tls: bool = False, locked: bool = False) -> Iterator[str]:
    """The emulator of sushy-tools with its fake driver, whose machines take from 1 to 11 seconds for an order.

    Args:
        folder: Where its files are; with TLS the authority is in `ca.pem` there.
        systems: How many systems it has.
        tls: Whether it speaks TLS.
        locked: Whether it wants user and password.

    Yields:
        Its address.
    """
    fakes = [
        {"uuid": f"27946b59-9e44-4fa7-8e91-{number:012d}", "name": f"node-{number}", "power_state": "Off", "nics": []}
        for number in range(1, systems + 1)
    ]
    settings: dict[str, object] = {
        "SUSHY_EMULATOR_FAKE_SYSTEMS": fakes,
        "SUSHY_EMULATOR_STATE_DIR": str(folder),
        "SUSHY_EMULATOR_VMEDIA_VERIFY_SSL": False,
    }
    if locked:
        passwords = folder / "htpasswd"
        passwords.write_text(f"{USER}:{bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()}\n")
        settings["SUSHY_EMULATOR_AUTH_FILE"] = str(passwords)
    (folder / "sushy.conf").write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    options = ["--fake", "--config", str(folder / "sushy.conf")]
    if tls:
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1")
        authority.cert_pem.write_to_path(folder / "ca.pem")
        certificate.private_key_pem.write_to_path(folder / "key.pem")
        certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
        options += ["--ssl-certificate", str(folder / "cert.pem"), "--ssl-key", str(folder / "key.pem")]
    with _emulator(folder, "https" if tls else "http", options) as url:
        yield url


@contextlib.contextmanager
def redfish_server(folder: Path, server: Server) -> Iterator[str]:
    """The emulator of sushy-tools in front of a real machine.

    Args:
        folder: Where its files are, and the images that it fetches.
        server: The machine.

    Yields:
        Its address.
    """
    (folder / "sushy.conf").write_text(f"SUSHY_EMULATOR_STATE_DIR = {str(folder)!r}\n")
    options = ["--libvirt-uri", server.libvirt, "--config", str(folder / "sushy.conf")]
    with _emulator(folder, "http", options, PYTHONPATH=str(server.modules), TMPDIR=str(folder)) as url:
        yield url


@contextlib.contextmanager
def _emulator(folder: Path, scheme: str, options: list[str], **surroundings: str) -> Iterator[str]:
    port = _free_port()
    script = Path(sys.executable).with_name("sushy-emulator")
    command = [str(script), "-i", "127.0.0.1", "-p", str(port), *options]
    url = f"{scheme}://127.0.0.1:{port}"
    with _running(command, folder / "sushy.log", **surroundings):
        _wait_for(url, folder / "sushy.log")
        yield url


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    while not _answers(url, anyone):
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def _answers(url: str, trust: ssl.SSLContext) -> bool:
    try:
        urllib.request.urlopen(f"{url}/redfish/v1/", context=trust, timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextlib.contextmanager
def in_front(emulator: str, *, lag: float | None) -> Iterator[str]:
    """Stands in front of a BMC, and answers 204 to every order at once.

    Args:
        emulator: The BMC.
        lag: After how many seconds it passes an order on; None for never.

    Yields:
        Its address.
    """
    ending = threading.Event()
    threads: list[threading.Thread] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, body = _asked("GET", emulator + self.path, None)
            self._answer(status, body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if lag is not None:
                later = threading.Thread(target=self._later, args=(self.path, body))
                later.start()
                threads.append(later)
            self._answer(204, b"")

        def _later(self, path: str, body: bytes) -> None:
            if not ending.wait(lag):
                _asked("POST", emulator + path, body)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            ending.set()
            server.shutdown()
            for running in (thread, *threads):
                running.join()


def _asked(method: str, url: str, body: bytes | None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def system_of(emulator: str) -> dict[str, object]:
    """The first system of an emulator, asked past everything."""
    _, members = _asked("GET", f"{emulator}/redfish/v1/Systems", None)
    _, system = _asked("GET", emulator + json.loads(members)["Members"][0]["@odata.id"], None)
    content: dict[str, object] = json.loads(system)
    return content
