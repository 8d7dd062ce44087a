"""However a program ends, nothing stays pressed at the target."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from atest.ondevice._inside.kernel_rig import KernelRig
from TinyPilotLibrary.devices.protocol import HoldsKeys
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require

# Programs that hold something: each is a process of its own, forked from one in which the library is loaded already.
_PROGRAMS = """
import os, sys, time
import TinyPilotLibrary.cli, TinyPilotLibrary.companion.server, TinyPilotLibrary.devices.gadget
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import DeviceUnreachable
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent

for what in map(str.strip, sys.stdin):
    child = os.fork()
    if child == 0:
        break
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print("ended with", os.waitstatus_to_exitcode(status), flush=True)
else:
    sys.exit()

if what == "serve":
    sys.argv = ["tinypilot", "serve", "gadget:", "--port", "0"]
    TinyPilotLibrary.cli.main()
    sys.exit()
if what == "nobody":
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
device = open_device("gadget:")
if what == "nobody":
    try:
        device.type([Keystroke("KeyA")])
    except DeviceUnreachable as error:
        print(error, flush=True)
    sys.exit()
if what == "button":
    device.point([PointerEvent(0.25, 0.25, buttons=1)])
else:
    device.key_down(["ShiftLeft", "KeyA"])
if what != "end":
    time.sleep(60)
"""
_ENDED = "ended with "
_HELD = ["+ShiftLeft", "+KeyA"]


class Programs:
    """Starts programs, one after the other, and waits for their end."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-c", _PROGRAMS], stdin=pipe, stdout=pipe, text=True)
        self._running = 0

    def start(self, what: str) -> int:
        """Starts one and gives its process number."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        self._running = int(self.line())
        return self._running

    def line(self) -> str:
        """The next line of output."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ended(self) -> int:
        """Waits until the program has ended, and gives its exit code."""
        while not (line := self.line()).startswith(_ENDED):
            assert line, "The programs' own process has ended."
        self._running = 0
        return int(line.removeprefix(_ENDED))

    def end(self) -> None:
        """Kills what a test that failed has left running."""
        if self._running:
            with suppress(ProcessLookupError):
                os.kill(self._running, signal.SIGKILL)
            self.ended()

    def close(self) -> None:
        """Ends."""
        self._process.communicate(timeout=120)


@pytest.fixture(scope="module")
def _programs() -> Iterator[Programs]:
    started = Programs()
    yield started
    started.close()


@pytest.fixture
def programs(_programs: Programs) -> Iterator[Programs]:
    yield _programs
    _programs.end()


@pytest.fixture(scope="module")
def _kernel() -> Iterator[KernelRig]:
    with KernelRig.running() as rig:
        yield rig


@pytest.fixture
def rig(_kernel: KernelRig) -> Iterator[KernelRig]:
    _kernel.begin()
    yield _kernel
    _kernel.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_it_with_nothing_pressed(rig: KernelRig, programs: Programs, number: signal.Signals) -> None:
    program = programs.start("keys")
    assert rig.keys(2) == _HELD
    os.kill(program, number)
    assert programs.ended() == -number
    assert rig.pressed() == set()


def test_it_ends_without_closing_the_device(rig: KernelRig, programs: Programs) -> None:
    programs.start("end")
    assert programs.ended() == 0
    assert rig.keys(4)[:2] == _HELD
    assert rig.pressed() == set()


def test_killed_in_the_middle_of_a_held_key_the_next_start_releases_it(rig: KernelRig, programs: Programs) -> None:
    program = programs.start("keys")
    assert rig.keys(2) == _HELD
    os.kill(program, signal.SIGKILL)
    assert programs.ended() == -signal.SIGKILL
    assert rig.pressed() == {"ShiftLeft", "KeyA"}
    rig.open()
    assert rig.pressed() == set()


def test_killed_while_dragging_the_next_start_releases_the_button_there(rig: KernelRig, programs: Programs) -> None:
    program = programs.start("button")
    assert rig.pointer(3) == ["+left", "x 8192", "y 8192"]
    os.kill(program, signal.SIGKILL)
    assert programs.ended() == -signal.SIGKILL
    assert rig.pressed() == {"left"}
    rig.open()
    assert rig.pointer(4)[3:] == ["-left"]


def test_the_companion_is_ended_while_a_client_holds_a_key(rig: KernelRig, programs: Programs) -> None:
    program = programs.start("serve")
    # The emulated processor answers in seconds what takes milliseconds.
    client = open_device(programs.line().split()[0], {"read_timeout": "60"})
    require(client, HoldsKeys).key_down(["KeyQ"])
    assert rig.keys(1) == ["+KeyQ"]
    os.kill(program, signal.SIGTERM)
    assert programs.line() == "Ended; no key is pressed."
    assert programs.ended() == -signal.SIGTERM
    assert rig.pressed() == set()


@pytest.mark.usefixtures("rig")
def test_a_user_without_permission_is_told_so(programs: Programs) -> None:
    programs.start("nobody")
    told = programs.line()
    assert "No permission to use the keyboard '/dev/hidg0'" in told
    assert "--group" in told
    assert programs.ended() == 0
