"""What the lab needs from the system, and which Debian package has it."""

import shutil
from dataclasses import dataclass
from pathlib import Path


class MissingPackages(Exception):
    """Something that the lab needs is not installed; the message says what to install."""


@dataclass(frozen=True)
class Need:
    """A program or file, and the Debian packages that bring it.

    Args:
        what: Name of the program, or absolute path of the file.
        packages: The packages.
    """

    what: str
    packages: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether it is installed."""
        return Path(self.what).exists() if self.what.startswith("/") else shutil.which(self.what) is not None


QEMU = Need("qemu-system-x86_64", ("qemu-system-x86", "seabios", "ipxe-qemu"))
OVMF_CODE = Need("/usr/share/OVMF/OVMF_CODE_4M.fd", ("ovmf",))
OVMF_VARS = Need("/usr/share/OVMF/OVMF_VARS_4M.fd", ("ovmf",))
MEMTEST = Need("/boot/memtest86+x64.bin", ("memtest86+",))
# Without one of these grub-mkrescue makes an image that starts on half of the machines, or none, and says nothing.
GRUB_IMAGES = (
    Need("grub-mkrescue", ("grub-common",)),
    Need("/usr/lib/grub/i386-pc/moddep.lst", ("grub-pc-bin",)),
    Need("/usr/lib/grub/x86_64-efi/moddep.lst", ("grub-efi-amd64-bin",)),
    Need("mformat", ("mtools",)),
    Need("xorriso", ("xorriso",)),
)


def require(*needs: Need) -> None:
    """Checks that everything is there.

    Args:
        needs: What is needed.

    Raises:
        MissingPackages: If something is missing; it names all packages in one command.

    ```python
    require(QEMU, OVMF_CODE)
    ```
    """
    missing = [need for need in needs if not need.is_met]
    if missing:
        packages = sorted({package for need in missing for package in need.packages})
        what = ", ".join(need.what for need in missing)
        raise MissingPackages(f"The lab needs {what}: apt install {' '.join(packages)}")
