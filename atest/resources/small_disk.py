"""A disk that is soon full: `Library    atest.resources.small_disk.SmallDisk`."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from PIL import Image
from robot.api import SkipExecution, logger
from robot.api.deco import keyword, library

_WEB = {".png", ".webp", ".jpg"}


@library(scope="SUITE")
class SmallDisk:
    """Mounts a file system in memory, and tells whether what is on it is whole."""

    def __init__(self) -> None:
        self._mounted: list[Path] = []

    @keyword
    def mount_small_disk(self, folder: Path, size: str) -> None:
        """Mounts a file system of this size on a folder; skips the test where that may not be done."""
        folder.mkdir(parents=True, exist_ok=True)
        command = [*_as_root(), "mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SkipExecution(f"A small file system cannot be mounted here: {ran.stderr.strip()}")
        self._mounted.append(folder)

    @keyword
    def unmount_small_disks(self) -> None:
        """Unmounts all of them."""
        while self._mounted:
            subprocess.run([*_as_root(), "umount", self._mounted.pop()], check=True)

    @keyword
    def everything_is_whole(self, folder: Path) -> int:
        """Opens every file in a folder. Returns how many there are."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        logger.info("\n".join(f"{path.relative_to(folder)}: {path.stat().st_size} bytes" for path in files))
        for file in files:
            _open(file)
        return len(files)


def _as_root() -> list[str]:
    if sys.platform == "win32" or os.geteuid() == 0 or not shutil.which("sudo"):
        return []
    return ["sudo", "--non-interactive"]


def _open(file: Path) -> None:
    """Fails for a file that is empty, cut, or a draft that nobody has removed."""
    assert file.stat().st_size, f"{file} is empty"
    if file.suffix in _WEB:
        with Image.open(file) as picture:
            picture.load()
    elif file.suffix == ".json":
        json.loads(file.read_text("utf-8"))
    elif file.suffix == ".zip":
        assert zipfile.ZipFile(file).testzip() is None, file
    elif file.suffix == ".html":
        assert file.read_text("utf-8").rstrip().endswith("</html>"), f"{file} is cut"
    else:
        assert file.suffix in {".run", ".css", ".xml", ".md", ".jsonl"}, f"{file} should not be there"
