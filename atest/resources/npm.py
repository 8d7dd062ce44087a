"""Packages of npm that tests need; each is installed once, into a folder of its own."""

import shutil
import subprocess
from pathlib import Path

from robot.api import SkipExecution

from atest.lab.ondevice.initrd import cache_folder

_PATIENCE = 180


def npm_package(name: str) -> Path:
    """The folder of a package.

    Args:
        name: The package with its version, such as `axe-core@4.14.1`.

    Raises:
        SkipExecution: If there is no npm.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SkipExecution(f"For {name}, install npm: apt install npm")
    folder = cache_folder().parent / name
    package = folder / "node_modules" / name.rpartition("@")[0]
    if not (package / "package.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", name]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    return package
