"""What a guest can have polled: QEMU's threads are looked at where it runs on this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@pytest.fixture
def starving(tmp_path: Path) -> Iterator[Machine]:
    """A machine whose processor never idles, on a core that is busy: it gets a small share of it."""
    disk = tmp_path / "circle"
    disk.write_bytes(_CIRCLE)
    with _machine(("-drive", f"format=raw,file={disk}")) as built:
        with _session(built.qmp) as session:
            session.command("cont")
            deadline = time.monotonic() + _PATIENCE
            while not built.serial.read_bytes().endswith(b"!"):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            processor = int(session.command("query-cpus-fast")[0]["thread-id"])
        core = min(os.sched_getaffinity(0))
        os.sched_setaffinity(processor, {core})
        os.setpriority(os.PRIO_PROCESS, processor, 10)
        rival = f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
        with subprocess.Popen([sys.executable, "-c", rival]) as busy:
            yield built
            busy.kill()


def _run_time(guest: GuestTime) -> float:
    """The run time so far of the thread that ran most: the only processor of a machine in a circle."""
    return max(thread.ran for thread in (guest.threads() or {}).values())


def test_qemu_s_main_loop_and_every_processor_of_a_guest_here_are_seen(session: QmpSession) -> None:
    threads = GuestTime(session).threads()
    assert threads is not None
    assert len(threads) == 3


def test_a_guest_that_idles_has_time_for_a_report_every_hundredth_of_a_second(session: QmpSession) -> None:
    guest = GuestTime(session)
    moment = guest.now(taken=0.0)
    assert guest.polled(moment) <= (time.monotonic() - moment.at) / 0.01
    deadline = time.monotonic() + _PATIENCE
    while not (polled := guest.polled(moment)):
        assert time.monotonic() < deadline
    assert polled <= (time.monotonic() - moment.at) / 0.01


def test_a_guest_that_idles_is_waited_for_no_longer_than_it_takes(session: QmpSession) -> None:
    guest = GuestTime(session)
    moment = guest.now(taken=0.0)
    guest.wait()
    assert 0.01 <= time.monotonic() - moment.at < 20


def test_a_guest_that_never_idles_is_waited_for_until_it_ran(starving: Machine) -> None:
    with _session(starving.qmp) as session:
        guest = GuestTime(session)
        moment = guest.now(taken=0.0)
        before = _run_time(guest)
        # It may have been busy with something else all the time.
        time.sleep(0.05)
        assert guest.polled(moment) == 0
        guest.wait()
        assert _run_time(guest) - before >= 0.01


def test_a_move_waits_for_every_event_of_the_clicks_before_it(starving: Machine) -> None:
    press, release = PointerEvent(0.5, 0.5, Button.LEFT), PointerEvent(0.5, 0.5)
    device = open_device(starving.url)
    with _session(starving.watcher) as session:
        guest = GuestTime(session)
        device.point([release, press, release, press, release])
        before = _run_time(guest)
        device.point([PointerEvent(0.9, 0.9)])
        # A hundredth of a second for each press and release.
        assert _run_time(guest) - before >= 0.04
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
        assert guest.polled(moment) == 0
        guest.wait()
        assert time.monotonic() - begun >= 0.2
        assert guest.polled(moment) >= 1
        session.close()
