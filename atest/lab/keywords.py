"""The lab for Robot Framework: `Library    atest.lab.keywords.LabKeywords`."""

import atexit
import shutil
import tempfile
from pathlib import Path

from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

from atest.lab.companion import Companion
from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from atest.lab.media import make_grub_image
from atest.lab.packages import MEMTEST, MissingPackages, require


@library(scope="SUITE")
class LabKeywords:
    """One machine of the lab, and the companion in front of it."""

    def __init__(self) -> None:
        self._machine: Machine | None = None
        self._companion: Companion | None = None
        self._images: Path | None = None

    @keyword
    def start_machine(
        self,
        firmware: Firmware = Firmware.SEABIOS,
        *,
        memory: int = 256,
        cdroms: tuple[Path, ...] = (),
        boot_menu: float = 0.0,
        tablet: bool = False,
        extra: tuple[str, ...] = (),
    ) -> str:
        """Switches a new machine on and returns the URL of its device. Skips if packages are missing."""
        self.stop_machine()
        hardware = Hardware(firmware, memory, cdroms, None, boot_menu, tablet, extra)
        try:
            self._machine = Machine(hardware)
        except MissingPackages as error:
            raise SkipExecution(str(error)) from error
        self._machine.switch_on()
        return self._machine.url

    @keyword
    def serve_machine(self, **options: object) -> tuple[str, Path]:
        """Puts `tinypilot serve` in front of the machine.

        Returns its URL and the certificate of the authority that it has to be trusted by.
        """
        self._companion = Companion(self._running.url, options)
        logger.info(f"{self._companion.url} serves {self._running.url}.")
        return self._companion.url, self._companion.authority

    @keyword
    def cut_the_power(self) -> None:
        """Ends the machine. Only what the firmware has written into its flash memory is left."""
        self._running.switch_off()

    @keyword
    def restore_the_power(self) -> None:
        """Gives the machine power again. As most computers it stays off until it is switched on."""
        self._running.switch_on(paused=True)

    @keyword
    def stop_machine(self) -> None:
        """Ends companion and machine, and forgets them."""
        companion, self._companion = self._companion, None
        if companion:
            companion.close()
        machine, self._machine = self._machine, None
        if machine:
            machine.close()

    @keyword
    def make_disc(self, configuration: Path) -> Path:
        """Makes a CD-ROM image with GRUB and memtest86+, and returns it. Skips if packages are missing."""
        try:
            require(MEMTEST)
            image = self._image_folder() / f"{configuration.stem}.iso"
            return make_grub_image(image, configuration, {"boot/memtest": Path(MEMTEST.what)})
        except MissingPackages as error:
            raise SkipExecution(str(error)) from error

    def _image_folder(self) -> Path:
        if self._images is None:
            self._images = Path(tempfile.mkdtemp(prefix="lab-"))
            atexit.register(shutil.rmtree, self._images, ignore_errors=True)
        return self._images

    @property
    def _running(self) -> Machine:
        if self._machine is None:
            raise RuntimeError("There is no machine: start one with 'Start Machine'.")
        return self._machine
