"""Virtual environments with the project and its development dependencies in them; only Python is needed for it.

What `tasks.py` begins with, so that it must run with nothing installed and be understood by old Pythons too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 10)


@dataclass(frozen=True)
class Environment:
    """A virtual environment of the project.

    Args:
        folder: Where it is.
        python: The command of the Python that it is made with.
        instead: Requirements that replace what the project's own would have chosen.
    """

    folder: Path = ROOT / ".venv"
    python: Sequence[str] = (sys.executable,)
    instead: Sequence[str] = ()

    @property
    def programs(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def set_up(self) -> None:
        """Makes it, or brings it up to date when pyproject.toml has changed."""
        wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
        stamp = self.folder / "set-up"
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        print(f"Setting up {self.folder.name}: this takes a minute or two, once.", file=sys.stderr, flush=True)
        if not any(self.programs.glob("python*")) and _fails(*self.python, "-m", "venv", str(self.folder)):
            # What was begun must not be taken for one that is whole.
            shutil.rmtree(self.folder, ignore_errors=True)
            sys.exit("Python cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv")
        pip = [str(self.programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # Dependency groups need pip 25.1.
        for packages in (["--upgrade", "pip>=25.1"], ["--editable", ".", "--group", "dev"], self.instead):
            if packages and _fails(*pip, *packages):
                sys.exit("The packages that the project needs could not be installed; pip says above why.")
        stamp.write_text(wanted)

    def run(self, program: str, *arguments: str, output: IO[bytes] | None = None) -> int:
        """Runs one of its programs in the root of the project, and gives its exit code.

        Args:
            program: The program.
            arguments: Its arguments.
            output: Where to what it prints goes; to this process's own output if not given.
        """
        # Programs that tests start are looked up in it too.
        environment = {**os.environ, "PATH": os.pathsep.join([str(self.programs), os.environ["PATH"]])}
        # Tests start hundreds of processes: what all of them import is compiled once.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [str(self.programs / program), *arguments]
        return subprocess.run(
            command, check=False, cwd=ROOT, env=environment, stdout=output, stderr=output and subprocess.STDOUT
        ).returncode


def environment_of(python: str = "", robot: str = "") -> Environment:
    """The environment with other versions than usual; the usual one if none are given. It is set up.

    Args:
        python: The version of Python, such as `3.13`.
        robot: The version of Robot Framework, such as `7.4`: the newest that begins so.
    """
    name = "".join([".venv", f"-{python}" if python else "", f"-robot-{robot}" if robot else ""])
    command = find_python(python) if python else [sys.executable]
    found = Environment(ROOT / name, command, [f"robotframework=={robot}.*"] if robot else [])
    found.set_up()
    return found


def find_python(version: str) -> Sequence[str]:
    """The command of a Python of this machine: one in the PATH, of Windows' launcher, or of pyenv.

    Args:
        version: Its version, such as `3.13`.
    """
    for command in _pythons(version):
        try:
            said = subprocess.run([*command, "--version"], check=False, capture_output=True, text=True).stdout
        except OSError:
            continue
        if said.startswith(f"Python {version}."):
            return command
    return sys.exit(f"There is no Python {version} on this machine: not in the PATH, and pyenv has none.")


def _pythons(version: str) -> Iterator[list[str]]:
    yield [f"python{version}"]
    yield ["py", f"-{version}"]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in pyenv.glob(f"versions/{version}.*"):
        yield [str(folder / "bin" / "python")]


def _fails(*command: str) -> bool:
    return subprocess.run(command, check=False, cwd=ROOT).returncode != 0
