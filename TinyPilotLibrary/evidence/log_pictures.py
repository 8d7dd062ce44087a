"""Pictures in log.html."""

import os
from html import escape
from pathlib import Path
from urllib.parse import quote

from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.vision.frame import Frame

_FOLDER = "tinypilot"
_THUMBNAIL_WIDTH = 480


class Evidence:
    """Saves frames next to log.html and links them there.

    A picture that was saved before is linked, not saved again.

    Args:
        folder: The folder for pictures; None for `tinypilot` in Robot Framework's output folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._saved: dict[tuple[Path, str], Path] = {}
        self._count = 0

    def save(self, frame: Frame, name: str | None = None) -> Path:
        """Saves a frame as PNG.

        Args:
            frame: The frame.
            name: The file's name, with or without `.png`; a number if not given.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        folder = self._folder or _output_folder() / _FOLDER
        digest = frame.identity.digest
        known = self._saved.get((folder, digest))
        if not name and known is not None and known.is_file():
            return known
        path = folder / (name if name.endswith(".png") else f"{name}.png") if name else self._free_path(folder)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(frame.png())
        except OSError as error:
            raise ConfigurationError(f"The picture '{path}' cannot be saved: {error.strerror}.") from error
        # A picture that was replaced shows its frame no longer.
        self._saved = {key: file for key, file in self._saved.items() if file != path}
        self._saved[folder, digest] = path
        return path

    def link(self, path: Path, title: str, unmarked: Path | None = None) -> None:
        """Links a picture in log.html, with a thumbnail.

        Args:
            path: The file.
            title: What it shows.
            unmarked: The same picture without marks, to cut templates from; None if it has none.
        """
        source = _reference(path)
        image = f'<img src="{source}" width="{_THUMBNAIL_WIDTH}" alt="{escape(title)}">'
        beside = f'<br><a href="{_reference(unmarked)}">Without marks</a>' if unmarked else ""
        logger.info(f'<a href="{source}">{image}</a>{beside}', html=True)

    def _free_path(self, folder: Path) -> Path:
        while True:
            self._count += 1
            path = folder / f"screenshot-{self._count:04d}.png"
            if not path.exists():
                return path


def _reference(path: Path) -> str:
    """The link to a file from log.html."""
    return quote(os.path.relpath(path, _log_folder()).replace(os.sep, "/"))


def _output_folder() -> Path:
    try:
        return Path(BuiltIn().get_variable_value("${OUTPUT_DIR}"))
    except RobotNotRunningError:
        return Path.cwd()


def _log_folder() -> Path:
    try:
        log = BuiltIn().get_variable_value("${LOG_FILE}")
    except RobotNotRunningError:
        return Path.cwd()
    return Path(log).parent if log and log != "NONE" else _output_folder()
