"""Where a run puts its files, and which other runs have files there."""

import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from weakref import finalize

from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

FOLDER = "tinypilot"
# Beside the pictures there is a file for each process that made some: it says of which run they are.
_MANIFEST = ".run"
# pabot makes this folder anew for each run, with a folder for each of its processes.
_PABOT, _PABOT_RUN = "pabot_results", "tinypilot.run"


@dataclass(frozen=True)
class RunPlaces:
    """The places of the run.

    Args:
        output: The file of the results; of pabot's processes the one that they are merged into.
        log: The folder of log.html.
        run: What tells this run from others with the same output file; empty for a process of its own.
    """

    output: Path
    log: Path
    run: str = ""

    @classmethod
    def current(cls) -> "RunPlaces":
        """Those of the suite that is running; outside of Robot Framework the current folder."""
        try:
            folder, output, log = (BuiltIn().get_variable_value(f"${{{name}}}") for name in _VARIABLES)
        except RobotNotRunningError:
            return cls(Path.cwd() / "output.xml", Path.cwd())
        base = Path(folder)
        pabot = next((parent for parent in base.parents if parent.name == _PABOT), None)
        has_log = log and log != "NONE"
        if pabot is not None:
            # The log that will be looked at is the one that pabot makes of all processes.
            return cls(pabot.parent / "output.xml", Path(log).parent if has_log else pabot.parent, _pabot_run(pabot))
        has_output = output and output != "NONE"
        return cls(Path(output) if has_output else base / "output.xml", Path(log).parent if has_log else base)

    @property
    def pictures(self) -> Path:
        """The folder for pictures."""
        return self.output.parent / FOLDER


_VARIABLES = ("OUTPUT_DIR", "OUTPUT_FILE", "LOG_FILE")


class Claim:
    """A process's share of a folder: until it ends, no other process takes its files for those of a former run.

    Args:
        folder: The folder; it is made if there is none.
        places: The places of the run.

    Raises:
        OSError: If nothing can be written there.

    The files of the run whose results this one replaces are removed. Files of other runs stay: their results may be
    merged with these.
    """

    def __init__(self, folder: Path, places: RunPlaces) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        output = os.path.relpath(places.output, folder).replace(os.sep, "/")
        for manifest in folder.glob(f"*{_MANIFEST}"):
            with suppress(OSError, ValueError):
                its_output, its_run, *_ = manifest.read_text("utf-8").split("\n")
                is_of_this_run = places.run != "" and its_run == places.run
                if its_output == output and not is_of_this_run and not _is_in_use(manifest):
                    _remove(manifest)
        #: What the names of this process's files have in them, and no others'.
        self.token = ""
        while not self.token:
            token = secrets.token_hex(3)
            with suppress(FileExistsError):
                # It stays open, and locked, until the run or the process ends.
                file = os.open(folder / f"{token}{_MANIFEST}", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
                self.token = token
        _lock(file)
        try:
            os.write(file, f"{output}\n{places.run}\n".encode())
        except OSError:
            os.close(file)
            (folder / f"{self.token}{_MANIFEST}").unlink(missing_ok=True)
            raise
        self._file = file
        self._close = finalize(self, os.close, file)

    def add(self, name: str) -> None:
        """Says that a file is this process's, though its name does not have the token.

        Args:
            name: The name of the file, from the folder on.
        """
        os.write(self._file, f"{name}\n".encode())

    def end(self) -> None:
        """The run is over: the next one with the same results may remove its files."""
        self._close()


if sys.platform == "win32":

    def _lock(_: int) -> None:
        """A file that is open is as good as locked."""

    def _is_in_use(manifest: Path) -> bool:
        try:
            manifest.rename(manifest)
        except PermissionError:
            return True
        return False

else:
    import fcntl

    def _lock(file: int) -> None:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_in_use(manifest: Path) -> bool:
        with manifest.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            except OSError:
                # A file system without locks.
                return False
        return False


def _remove(manifest: Path) -> None:
    """Removes the files of a run, and at last what tells that they are its own."""
    # Only one process removes each file, and never one that was made meanwhile under the same name.
    taken = manifest.rename(manifest.with_suffix(".gone"))
    folder = manifest.parent
    named = [folder / name for name in taken.read_text("utf-8").splitlines()[2:]]
    for file in (*folder.glob(f"*-{manifest.stem}*"), *named):
        if file.resolve().is_relative_to(folder.resolve()):
            file.unlink(missing_ok=True)
    taken.unlink(missing_ok=True)


def _pabot_run(pabot: Path) -> str:
    """What all processes of one run of pabot share."""
    marker = pabot / _PABOT_RUN
    with suppress(OSError):
        # Whole or not there: another process may read it at any time.
        draft = pabot / f"{_PABOT_RUN}.{secrets.token_hex(8)}"
        draft.write_text(secrets.token_hex(8), "utf-8")
        try:
            os.link(draft, marker)
        finally:
            draft.unlink()
    with suppress(OSError):
        return marker.read_text("utf-8")
    return _PABOT
