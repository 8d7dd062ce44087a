"""Media that lab machines boot from."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from atest.lab.packages import GRUB_IMAGES, require


def make_grub_image(image: Path, configuration: Path, files: Mapping[str, Path] | None = None) -> Path:
    """Makes a CD-ROM image that starts GRUB, with BIOS and with UEFI firmware.

    Args:
        image: The file to make.
        configuration: The grub.cfg.
        files: What else is on it: paths there, relative, and where to take them from.

    Returns:
        The image.

    Raises:
        MissingPackages: If something is not installed.
    """
    require(*GRUB_IMAGES)
    with tempfile.TemporaryDirectory(prefix="lab-grub-") as folder:
        for name, source in {"boot/grub/grub.cfg": configuration, **(files or {})}.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, Path(folder) / name)
        command = ["grub-mkrescue", "--output", str(image), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"grub-mkrescue failed: {done.stderr.strip()}")
    return image
