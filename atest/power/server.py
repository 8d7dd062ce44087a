"""A server in software: a QEMU machine that libvirt keeps, and its screen over VNC."""

import contextlib
import os
import shutil
import signal
import subprocess
import sysconfig
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from atest.lab.packages import QEMU, Need, require

_PATIENCE = 60.0
_NAME = "server"
_DAEMON = Need("/usr/sbin/libvirtd", ("libvirt-daemon",))
_DRIVER = Need("/usr/bin/virt-qemu-run", ("libvirt-daemon-driver-qemu",))
_PYTHON = Path("/usr/lib/python3/dist-packages")
_PYTHON_FILES = (_PYTHON / "libvirt.py", _PYTHON / f"libvirtmod{sysconfig.get_config_var('EXT_SUFFIX')}")
#: What has to be installed. Debian's module is for its own version of Python.
SERVER = (QEMU, _DAEMON, _DRIVER, *(Need(str(file), ("python3-libvirt",)) for file in _PYTHON_FILES))
# Root's daemon keeps the system's machines, and wants a user of its own there; anybody else's keeps what it is given.
_ANYBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")


@dataclass(frozen=True)
class Server:
    """A server that is off.

    Args:
        libvirt: Where its libvirt is reached, as libvirt writes it.
        modules: A folder with libvirt's module for Python.
        screen: The socket of its VNC server, which is there while it is on.
    """

    libvirt: str
    modules: Path
    screen: Path


@contextlib.contextmanager
def server_of(folder: Path, disk: Path) -> Iterator[Server]:
    """A server that starts its disk, kept by a libvirt of its own.

    Args:
        folder: An empty folder with a short path: the names of sockets have at most 107 bytes.
        disk: The image of its disk, which is copied.

    Yields:
        The server.

    Raises:
        MissingPackages: If something is not installed.
    """
    require(*SERVER)
    places = {name: folder / name for name in ("run", "config", "cache", "data", "pool", "modules")}
    for place in places.values():
        place.mkdir()
    for file in _PYTHON_FILES:
        (places["modules"] / file.name).symlink_to(file)
    shutil.copyfile(disk, folder / "disk.img")
    _keep(places["config"] / "libvirt" / "qemu" / f"{_NAME}.xml", _machine(folder))
    pool = places["config"] / "libvirt" / "storage" / "default.xml"
    _keep(pool, _pool(places["pool"]))
    _keep_link(pool.parent / "autostart" / pool.name, pool)
    root = os.geteuid() == 0
    if root:
        subprocess.run(["chown", "--recursive", "--no-dereference", "nobody:nogroup", str(folder)], check=True)
    # It ends with whoever started it, even if that is killed.
    command = [*(_ANYBODY if root else ("setpriv",)), "--pdeathsig", "KILL", _DAEMON.what]
    own = {"XDG_RUNTIME_DIR": "run", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}
    surroundings = {**os.environ, "HOME": str(folder), **{name: str(places[place]) for name, place in own.items()}}
    socket = places["run"] / "libvirt" / "libvirt-sock"
    log = folder / "libvirtd.log"
    with log.open("w") as output:
        daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=surroundings)
        try:
            _wait_for(socket, daemon, log)
            yield Server(f"qemu+unix:///session?socket={socket}", places["modules"], folder / "screen")
        finally:
            daemon.terminate()
            daemon.wait(_PATIENCE)
            _end_machine(places["run"] / "libvirt" / "qemu" / "run" / f"{_NAME}.pid")


def _keep(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text)


def _keep_link(link: Path, to: Path) -> None:
    link.parent.mkdir()
    link.symlink_to(to)


def _wait_for(socket: Path, daemon: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not socket.exists():
        assert daemon.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def _end_machine(process: Path) -> None:
    """Ends the machine: it goes on without its libvirt."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(process.read_text()), signal.SIGKILL)


def _machine(folder: Path) -> str:
    return textwrap.dedent(f"""\
        <domain type="qemu">
          <name>{_NAME}</name>
          <uuid>27946b59-9e44-4fa7-8e91-f3527a1ef094</uuid>
          <memory unit="MiB">256</memory>
          <os><type arch="x86_64" machine="pc">hvm</type></os>
          <features><acpi/></features>
          <devices>
            <emulator>{shutil.which(QEMU.what)}</emulator>
            <disk type="file" device="disk">
              <driver name="qemu" type="raw"/>
              <source file="{folder / "disk.img"}"/>
              <target dev="vda" bus="virtio"/>
              <boot order="1"/>
            </disk>
            <graphics type="vnc" socket="{folder / "screen"}"/>
            <video><model type="vga"/></video>
          </devices>
        </domain>
        """)


def _pool(folder: Path) -> str:
    """Where images are put that the BMC has fetched."""
    return textwrap.dedent(f"""\
        <pool type="dir">
          <name>default</name>
          <uuid>27946b59-9e44-4fa7-8e91-f3527a1ef095</uuid>
          <target><path>{folder}</path></target>
        </pool>
        """)
