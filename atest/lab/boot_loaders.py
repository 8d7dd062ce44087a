"""Boot loaders that start a Linux console: GRUB on a CD-ROM, systemd-boot on a disk."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from robot.api import SkipExecution
from robot.api.deco import keyword, library

from atest.lab.console import CONSOLE, make_initrd
from atest.lab.hardware import Firmware, Hardware
from atest.lab.machine import Machine
from atest.lab.media import make_grub_image
from atest.lab.ondevice.initrd import prepare_boot
from atest.lab.ondevice.needs import LabMissing
from atest.lab.packages import MissingPackages, Need, require

_SYSTEMD_BOOT = Need("/usr/lib/systemd/boot/efi/systemd-bootx64.efi", ("systemd-boot-efi",))
_MTOOLS = Need("mformat", ("mtools",))
_OPTIONS = "quiet console=tty0 no_timer_check"
_LINUX = f"linux /vmlinuz {_OPTIONS}\ninitrd /initrd\n"
# More entries than the menu has rows.
_OTHERS = "".join(f'menuentry "Other {number}" {{\necho other\nsleep 9\n}}\n' for number in range(1, 17))
_GRUB = f"""
set timeout=30
terminal_output console
menuentry "Lab Linux" {{
{_LINUX}}}
submenu "Advanced options for Lab Linux" {{
menuentry "Lab Linux, with Linux 6.1" {{
{_LINUX}}}
menuentry "Lab Linux, with Linux 6.1 (recovery mode)" {{
{_LINUX.replace("quiet", "quiet single")}}}
}}
{_OTHERS}"""
_ENTRY = f"linux /vmlinuz\ninitrd /initrd\noptions {_OPTIONS}"


@library(scope="SUITE")
class BootLoaderLab:
    """One machine with a boot loader."""

    def __init__(self) -> None:
        self._machine: Machine | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="boot-"))

    @keyword
    def start_grub(self) -> str:
        """Switches on a machine that starts GRUB, and returns the URL of its device. Skips if packages are missing."""
        return self._started(self._grub)

    @keyword
    def start_systemd_boot(self) -> str:
        """Switches on a machine that starts systemd-boot, and returns the URL of its device."""
        return self._started(self._systemd_boot)

    @keyword
    def stop_boot_loader(self) -> None:
        """Ends the machine, and forgets it."""
        if self._machine is not None:
            self._machine.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self, make: Callable[[Path, Path], Hardware]) -> str:
        try:
            require(*CONSOLE)
            self._machine = Machine(make(prepare_boot().kernel, make_initrd(self._folder, [])))
        except (LabMissing, MissingPackages) as missing:
            raise SkipExecution(str(missing)) from None
        self._machine.switch_on()
        return self._machine.url

    def _grub(self, kernel: Path, initrd: Path) -> Hardware:
        configuration = self._folder / "grub.cfg"
        configuration.write_text(_GRUB)
        image = make_grub_image(self._folder / "grub.iso", configuration, {"vmlinuz": kernel, "initrd": initrd})
        return Hardware(memory=512, cdroms=(image,))

    def _systemd_boot(self, kernel: Path, initrd: Path) -> Hardware:
        require(_SYSTEMD_BOOT, _MTOOLS)
        image = self._folder / "disk"
        with image.open("wb") as disk:
            disk.truncate(64 << 20)
        written = {"loader/loader.conf": "timeout 30\n"}
        written |= {f"loader/entries/lab{number}.conf": f"title Lab Linux {number}\n{_ENTRY}\n" for number in (1, 2, 3)}
        self._mtool("mformat", image, "-F", "::")
        self._mtool("mmd", image, "::/EFI", "::/EFI/BOOT", "::/loader", "::/loader/entries")
        for name, text in written.items():
            (self._folder / "text").write_text(text)
            self._mtool("mcopy", image, str(self._folder / "text"), f"::/{name}")
        files = {"EFI/BOOT/BOOTX64.EFI": Path(_SYSTEMD_BOOT.what), "vmlinuz": kernel, "initrd": initrd}
        for name, file in files.items():
            self._mtool("mcopy", image, str(file), f"::/{name}")
        return Hardware(Firmware.OVMF, memory=512, extra=("-drive", f"format=raw,file={image}"))

    def _mtool(self, program: str, image: Path, *arguments: str) -> None:
        subprocess.run([program, "-i", str(image), *arguments], check=True, capture_output=True)
