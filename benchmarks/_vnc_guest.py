"""A guest of QEMU's that answers each key with another colour: a part of its screen at `a`, all of it at others."""

from collections.abc import Iterator
from contextlib import contextmanager

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from utest.devices.vnc.servers import free_port, wait_for

# A boot sector: 1920x1080 by the Bochs registers of QEMU's VGA, then filled through its window, 64 KiB at a time; `a`
# fills the first 64 KiB alone.
_PROGRAM = bytes.fromhex(
    "fc31c08ed8"  # ds = 0
    "bace01b80400ef42b80000ef bace01b80100ef42b88007ef bace01b80200ef42b83804ef"  # off, 1920, 1080
    "bace01b80300ef42b82000ef bace01b80400ef42b80100ef"  # 32 bits, on
    "b800a08ec06631ed"  # es = the window, ebp = black
    "bb7f00 31f6"  # all 127 windows; from the first
    "bace01b80500ef4289f0ef 31ffb900406689e866f3ab 4639de72e5"  # fill one, next
    "30e4cd16 6681c511393000"  # wait for a key, next colour
    "3c6175d1 bb0100 ebcf"  # not `a`: all of them; otherwise the first
)
#: The pixels of the part that `a` changes: whole rows.
PART = 64 * 1024 // 4 // 1920


@contextmanager
def guest(*, web: int = 0) -> Iterator[int]:
    """The guest, running.

    Args:
        web: The port on loopback where its VNC server takes web sockets as well; 0 for none.

    Yields:
        The port of its VNC server on loopback.
    """
    port = free_port()
    shown = ("-vnc", f"127.0.0.1:{port - 5900},key-delay-ms=0" + (f",websocket={web}" if web else ""))
    with Machine(Hardware(memory=32)) as machine:
        disk = machine.folder / "disk"
        disk.write_bytes(_PROGRAM.ljust(510, b"\0") + b"\x55\xaa" + bytes(1 << 20))
        machine.hardware = Hardware(memory=32, extra=(*shown, "-drive", f"format=raw,file={disk}"))
        machine.switch_on()
        wait_for(port)
        yield port
