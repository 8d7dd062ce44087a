"""A virtual machine of the lab: it can be switched off and on, and never outlives whoever started it."""

import atexit
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from atest.lab.hardware import Firmware, Hardware
from atest.lab.packages import OVMF_VARS, require

# A busy computer takes its time; who waits for less is told of a fault that there is not.
_START_TIMEOUT = 60.0
_STOP_TIMEOUT = 20.0


class Machine:
    """A QEMU machine with real firmware.

    Switched off, its process ends: nothing is left of it but what a computer keeps too, the variables of its firmware.

    Args:
        hardware: What it is made of.

    Raises:
        MissingPackages: If something is not installed.

    ```python
    with Machine(Hardware(Firmware.OVMF)) as machine:
        machine.switch_on()
        device = open_device(machine.url)
    ```
    """

    def __init__(self, hardware: Hardware) -> None:
        require(*hardware.needs)
        self.hardware = hardware
        # In a short path: the name of a socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="lab-"))
        #: QMP for the device under test; one client at a time.
        self.qmp = self.folder / "qmp"
        #: QMP for whoever watches the machine besides.
        self.watcher = self.folder / "watcher"
        #: What came out of the serial port; OVMF repeats its text screens there, as CP437 with escape sequences.
        self.serial = self.folder / "serial"
        self._variables = self.folder / "variables.fd"
        self._messages = self.folder / "messages"
        self._process: subprocess.Popen[bytes] | None = None
        if hardware.firmware is Firmware.OVMF:
            shutil.copyfile(OVMF_VARS.what, self._variables)
        atexit.register(self.close)

    @property
    def url(self) -> str:
        """The URL of the device under test."""
        return f"qemu:{self.qmp}"

    @property
    def is_on(self) -> bool:
        """Whether the machine runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of QEMU's process, while it runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def messages(self) -> str:
        """What QEMU itself said since it was switched on: also what is traced."""
        return self._messages.read_text(errors="replace")

    def switch_on(self, *, paused: bool = False) -> None:
        """Starts the machine; nothing happens if it is on.

        Args:
            paused: Whether it has power only, and is off until its device switches it on.

        Raises:
            RuntimeError: If QEMU does not start; the message has its own.
        """
        if self.is_on:
            return
        with _listening(self.qmp) as qmp, _listening(self.watcher) as watcher:
            command = [
                # It ends with whoever started it, even if that is killed.
                *("setpriv", "--pdeathsig", "KILL"),
                *("qemu-system-x86_64", "-display", "none", "-serial", f"file:{self.serial}"),
                *_monitor("device", qmp),
                *_monitor("watcher", watcher),
                *self.hardware.arguments(self._variables),
                *(["-S"] if paused else []),
            ]
            with self._messages.open("wb") as messages:
                self._process = subprocess.Popen(
                    command,
                    pass_fds=(qmp.fileno(), watcher.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=messages,
                    stderr=messages,
                )
        self._wait_until_it_answers()

    def switch_off(self) -> None:
        """Ends the machine, as pulling its plug does; nothing happens if it is off."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.qmp.unlink(missing_ok=True)
        self.watcher.unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the machine and forgets all of it."""
        atexit.unregister(self.close)
        self.switch_off()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Machine":  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_until_it_answers(self) -> None:
        with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
            client.settimeout(_START_TIMEOUT)
            client.connect(str(self.watcher))
            # QMP greets; if QEMU ends instead, so does the connection.
            if client.recv(1):
                return
        self.switch_off()
        raise RuntimeError(f"QEMU does not start: {self.messages.strip()}")


def _monitor(name: str, listener: socket.socket) -> tuple[str, ...]:
    return (
        *("-chardev", f"socket,id={name},fd={listener.fileno()},server=on,wait=off"),
        *("-mon", f"chardev={name},mode=control"),
    )


@contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """A socket that takes connections even before QEMU runs, so that nobody has to wait for it to appear."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        yield listener
