"""Real VNC servers: TigerVNC's, and x11vnc in front of an X server without a screen."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATIENCE = 30.0


@dataclass(frozen=True)
class XScreen:
    """An X screen behind a VNC server.

    Args:
        url: The server.
        display: What X programs call it.
    """

    url: str
    display: str

    def run(self, *command: str) -> None:
        """Runs an X program on it."""
        subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=True, capture_output=True)

    def paint(self, colour: str) -> None:
        """Gives it one colour."""
        self.run("xsetroot", "-solid", colour)


def need(*programs: str) -> None:
    """Skips the test where a program is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed.")


@contextlib.contextmanager
def tigervnc(*options: str, size: str = "1024x768", port: int = 0) -> Iterator[XScreen]:
    """TigerVNC's server, which is an X server of its own."""
    need("Xtigervnc", "xsetroot")
    with tempfile.TemporaryDirectory(prefix="vnc-") as folder:
        port = port or free_port()
        server = ["Xtigervnc", "-geometry", size, "-depth", "24", "-rfbport", str(port), "-localhost", *options]
        with _x_server(server, Path(folder)) as display:
            wait_for(port)
            yield XScreen(f"vnc:127.0.0.1::{port}", display)


@contextlib.contextmanager
def x11vnc(*options: str) -> Iterator[XScreen]:
    """x11vnc in front of Xvfb."""
    need("x11vnc", "Xvfb", "xsetroot")
    with tempfile.TemporaryDirectory(prefix="vnc-") as folder:
        port = free_port()
        with _x_server(["Xvfb", "-screen", "0", "800x600x24"], Path(folder)) as display:
            server = ["x11vnc", "-display", display, "-rfbport", str(port), "-localhost", "-forever", "-noxdamage"]
            with _running([*server, *options], Path(folder) / "x11vnc"):
                wait_for(port)
                yield XScreen(f"vnc:127.0.0.1::{port}", display)


@contextlib.contextmanager
def _x_server(command: Sequence[str], folder: Path) -> Iterator[str]:
    """An X server on a display that it chooses itself."""
    read, write = os.pipe()
    with os.fdopen(read) as told:
        try:
            running = _running([*command, "-displayfd", str(write)], folder / "x", pass_fds=(write,))
            with running:
                os.close(write)
                write = -1
                yield f":{told.readline().strip()}"
        finally:
            if write >= 0:
                os.close(write)


@contextlib.contextmanager
def _running(command: Sequence[str], log: Path, pass_fds: Sequence[int] = ()) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=tuple(pass_fds)
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Waits until somebody listens there."""
    deadline = time.monotonic() + _PATIENCE
    while not _listens(port):
        assert time.monotonic() < deadline, f"nobody listens on port {port}"
        time.sleep(0.05)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
