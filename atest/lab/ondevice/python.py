"""The Python packages that only tests inside the lab machine need: the group `lab`, installed into `.venv`."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from atest.lab.ondevice.needs import LabError, has_modules

ROOT = Path(__file__).resolve().parents[3]
_MODULES = ("evdev",)


def prepare_python() -> None:
    """Installs the packages, unless they are there and up to date.

    They are compiled, with a C compiler and the headers of Linux; so they are not among the
    development dependencies, for which Python alone is enough.

    Raises:
        LabError: If they cannot be installed.
    """
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = Path(sys.prefix) / "lab-set-up"
    with stamp.with_name("lab-set-up.lock").open("w") as lock:
        # Two suites at once would install the same.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_text() == wanted and has_modules(*_MODULES):
            return
        print("Installing the Python packages of the lab machine.", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--group", "lab"]
        done = subprocess.run(pip, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LabError(f"The Python packages of the lab machine cannot be installed:\n{done.stderr[-2000:]}")
        stamp.write_text(wanted)
