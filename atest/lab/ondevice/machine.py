"""Starts the lab machine, runs one command in it, and gives back what it did."""

import os
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from atest.lab.kernel_options import EMULATED
from atest.lab.ondevice.initrd import Boot, prepare_boot
from atest.lab.ondevice.needs import LabError, find_program
from atest.lab.ondevice.python import ROOT, prepare_python

_BIN = Path(sys.prefix) / "bin"
# Booting and switching off, beside the command; machines under load are slow.
_AROUND = 60.0
_TAIL = 3000
#: The shared folder, as the command inside sees it.
INSIDE = "/lab"


@dataclass(frozen=True)
class Outcome:
    """What a command in the lab machine did.

    Args:
        code: Its exit code.
        output: What it printed.
        folder: The shared folder, `/lab` inside: what the command wrote there is here now.
    """

    code: int
    output: str
    folder: Path


class RunningMachine:
    """A lab machine that runs.

    Args:
        process: QEMU, with the command's output on its standard output.
        folder: The shared folder.
        ports: For each port inside, the one on 127.0.0.1 that leads to it.
        timeout: How long the command may take, in seconds.
        echo: Whether the output is printed as it comes.
    """

    def __init__(
        self, process: "subprocess.Popen[bytes]", folder: Path, ports: Mapping[int, int], timeout: float, *, echo: bool
    ) -> None:
        self.ports = ports
        self.folder = folder
        self._process = process
        self._timeout = timeout
        self._output: list[bytes] = []
        assert process.stdout is not None
        self._reader = threading.Thread(target=self._collect, args=(process.stdout, echo), daemon=True)
        self._reader.start()

    def wait(self) -> Outcome:
        """Waits until the command has ended and the machine is off.

        Raises:
            LabError: If the machine did not come up, or the command did not end in time.
        """
        try:
            self._process.wait(self._timeout + _AROUND)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join()
        code = self.folder / "exit-code"
        if not code.is_file() or not code.read_text().strip():
            raise LabError(
                f"The command did not end within {self._timeout:g} s, or the lab machine did not come up.\n"
                f"The last output:\n{self.output[-_TAIL:]}\nThe kernel's last lines:\n{self.kernel_log[-_TAIL:]}"
            )
        return Outcome(int(code.read_text()), self.output, self.folder)

    @property
    def pid(self) -> int:
        """The process that it is."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has power."""
        return self._process.poll() is None

    @property
    def output(self) -> str:
        """What the command printed so far."""
        return b"".join(self._output).decode("utf-8", "replace")

    @property
    def kernel_log(self) -> str:
        """What the kernel printed so far."""
        return (self.folder / "kernel.log").read_text("utf-8", "replace")

    def end(self) -> None:
        """Cuts the machine's power."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()

    def _collect(self, stream: IO[bytes], echo: bool) -> None:  # noqa: FBT001 - a thread's argument
        while chunk := os.read(stream.fileno(), 65536):
            self._output.append(chunk)
            if echo:
                sys.stdout.write(chunk.decode("utf-8", "replace"))
                sys.stdout.flush()


class LabMachine:
    """The lab machine, ready to be started; each start is a fresh one.

    Args:
        boot: Kernel and initial file system.
        memory: Its memory in MiB; what the command writes outside `/lab` has to fit in it too.
        hardware: Further arguments for QEMU.

    ```python
    outcome = LabMachine.prepared().run(["pytest", "atest/ondevice/_inside"], tmp_path, timeout=120)
    assert outcome.code == 0, outcome.output
    ```
    """

    def __init__(self, boot: Boot, memory: int = 1024, hardware: Sequence[str] = ()) -> None:
        self._boot = boot
        self._memory = memory
        self._hardware = hardware

    @classmethod
    def prepared(cls, memory: int = 1024) -> "LabMachine":
        """Makes whatever a machine needs: kernel, initial file system, Python packages.

        Raises:
            LabMissing: If a Debian package has to be installed first.
        """
        boot = prepare_boot()
        prepare_python()
        return cls(boot, memory)

    def run(self, command: Sequence[str], folder: Path, timeout: float = 120.0, *, echo: bool = False) -> Outcome:
        """Runs a command in a fresh machine, in the checkout, as root, with `.venv/bin` first in `PATH`.

        Args:
            command: The command and its arguments.
            folder: The shared folder, `/lab` inside; made if it is not there.
            timeout: How long the command may take, in seconds.
            echo: Whether its output is printed as it comes.

        Returns:
            What it did.

        Raises:
            LabError: If the machine did not come up, or the command did not end in time.
        """
        with self.start(command, folder, timeout, echo=echo) as running:
            return running.wait()

    @contextmanager
    def start(
        self,
        command: Sequence[str],
        folder: Path,
        timeout: float = 120.0,
        ports: Sequence[int] = (),
        *,
        echo: bool = False,
    ) -> Iterator[RunningMachine]:
        """Starts a command in a fresh machine, for example a server that is used from outside.

        Args:
            command: The command and its arguments.
            folder: The shared folder, `/lab` inside; made if it is not there.
            timeout: How long the command may take, in seconds; then the machine switches itself off.
            ports: Ports that servers inside listen on, on 0.0.0.0.
            echo: Whether the output is printed as it comes.

        Yields:
            The running machine. It may not be up yet; leaving the `with` block cuts its power.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in ("exit-code", "kernel.log"):
            (folder / left_over).unlink(missing_ok=True)
        (folder / "command.sh").write_text(_script(command))
        forwarded = {port: free_port() for port in ports}
        process = subprocess.Popen(
            self._qemu(folder, timeout, forwarded),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        running = RunningMachine(process, folder, forwarded, timeout, echo=echo)
        try:
            yield running
        finally:
            running.end()

    def _qemu(self, folder: Path, timeout: float, ports: Mapping[int, int]) -> list[str]:
        forwards = "".join(f",hostfwd=tcp:127.0.0.1:{outside}-:{inside}" for inside, outside in ports.items())
        # QEMU 7.2 emulates AVX2 so wrongly that NumPy sorts itself to death: "Segmentation fault" in argsort.
        processor = "max,avx=off,avx2=off"
        kernel = f"console=ttyS0 panic=-1 loglevel=3 {EMULATED} SECONDS_LEFT={timeout + _AROUND / 2:.0f}"
        # fmt: off
        return [
            find_program("qemu-system-x86_64"),
            "-accel", "tcg", "-machine", "q35,i8042=off,vmport=off", "-cpu", processor,
            "-smp", "1", "-m", str(self._memory),
            "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
            "-kernel", str(self._boot.kernel), "-initrd", str(self._boot.initrd),
            "-append", kernel,
            "-serial", f"file:{folder / 'kernel.log'}",
            "-chardev", "stdio,id=output,signal=off", "-serial", "chardev:output",
            "-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
            "-device", "virtio-9p-pci,fsdev=root,mount_tag=root",
            "-fsdev", f"local,id=share,path={folder.resolve()},security_model=none",
            "-device", "virtio-9p-pci,fsdev=share,mount_tag=share",
            "-nic", f"user,model=virtio-net-pci{forwards}",
            *self._hardware,
        ]
        # fmt: on


def _script(command: Sequence[str]) -> str:
    environment = {
        "PATH": f"{_BIN}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "LAB": INSIDE,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if os.environ.get("CI"):
        environment["CI"] = os.environ["CI"]
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items())
    return f"{exports}cd {shlex.quote(str(ROOT))}\nexec {shlex.join(command)}\n"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
