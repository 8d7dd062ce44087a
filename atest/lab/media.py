"""Media that lab machines boot from."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from atest.lab.packages import MKRESCUE, XORRISO, require


def make_grub_image(image: Path, configuration: Path) -> Path:
    """Makes a CD-ROM image that starts GRUB, with BIOS and with UEFI firmware.

    Args:
        image: The file to make.
        configuration: The grub.cfg.

    Returns:
        The image.

    Raises:
        MissingPackages: If something is not installed.
    """
    require(MKRESCUE, XORRISO)
    with tempfile.TemporaryDirectory(prefix="lab-grub-") as folder:
        grub = Path(folder) / "boot" / "grub"
        grub.mkdir(parents=True)
        shutil.copyfile(configuration, grub / "grub.cfg")
        command = ["grub-mkrescue", "--output", str(image), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"grub-mkrescue failed: {done.stderr.strip()}")
    return image
