"""What one process of a machine can use at a time: the others are told who has it, wait in line, or take it over."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from utest.clients import Client, client
from utest.qemu import machine_of

pytestmark = pytest.mark.integration

_PATIENCE = 30.0


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine that traces what it gets from keyboards."""
    trace = tmp_path_factory.mktemp("qemu") / "trace"
    trace.touch()
    extra = ("-trace", "input_event_key_qcode", "-D", str(trace))
    with machine_of(Hardware(memory=32, boot_menu=60, extra=extra)) as built:
        built.switch_on()
        yield built


@pytest.fixture
def gadget(tmp_path: Path) -> str:
    """A gadget without nodes: who has the right to use it is told before they are."""
    return f"gadget:?keyboard={tmp_path}/hidg0&mouse={tmp_path}/hidg1&deadline=50ms"


def _received(machine: Machine) -> list[str]:
    """The keys that QEMU got, `+` pressed and `-` released."""
    extra = machine.hardware.extra
    found = re.findall(r"key qcode (\w+), down (\d)", Path(extra[extra.index("-D") + 1]).read_text())
    return [f"{'+' if down == '1' else '-'}{name}" for name, down in found]


def _until_waiting(other: Client, number: int) -> None:
    until = time.monotonic() + _PATIENCE
    while f" {number} more wait for it." not in other.does("press", "KeyX"):
        assert time.monotonic() < until


def _is_of(lock: Path, holder: Client) -> bool:
    """Whether a lock says that it is this process's; one that is gone meanwhile is not."""
    with suppress(FileNotFoundError):
        return f'"process": {holder.process.pid},' in lock.read_text("utf-8")
    return False


def test_a_second_process_is_told_who_has_the_machine_and_what_to_do(machine: Machine) -> None:
    before = len(_received(machine))
    with client(machine.url) as first, client(machine.url) as second:
        assert first.does("hold", "ControlLeft") == "done"
        told = second.does("press", "KeyB")
        assert told.startswith(f"DeviceInUse: The device '{machine.url}' is in use by ")
        assert re.search(rf", suite 'Boot' \(process {first.process.pid}\) since \d\d:\d\d:\d\d, until it closes", told)
        assert "wait_for_device=" in told
        assert "take_over=True" in told
        assert first.does("close") == "done"
        assert second.does("press", "KeyB") == "done"
        second.does("close")
    assert _received(machine)[before:] == ["+ctrl", "-ctrl", "+b", "-b"]


def test_a_moment_is_waited_for_without_being_asked(machine: Machine) -> None:
    with client(machine.url) as first, client(machine.url) as second:
        assert first.does("press", "KeyA") == "done"
        second.tell("press", "KeyB")
        assert first.does("close") == "done"
        assert second.answer() == "done"
        second.does("close")


def test_what_a_killed_process_held_is_released_before_the_next_types(machine: Machine) -> None:
    before = len(_received(machine))
    with client(machine.url) as first, client(machine.url, "wait_for_device=1 min") as second:
        assert first.does("hold", "ControlLeft") == "done"
        second.tell("press", "KeyB")
        first.process.kill()
        assert second.answer() == "done"
        second.does("close")
    assert _received(machine)[before:] == ["+ctrl", "-ctrl", "+b", "-b"]


def test_taking_over_releases_what_is_held_and_tells_the_other(machine: Machine) -> None:
    before = len(_received(machine))
    with client(machine.url) as first, client(machine.url, "take_over=True") as second:
        assert first.does("hold", "ControlLeft") == "done"
        assert second.does("press", "KeyB") == "done"
        assert " took over the device at " in first.does("press", "KeyA")
        assert first.does("close") == "done"
        assert second.does("press", "KeyC") == "done"
        second.does("close")
    assert _received(machine)[before:] == ["+ctrl", "-ctrl", "+b", "-b", "+c", "-c"]


def test_who_waits_has_its_turn_in_line_and_who_dies_leaves_it(gadget: str) -> None:
    wait = "wait_for_device=1 min"
    with (
        client(gadget) as first,
        client(gadget, wait) as dies,
        client(gadget, wait) as second,
        client(gadget, wait) as third,
        client(gadget) as asks,
    ):
        # There is no node: the error of who has the right to use it.
        assert "gadget up" in first.does("press", "KeyA")
        for number, waiting in enumerate((dies, second, third), 1):
            waiting.tell("press", "KeyA")
            _until_waiting(asks, number)
        dies.process.kill()
        _until_waiting(asks, 2)
        first.does("close")
        assert "gadget up" in second.answer()
        _until_waiting(asks, 1)
        second.does("close")
        assert "gadget up" in third.answer()


def test_nothing_is_left_where_locks_are(gadget: str) -> None:
    with client(gadget) as first:
        first.does("press", "KeyA")
        # Others of this machine have locks of their own there, which come and go.
        own = [path for path in Path("/dev/shm").glob("tinypilot-*") if _is_of(path, first)]  # noqa: S108
        assert len(own) == 1
        first.does("close")
        left = list(own[0].parent.glob(f"{own[0].stem}.*"))
    assert left == []
