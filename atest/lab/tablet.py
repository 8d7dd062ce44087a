"""A Linux guest with a USB pointer, which keeps what its kernel made of each report; it can be slowed down."""

import math
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from atest.lab.ondevice import LabMachine
from atest.lab.ondevice.initrd import prepare_boot
from atest.lab.ondevice.machine import RunningMachine
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.pointer import REST, Button, click, move

_EVENT = struct.Struct("llHHi")
_SYN, _KEY, _ABS = 0, 1, 3
_SYN_REPORT, _SYN_DROPPED, _LEFT, _RIGHT = 0, 3, 0x110, 0x111
_MODULES = "xhci-pci uhci-hcd usbhid hid-generic evdev"
# Without Python: the emulated processor would load it for longer than all the rest takes. The kernel keeps few events
# for who reads them: that goes before everything else, and does not wait for the shared folder.
_RECORD = f"""
modprobe -a {_MODULES}
until pointer=$(grep -ls Tablet /sys/class/input/event*/device/name); do sleep 0.1; done
pointer=${{pointer#/sys/class/input/}}
exec < "/dev/input/${{pointer%%/*}}"
touch /lab/ready
chrt -f 10 cat | cat > /lab/events
"""
# What udev's rules do for QEMU's devices, and what became of it.
_SUSPEND = """
while sleep 0.2; do
    for control in /sys/bus/usb/devices/*/power/control; do echo auto > $control; done
    cat /sys/bus/usb/devices/[0-9]-[0-9]/power/runtime_status > /lab/state
done 2> /dev/null &
"""
#: How the pointer is plugged in: to a controller that takes reports as they come, or to one that asks for them.
CONTROLLERS = {
    "xhci": ("-device", "qemu-xhci", "-device", "usb-tablet"),
    "uhci": ("-device", "piix3-usb-uhci,id=uhci", "-device", "usb-tablet,bus=uhci.0"),
}
_PATIENCE = 120.0
_MARK_PATIENCE = 20.0
# What Linux weighs a process of niceness 0 with, and how much more each lower one.
_WEIGHT, _STEP = 1024, 1.25
_NICEST = 19
_LOOKS, _BETWEEN_LOOKS = 40, 0.05


@dataclass(frozen=True)
class Report:
    """What came together from the pointer, as the guest's kernel has it.

    Args:
        pressed: Whether the left button went down.
        released: Whether it went up.
        moved: Whether the pointer was moved.
        marks: Whether the right button went down.
    """

    pressed: bool
    released: bool
    moved: bool
    marks: bool


def reports_in(data: bytes) -> Iterator[Report]:
    """The reports in what evdev gave, without those that the kernel has thrown away because too many came at once.

    Args:
        data: Its bytes; an event that is not whole yet is left out.
    """
    events: set[tuple[int, int, int]] = set()
    whole = True
    for _, _, kind, code, value in _EVENT.iter_unpack(data[: len(data) // _EVENT.size * _EVENT.size]):
        if (kind, code) != (_SYN, _SYN_REPORT):
            whole = whole and (kind, code) != (_SYN, _SYN_DROPPED)
            events.add((kind, code, value))
            continue
        if whole:
            moved = any(kind == _ABS for kind, _, _ in events)
            down, up, marks = (key in events for key in ((_KEY, _LEFT, 1), (_KEY, _LEFT, 0), (_KEY, _RIGHT, 1)))
            yield Report(down, up, moved, marks)
        events.clear()
        whole = True


class TabletGuest:
    """The guest, while it runs.

    Args:
        machine: The machine.
        folder: The folder that it shares.
    """

    def __init__(self, machine: RunningMachine, folder: Path) -> None:
        self._machine = machine
        self._folder = folder
        #: The URL of the device under test.
        self.url = f"qemu:{folder / 'qmp'}"
        #: The same machine behind its VNC server.
        self.vnc_url = f"vnc:{folder / 'vnc'}"

    @classmethod
    @contextmanager
    def running(
        cls, controller: str = "xhci", timeout: float = 1200.0, *, suspends: bool = False
    ) -> Iterator["TabletGuest"]:
        """Starts it.

        Args:
            controller: What the pointer is plugged into.
            timeout: How long it may run, in seconds.
            suspends: Whether it suspends its pointer after a rest, as desktops do.

        Yields:
            The guest; its kernel uses the pointer.

        Raises:
            LabMissing: If something has to be installed first.
        """
        with tempfile.TemporaryDirectory(prefix="tablet-") as name:
            folder = Path(name)
            screen = ("-device", "VGA", "-vnc", f"unix:{folder / 'vnc'}")
            hardware = (*CONTROLLERS[controller], *screen, "-qmp", f"unix:{folder / 'qmp'},server=on,wait=off")
            machine = LabMachine(prepare_boot(), 256, hardware)
            with machine.start(["sh", "-c", (_SUSPEND if suspends else "") + _RECORD], folder, timeout) as started:
                guest = cls(started, folder)
                guest.wait_for((folder / "ready").exists, "the guest's kernel uses the pointer")
                # From here on nothing is lost: the reader of its events has begun.
                guest.reports()
                yield guest

    @contextmanager
    def slowed_down(self, share: float) -> Iterator[None]:
        """Gives it little time to run: it is nice, and every core of this machine is busy.

        Args:
            share: Which share of a processor it gets, 0 to 1, whatever else this machine does now.
        """
        niceness = _niceness(share)
        for thread in Path(f"/proc/{self._machine.pid}/task").iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), niceness)
        busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
        try:
            yield
        finally:
            for process in busy:
                process.kill()
                process.wait()

    def double_click_far_points(self, count: int, options: Mapping[str, object] | None = None) -> float:
        """Makes double clicks on two far points, to and fro, with nothing between the calls to the device.

        Args:
            count: How many double clicks.
            options: Those of the device.

        Returns:
            How long they took, in seconds.
        """
        device = open_device(self.url, options or {})
        try:
            at = REST
            begun = time.monotonic()
            for number in range(count):
                place = 0.9 if number % 2 else 0.1
                at = move(at, place, place)
                device.point([at])
                device.point(click(at, Button.LEFT, count=2))
            return time.monotonic() - begun
        finally:
            device.close()

    def click_after_rests(self, count: int, url: str = "") -> None:
        """Clicks when the pointer has been suspended, and moves it away at once, on two far points, to and fro.

        Args:
            count: How many clicks.
            url: The device; over QMP if empty.
        """
        device = open_device(url or self.url)
        try:
            at = REST
            for number in range(count):
                self.wait_for(self._is_suspended, "the guest suspended its pointer")
                place = 0.9 if number % 2 else 0.1
                at = move(at, place, place)
                device.point([at, *click(at, Button.LEFT)])
                at = move(at, 1 - place, 1 - place)
                device.point([at])
        finally:
            device.close()

    def _is_suspended(self) -> bool:
        state = self._folder / "state"
        return state.exists() and state.read_text().split() == ["suspended"]

    def reports(self) -> list[Report]:
        """All that came so far, once a click with the right button, made now, has come.

        What is not there then was lost. The device under test must be closed: QMP takes one at a time.
        """
        before = self._marks()
        device = open_device(self.url)
        try:
            # The click itself may be lost, where the guest has not polled anything for long.
            self.wait_for(lambda: self._marked_since(before, device), "a click with the right button came")
        finally:
            device.close()
        return list(self._reports())

    def _marked_since(self, before: int, device: Device) -> bool:
        device.point(click(REST, Button.RIGHT))
        # Not another one at once: if both come, the next reports would be taken for complete too early.
        until = time.monotonic() + _MARK_PATIENCE
        while self._marks() <= before:
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True

    def _marks(self) -> int:
        return sum(report.marks for report in self._reports())

    def wait_for(self, reached: Callable[[], bool], what: str) -> None:
        """Waits for something that must happen; a guest that is slowed down takes its time."""
        until = time.monotonic() + _PATIENCE
        while not reached():
            assert self._machine.is_running, f"The machine has ended:\n{self._machine.output}{self._machine.kernel_log}"
            assert time.monotonic() < until, f"In {_PATIENCE:g} s it did not happen: {what}.\n{self._machine.output}"
            time.sleep(0.2)

    def _reports(self) -> Iterable[Report]:
        file = self._folder / "events"
        return reports_in(file.read_bytes()) if file.exists() else ()


def _niceness(share: float) -> int:
    """How nice a process has to be for a share of a processor, beside one that is busy and what runs now."""
    rivals = 1 + _running() / (os.cpu_count() or 1)
    weight = share / (1 - share) * rivals * _WEIGHT
    return min(max(round(math.log(_WEIGHT / weight, _STEP)), 0), _NICEST)


def _running() -> float:
    """How many processes run beside this one."""
    counts = []
    for _ in range(_LOOKS):
        counts.append(int(Path("/proc/loadavg").read_text().split()[3].partition("/")[0]) - 1)
        time.sleep(_BETWEEN_LOOKS)
    return fmean(counts)
