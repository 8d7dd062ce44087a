"""A real machine of QEMU's, in SeaBIOS's prompt for the boot menu; what it gets is in QEMU's trace."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from TinyPilotLibrary.devices.protocol import Device, HasPower
from TinyPilotLibrary.devices.qemu.qcodes import QCODES
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.testing import Bench, Target
from TinyPilotLibrary.vision.geometry import Size
from utest.qemu import machine_of

_CODES = {name: code for code, name in QCODES.items() if code != "IntlHash"}
_BUTTONS = {"left": 1, "right": 2, "middle": 4, "side": 8, "extra": 16}
_AXIS_END = 0x7FFF


class QemuTarget(Target):
    """A machine without a disk, as QEMU's trace of its input shows it."""

    key = Keystroke("Escape")
    size = Size(720, 400)
    rest = 0.5

    def __init__(self, trace: Path, watcher: QmpSession) -> None:
        self._trace = trace
        self._watcher = watcher
        self._begin = 0

    def start_over(self) -> None:
        self._watcher.command("system_reset")

    def received(self) -> list[str]:
        return self._keys()[self._begin :]

    def down(self) -> set[str]:
        down: set[str] = set()
        for key in self._keys():
            down = down | {key[1:]} if key.startswith("+") else down - {key[1:]}
        return down

    def pointer(self) -> tuple[float, float, int]:
        axes = {"x": 0.0, "y": 0.0}
        buttons = 0
        for axis, value, button, down in re.findall(
            r"axis (\w), value 0x(\w+)|button ([\w-]+), down (\d)", self._trace.read_text()
        ):
            if axis:
                axes[axis] = int(value, 16) / _AXIS_END
            bit = _BUTTONS.get(button, 0)
            buttons = buttons | bit if down == "1" else buttons & ~bit
        return axes["x"], axes["y"], buttons

    def refuse_input(self) -> None:
        self._watcher.command("stop")

    def go_dark(self, device: Device) -> None:
        require(device, HasPower).power_off()

    def mend(self) -> None:
        self._watcher.command("cont")
        self._begin = len(self._keys())

    def _keys(self) -> list[str]:
        found = re.findall(r"key qcode (\w+), down (\d)", self._trace.read_text())
        return [("+" if down == "1" else "-") + _CODES[name] for name, down in found]


class VncTarget(QemuTarget):
    """The same machine behind a VNC server, whose pointer stands on whole pixels."""

    precision = 1 / 399

    def refuse_input(self) -> None:
        Target.refuse_input(self)

    def go_dark(self, device: Device) -> None:
        Target.go_dark(self, device)


@contextlib.contextmanager
def qemu(folder: Path) -> Iterator[Bench]:
    """The machine, running."""
    with _machine(folder) as (machine, trace, watcher):
        yield Bench(
            QemuTarget(trace, watcher),
            lambda: open_device(machine.url, {"key_hold": "5ms", "key_gap": "1ms"}),
            {"new-frames", "held-keys", "interruption", "power", "power-state", "shutdown", "media", "boot-once"},
        )


@contextlib.contextmanager
def vnc(folder: Path) -> Iterator[Bench]:
    """The machine, behind its VNC server."""
    # In a short path: the name of a socket has at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="vnc-") as short:
        server = f"{short}/socket"
        with _machine(folder, "-vnc", f"unix:{server},key-delay-ms=0") as (_, trace, watcher):
            # No driver of this machine uses the tablet, so that it has to be chosen for it.
            [tablet] = [mouse["index"] for mouse in watcher.command("query-mice") if mouse["absolute"]]
            watcher.command("human-monitor-command", command_line=f"mouse_set {tablet}")
            yield Bench(
                VncTarget(trace, watcher),
                lambda: open_device(f"vnc:{server}", {"key_hold": "5ms", "key_gap": "1ms"}),
                {"new-frames", "held-keys", "interruption", "leds"},
                0b111,
            )


@contextlib.contextmanager
def _machine(folder: Path, *arguments: str) -> Iterator[tuple[Machine, Path, QmpSession]]:
    trace = folder / "trace"
    events = [argument for name in ("key_qcode", "btn", "abs") for argument in ("-trace", f"input_event_{name}")]
    hardware = Hardware(memory=32, boot_menu=60, tablet=True, extra=(*events, "-D", str(trace), *arguments))
    with machine_of(hardware) as machine:
        machine.switch_on()
        trace.touch()
        watcher = QmpSession(str(machine.watcher))
        try:
            yield machine, trace, watcher
        finally:
            watcher.close()
