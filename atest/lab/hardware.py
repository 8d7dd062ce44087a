"""What a lab machine is made of, as QEMU's command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from atest.lab.packages import OVMF_CODE, OVMF_VARS, QEMU, Need


class Firmware(Enum):
    """The firmware that a machine starts with."""

    SEABIOS = "seabios"
    OVMF = "ovmf"


@dataclass(frozen=True)
class Hardware:
    """What a machine is made of.

    Args:
        firmware: SeaBIOS, or OVMF, which keeps its settings in a file of variables.
        memory: Memory in MiB.
        cdroms: Images of CD-ROMs, first drive first.
        kernel: A kernel that the firmware starts directly.
        boot_menu: For how many seconds the firmware offers its boot menu; 0 to offer none.
        tablet: Whether there is a USB absolute pointing device.
        extra: Further arguments for QEMU.
    """

    firmware: Firmware = Firmware.SEABIOS
    memory: int = 256
    cdroms: tuple[Path, ...] = ()
    kernel: Path | None = None
    boot_menu: float = 0.0
    tablet: bool = False
    extra: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[Need, ...]:
        """What has to be installed."""
        return (QEMU, OVMF_CODE, OVMF_VARS) if self.firmware is Firmware.OVMF else (QEMU,)

    def arguments(self, variables: Path) -> Iterator[str]:
        """The arguments for QEMU.

        Args:
            variables: The file where OVMF keeps its settings.
        """
        yield from ("-accel", "tcg", "-m", str(self.memory))
        # A network card, with a network of its own that reaches nobody.
        yield from ("-nic", "user,model=e1000,restrict=on")
        if self.firmware is Firmware.OVMF:
            yield from ("-drive", f"if=pflash,format=raw,readonly=on,file={OVMF_CODE.what}")
            yield from ("-drive", f"if=pflash,format=raw,file={variables}")
        for index, image in enumerate(self.cdroms):
            yield from ("-drive", f"media=cdrom,format=raw,readonly=on,index={index},file={image}")
        if self.kernel:
            yield from ("-kernel", str(self.kernel))
        if self.boot_menu:
            yield from ("-boot", f"menu=on,splash-time={round(self.boot_menu * 1000)}")
        if self.tablet:
            yield from ("-device", "qemu-xhci", "-device", "usb-tablet")
        yield from self.extra
