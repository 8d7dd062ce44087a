"""Where each device is tried: the device itself, a way to see what its target got, and ways to break it.

A new kind of device joins the contract with one line in BENCHES.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import trustme

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.composite import CompositeDevice
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.geometry import Size
from utest.contract.bench import Bench
from utest.contract.machine import qemu

#: The power-on test that never ends: a screen that changes only when a key is pressed.
_STILL = Speed(power_on_test=100_000.0)


class VirtualTarget:
    """The virtual computer."""

    key = Keystroke("F2")
    size = Size(720, 400)
    rest = 0.0

    def __init__(self, device: VirtualDevice) -> None:
        self.device = device

    def start_over(self) -> None:
        self.device.reset()

    def received(self) -> list[str]:
        return list(self.device.computer.keyboard.received)

    def down(self) -> set[str]:
        return set(self.device.computer.keyboard.down)

    def pointer(self) -> tuple[float, float, int]:
        at = self.device.computer.pointer
        return at.x, at.y, at.buttons

    def refuse_input(self) -> None:
        self.device.simulate_fault("cable unplugged", 1000)

    def go_dark(self, device: Device) -> None:
        self.device.simulate_fault("no signal", 1000)

    def mend(self) -> None:
        for fault in ("cable unplugged", "no signal"):
            self.device.simulate_fault(fault, 0)
        self.device.release()
        self.device.power_off()
        self.device.power_on()
        self.device.computer.keyboard.received.clear()


_EVERYTHING = {"new-frames", "held-keys", "power", "leds", "faults"}


def _virtual_device() -> VirtualDevice:
    return VirtualDevice(VirtualComputer(speed=_STILL))


@contextlib.contextmanager
def _virtual(_: Path) -> Iterator[Bench]:
    computer = VirtualComputer(speed=_STILL)
    target = VirtualTarget(VirtualDevice(computer))

    def opened() -> Device:
        # One that a test has closed stays closed.
        target.device = VirtualDevice(computer)
        return target.device

    yield Bench(target, opened, _EVERYTHING)


@contextlib.contextmanager
def _companion(_: Path) -> Iterator[Bench]:
    device = _virtual_device()
    with running(device) as url:
        yield Bench(VirtualTarget(device), lambda: open_device(url), _EVERYTHING)


@contextlib.contextmanager
def _plain_v1(_: Path) -> Iterator[Bench]:
    device = _virtual_device()
    with running(device, Serving(port=0, plain=True)) as url:
        yield Bench(VirtualTarget(device), lambda: open_device(url))


@contextlib.contextmanager
def _key_and_tls(folder: Path) -> Iterator[Bench]:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    device = _virtual_device()
    serving = Serving(port=0, api_key="k3y", tls_cert=folder / "server.pem", tls_key=folder / "server.pem")
    options = {"api_key": "k3y", "ca_certificate": folder / "ca.pem"}
    with running(device, serving) as url:
        yield Bench(VirtualTarget(device), lambda: open_device(url, options), _EVERYTHING)


@contextlib.contextmanager
def _joined(_: Path) -> Iterator[Bench]:
    """Keys by plain v1, the picture by a companion, power by a third way."""
    device = _virtual_device()
    with running(device, Serving(port=0, plain=True)) as keys, running(device) as more:
        yield Bench(
            VirtualTarget(device),
            lambda: CompositeDevice(open_device(keys), video=open_device(more), power=open_device(more)),
            {"new-frames", "power"},
        )


#: What opens a bench, by the name that tests have.
BENCHES: dict[str, Callable[[Path], contextlib.AbstractContextManager[Bench]]] = {
    "virtual": _virtual,
    "companion": _companion,
    "plain v1": _plain_v1,
    "API key and TLS": _key_and_tls,
    "joined": _joined,
    "qemu": qemu,
}
