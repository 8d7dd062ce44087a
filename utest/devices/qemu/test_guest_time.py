"""What a guest can have polled: QEMU's threads are looked at where it runs on this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from TinyPilotLibrary.devices.qemu.guest_time import GuestTime
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.pointer import Button, PointerEvent
from utest.qemu import machine_of

pytestmark = pytest.mark.integration

_PATIENCE = 60.0
# A boot sector that writes "!" to the serial port and goes round in a circle.
_CIRCLE = bytes.fromhex("baf803 b021 ee ebfe").ljust(510, b"\0") + b"\x55\xaa"

# One that halts until an interrupt comes, again and again.
_IDLE = bytes.fromhex("baf803 b021 ee fbf4ebfc").ljust(510, b"\0") + b"\x55\xaa"
_RIVAL = """
import os
os.sched_setaffinity(0, {{{core}}})
while os.getppid() == {parent}: pass
"""


@contextmanager
def _machine(extra: tuple[str, ...]) -> Iterator[Machine]:
    """A machine that has power and waits."""
    with machine_of(Hardware(memory=32, tablet=True, extra=extra)) as built:
        built.switch_on(paused=True)
        yield built


@contextmanager
def _session(address: Path) -> Iterator[QmpSession]:
    opened = QmpSession(str(address))
    opened.command("query-status")
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with _machine(("-smp", "2")) as built:
        yield built


@pytest.fixture
def session(machine: Machine) -> Iterator[QmpSession]:
    with _session(machine.qmp) as opened:
        yield opened


@contextmanager
def _running(boot_sector: bytes, folder: Path) -> Iterator[Machine]:
    """A machine that has started from a disk with this boot sector."""
    disk = folder / "disk"
    disk.write_bytes(boot_sector)
    with _machine(("-drive", f"format=raw,file={disk}")) as built:
        with _session(built.qmp) as session:
            session.command("cont")
        deadline = time.monotonic() + _PATIENCE
        while not built.serial.read_bytes().endswith(b"!"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield built


@pytest.fixture
def idle(tmp_path: Path) -> Iterator[QmpSession]:
    with _running(_IDLE, tmp_path) as built, _session(built.qmp) as opened:
        yield opened


@dataclass(frozen=True)
class Starving:
    """A machine whose processor never idles, on a core that is busy.

    Args:
        machine: The machine.
        processor: The thread of its processor.
    """

    machine: Machine
    processor: Path

    def run_time(self) -> float:
        """How long its processor has run so far, in seconds."""
        return int((self.processor / "schedstat").read_text().split()[0]) / 1e9


@pytest.fixture
def starving(tmp_path: Path) -> Iterator[Starving]:
    """A machine whose processor never idles, on a core that is busy: it gets a small share of it."""
    with _running(_CIRCLE, tmp_path) as built:
        with _session(built.qmp) as session:
            processor = int(session.command("query-cpus-fast")[0]["thread-id"])
        core = min(os.sched_getaffinity(0))
        os.sched_setaffinity(processor, {core})
        os.setpriority(os.PRIO_PROCESS, processor, 10)
        with subprocess.Popen([sys.executable, "-c", _RIVAL.format(core=core, parent=os.getpid())]) as rival:
            try:
                yield Starving(built, Path(f"/proc/{processor}/task/{processor}"))
            finally:
                rival.kill()


def test_qemu_s_main_loop_and_every_processor_of_a_guest_here_are_seen(session: QmpSession) -> None:
    threads = GuestTime(session).threads()
    assert threads is not None
    assert len(threads) == 3


def test_a_guest_that_idles_has_time_for_the_reports_of_a_click(idle: QmpSession) -> None:
    guest = GuestTime(idle)
    moment = guest.now(taken=0.0)
    deadline = time.monotonic() + _PATIENCE
    while guest.polled(moment).certainly < 3:
        assert time.monotonic() < deadline
    # It is not counted what nobody polls that fast.
    assert time.monotonic() - moment.at >= 3 * 0.008
    assert guest.polled(moment, until=moment.at).certainly == 0


def test_time_that_was_stolen_from_this_machine_does_not_count(idle: QmpSession) -> None:
    guest = GuestTime(idle)
    moment = guest.now(taken=0.0)
    # Seen from here, a tenth of a second has been stolen since.
    robbed = replace(moment, stolen=moment.stolen - 0.1)
    assert guest.polled(robbed, until=moment.at + 0.09).likely == 0
    deadline = time.monotonic() + _PATIENCE
    while guest.polled(robbed).certainly == 0:
        assert time.monotonic() < deadline
    assert time.monotonic() - moment.at >= 0.1


def test_a_guest_that_idles_is_waited_for(idle: QmpSession) -> None:
    guest = GuestTime(idle)
    moment = guest.now(taken=0.0)
    guest.wait(2)
    assert time.monotonic() - moment.at >= 2 * 0.008


def test_a_guest_that_never_idles_is_waited_for_until_it_ran(starving: Starving) -> None:
    with _session(starving.machine.qmp) as session:
        guest = GuestTime(session)
        moment = guest.now(taken=0.0)
        before = starving.run_time()
        # It may have been busy with something else all the time.
        time.sleep(0.05)
        assert guest.polled(moment).certainly == 0
        guest.wait()
        assert starving.run_time() - before >= 0.01


def test_a_move_waits_for_every_event_of_the_clicks_before_it(starving: Starving) -> None:
    press, release = PointerEvent(0.5, 0.5, Button.LEFT), PointerEvent(0.5, 0.5)
    device = open_device(starving.machine.url)
    try:
        device.point([release, press, release, press, release])
        before = starving.run_time()
        device.point([PointerEvent(0.9, 0.9)])
        # A hundredth of a second for each press and release.
        assert starving.run_time() - before >= 0.04
    finally:
        device.close()


def test_a_move_waits_for_what_an_earlier_client_may_have_left(starving: Starving) -> None:
    before = starving.run_time()
    device = open_device(starving.machine.url)
    try:
        device.point([PointerEvent(0.9, 0.9)])
        assert starving.run_time() - before >= 0.02
    finally:
        device.close()


def test_a_guest_behind_a_tcp_port_may_be_anywhere_and_gets_as_long_as_qemu_took() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with _machine(("-qmp", f"tcp:127.0.0.1:{port},server=on,wait=off")):
        session = QmpSession(("127.0.0.1", port))
        session.command("query-status")
        guest = GuestTime(session)
        assert guest.threads() is None
        begun = time.monotonic()
        moment = guest.now(taken=0.2)
        assert guest.polled(moment).certainly < 1
        guest.wait()
        assert time.monotonic() - begun >= 0.2
        assert guest.polled(moment).certainly >= 1
        session.close()
