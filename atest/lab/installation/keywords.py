"""Machines and media for whole installations: `Library    atest.lab.installation.keywords.InstallationKeywords`."""

import atexit
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

from robot.api import logger
from robot.api.deco import keyword, library

from atest.lab.companion import Companion
from atest.lab.hardware import Hardware
from atest.lab.installation.graphical_medium import graphical_medium
from atest.lab.installation.text_medium import text_medium
from atest.lab.kernel_options import EMULATED
from atest.lab.machine import Machine
from atest.lab.packages import Need, require

_INSTALLERS = Path("/usr/lib/debian-installer/images/12/amd64")
_NETBOOT = Need(str(_INSTALLERS), ("debian-installer-12-netboot-amd64",))
_QEMU_IMG = Need("qemu-img", ("qemu-utils",))


@library(scope="SUITE")
class InstallationKeywords:
    """One machine with an empty disk, and the companion in front of it."""

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._folder = Path(tempfile.mkdtemp(prefix="lab-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    @keyword
    def make_text_medium(self) -> Path:
        """The medium whose live system installs Debian by dialogs in text mode; made if it is not there."""
        logger.console("The medium is made, unless it is there: some minutes.")
        return text_medium()

    @keyword
    def make_graphical_medium(self) -> Path:
        """The medium whose live system installs itself by Calamares; made if it is not there."""
        logger.console("The medium is made, unless it is there: some minutes.")
        return graphical_medium()

    @keyword
    def prepare_machine(
        self, *, memory: int = 1024, disk: str = "3G", tablet: bool = False, extra: tuple[str, ...] = ()
    ) -> tuple[str, Path]:
        """Prepares a machine that is off, with an empty disk, from which it starts first, and an empty drive.

        Returns the URL of the companion in front of it, and the certificate of the authority that it has to be trusted
        by.
        """
        self.put_machine_away()
        require(_QEMU_IMG)
        image = self._folder / "disk.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", image, disk], check=True)
        parts = (
            *("-smp", "2"),
            *("-drive", f"if=none,id=disk,format=qcow2,cache=unsafe,file={image}"),
            *("-device", "virtio-blk-pci,drive=disk,bootindex=1"),
            *("-device", "ide-cd,bootindex=2"),
            *extra,
        )
        machine = Machine(Hardware(memory=memory, tablet=tablet, extra=parts))
        self._opened.callback(machine.close)
        machine.switch_on(paused=True)
        companion = Companion(machine.url, {})
        self._opened.callback(companion.close)
        logger.info(f"{companion.url} serves {machine.url}.")
        return companion.url, companion.authority

    @keyword
    def prepare_machine_for_debian_installer(self, *, graphical: bool = False) -> tuple[str, Path]:
        """Prepares a machine that is off and starts Debian's own installer, as `Prepare Machine` does."""
        require(_NETBOOT)
        folder = _INSTALLERS / ("gtk" if graphical else "text") / "debian-installer" / "amd64"
        shown = "vga=791" if graphical else "vga=normal fb=false nomodeset"
        command_line = f"{shown} {EMULATED} --- quiet"
        kernel = ("-kernel", str(folder / "linux"), "-initrd", str(folder / "initrd.gz"), "-append", command_line)
        return self.prepare_machine(tablet=graphical, extra=kernel)

    @keyword
    def put_machine_away(self) -> None:
        """Ends companion and machine, and forgets them."""
        self._opened.close()
