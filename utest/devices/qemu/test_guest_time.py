"""Whether a guest can have polled: its processors are looked at where QEMU runs on this machine."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from TinyPilotLibrary.devices.qemu.guest_time import GuestTime
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from utest.qemu import machine_of

pytestmark = pytest.mark.integration


@contextmanager
def _machine(extra: tuple[str, ...]) -> Iterator[Machine]:
    """A machine that has power and waits."""
    with machine_of(Hardware(memory=32, extra=extra)) as built:
        built.switch_on(paused=True)
        yield built


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with _machine(("-smp", "2")) as built:
        yield built


@pytest.fixture
def session(machine: Machine) -> Iterator[QmpSession]:
    opened = QmpSession(str(machine.qmp))
    yield opened
    opened.close()


def test_every_processor_of_a_guest_here_is_seen(session: QmpSession) -> None:
    session.command("query-status")
    processors = GuestTime(session).processors()
    assert processors is not None
    assert len(processors) == 2
    assert all(processor.rests for processor in processors.values())


def test_a_guest_at_rest_has_polled_what_a_host_has_asked_for(session: QmpSession) -> None:
    begun = time.monotonic()
    session.command("query-status")
    guest = GuestTime(session)
    guest.wait()
    assert 0.008 <= time.monotonic() - begun < 20


def test_processors_that_run_are_seen_to(session: QmpSession) -> None:
    guest = GuestTime(session)
    session.command("cont")
    # A processor that firmware has not started yet rests; the other one runs through it.
    before = guest.processors() or {}
    deadline = time.monotonic() + 20
    while not any(now.ran > before[thread].ran + 0.05 for thread, now in (guest.processors() or {}).items()):
        assert time.monotonic() < deadline
    session.command("stop")


def test_a_guest_behind_a_tcp_port_may_be_anywhere_and_gets_as_long_as_qemu_took() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with _machine(("-qmp", f"tcp:127.0.0.1:{port},server=on,wait=off")):
        session = QmpSession(("127.0.0.1", port))
        session.command("query-status")
        guest = GuestTime(session)
        assert guest.processors() is None
        begun = time.monotonic()
        moment = guest.now(taken=0.2)
        assert not guest.has_passed(moment)
        guest.wait()
        assert time.monotonic() - begun >= 0.2
        assert guest.has_passed(moment)
        session.close()
