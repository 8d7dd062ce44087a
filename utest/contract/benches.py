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
from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.testing import Bench, VirtualTarget
from utest.contract.machine import qemu, vnc
from utest.devices.pikvm.kvmd_server import Kvmd
from utest.devices.pikvm.kvmd_server import serve as serve_kvmd

_POWER = {"power", "power-state", "shutdown"}
_EVERYTHING = {"new-frames", "held-keys", "interruption", *_POWER, "leds", "faults"}


@contextlib.contextmanager
def _virtual(_: Path) -> Iterator[Bench]:
    target = VirtualTarget()

    def opened() -> Device:
        # One that a test has closed stays closed.
        target.device = VirtualDevice(target.device.computer)
        return target.device

    yield Bench(target, opened, _EVERYTHING)


@contextlib.contextmanager
def _companion(_: Path) -> Iterator[Bench]:
    target = VirtualTarget()
    with running(target.device) as url:
        yield Bench(target, lambda: open_device(url), _EVERYTHING)


@contextlib.contextmanager
def _plain_v1(_: Path) -> Iterator[Bench]:
    target = VirtualTarget()
    with running(target.device, Serving(port=0, plain=True)) as url:
        yield Bench(target, lambda: open_device(url), {"interruption"})


@contextlib.contextmanager
def _key_and_tls(folder: Path) -> Iterator[Bench]:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    target = VirtualTarget()
    serving = Serving(port=0, api_key="k3y", tls_cert=folder / "server.pem", tls_key=folder / "server.pem")
    options = {"api_key": "k3y", "ca_certificate": folder / "ca.pem"}
    with running(target.device, serving) as url:
        yield Bench(target, lambda: open_device(url, options), _EVERYTHING)


@contextlib.contextmanager
def _joined(_: Path) -> Iterator[Bench]:
    """Keys by plain v1, the picture by a companion, power by a third way."""
    target = VirtualTarget()
    with running(target.device, Serving(port=0, plain=True)) as keys, running(target.device) as more:
        yield Bench(
            target,
            lambda: CompositeDevice(open_device(keys), video=open_device(more), power=open_device(more)),
            {"new-frames", "interruption", *_POWER},
        )


@contextlib.contextmanager
def _pikvm(folder: Path) -> Iterator[Bench]:
    target = VirtualTarget()
    # Keys that are not held down are typed at once: 20 000 of them are not waited for.
    options = {"key_hold": 0, "key_gap": 0}
    with serve_kvmd(Kvmd(target.device, folder)) as url:
        everything = {"new-frames", "held-keys", "interruption", *_POWER, "media", "leds"}
        yield Bench(target, lambda: open_device(url, options), everything)


#: What opens a bench, by the name that tests have.
BENCHES: dict[str, Callable[[Path], contextlib.AbstractContextManager[Bench]]] = {
    "virtual": _virtual,
    "companion": _companion,
    "plain v1": _plain_v1,
    "API key and TLS": _key_and_tls,
    "joined": _joined,
    "qemu": qemu,
    "vnc": vnc,
    "pikvm": _pikvm,
}
