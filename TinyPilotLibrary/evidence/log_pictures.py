"""Pictures as files beside log.html: each frame once, under a name of its own."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.run_places import Claim, RunPlaces
from TinyPilotLibrary.evidence.veil import Veil
from TinyPilotLibrary.evidence.whole_files import write_new, write_whole
from TinyPilotLibrary.vision.drawing.compact import PictureFile, compact, compact_png
from TinyPilotLibrary.vision.frame import Frame

# A name may be followed by other parts; file systems take 255 bytes.
_LONGEST = 100


class LogPictures:
    """Saves pictures beside log.html.

    A picture that was saved before is not saved again. No file is ever replaced, whoever else writes into the folder,
    and no name needs encoding in a link.

    Args:
        folder: The folder for pictures; None for `tinypilot` beside the results.
        veil: Blacks out what must not be shown; nothing if not given.
    """

    def __init__(self, folder: Path | None = None, veil: Veil | None = None) -> None:
        self._given = folder
        #: Goes over every frame before anything of it is saved.
        self.veil = veil or Veil()
        self._claims: dict[tuple[Path, Path], Claim] = {}
        self._saved: dict[tuple[Path, str], Path] = {}
        self._count = 0

    def begin(self) -> None:
        """A suite begins: pictures of the run whose results this one replaces are removed.

        Nothing is made for it: a run without pictures has no folder for them.
        """
        places = RunPlaces.current()
        folder = self._given or places.pictures
        # Where nothing can be written, what is to be saved will tell it.
        with suppress(OSError):
            if folder.is_dir():
                self._claim(folder, places)

    def end(self) -> None:
        """The run is over."""
        for claim in self._claims.values():
            claim.end()
        self._claims = {}

    def save(self, frame: Frame, name: str = "screen") -> Path:
        """Saves a frame; one that was saved before is there already.

        Args:
            frame: The frame.
            name: What its name begins with.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        return self._once(frame.identity.digest, lambda: compact(frame), name)

    def save_as(self, frame: Frame, name: str) -> Path:
        """Saves a frame as PNG under a name that people give.

        Args:
            frame: The frame.
            name: The name, with or without `.png`. What a link would have to encode becomes a hyphen, and a number is
                added if there is such a file already.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        return self._write(compact_png(frame), plain_name(name.removesuffix(".png")), numbered=False)

    def save_file(self, picture: PictureFile, name: str) -> Path:
        """Saves a picture that is encoded already.

        Args:
            picture: The picture.
            name: What its name begins with.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        return self._write(picture, name, numbered=True)

    def save_once(self, key: str, make: Callable[[], PictureFile], name: str) -> Path:
        """Saves a picture, or gives the file that it was saved in before.

        Args:
            key: What tells it from other pictures of this name.
            make: Makes the picture.
            name: What its name begins with.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        return self._once(f"{name} {key}", make, name)

    def save_text(self, text: str, name: str) -> Path:
        """Saves a text under a name that no other run has: a film is shown with it, wherever that is collected.

        Args:
            text: The text.
            name: What its name begins with, as people give it.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        plain = plain_name(name.removesuffix(".txt")).replace("/", "-")
        return self._write(PictureFile(text.encode(), ".txt"), plain, numbered=True)

    @property
    def run(self) -> str:
        """What tells this run from others: the processes of pabot have it in common."""
        places = RunPlaces.current()
        folder = self._given or places.pictures
        try:
            return places.run or self._claim(folder, places).token
        except OSError as error:
            raise ConfigurationError(f"Nothing can be saved in '{folder}': {error.strerror}.") from error

    def save_anew(self, file: PictureFile, name: str, *, of_all: bool = False) -> Path:
        """Saves a file in the place of the one that was saved under this name before, in this run.

        Args:
            file: The file.
            name: What its name begins with.
            of_all: Whether all processes of the run save the same file, and not each its own.

        Returns:
            The file.

        Raises:
            ConfigurationError: If it cannot be written.
        """
        places = RunPlaces.current()
        folder = self._given or places.pictures
        try:
            claim = self._claim(folder, places)
            path = folder / f"{name}-{self.run if of_all else claim.token}{file.suffix}"
            # Whole at any time: others may read it.
            write_whole(path, file.data)
            if of_all:
                claim.add(path.name)
        except OSError as error:
            raise ConfigurationError(
                f"'{name}{file.suffix}' cannot be saved in '{folder}': {error.strerror}."
            ) from error
        return path

    def link(self, path: Path) -> str:
        """The link to a file from log.html.

        Args:
            path: The file.
        """
        return quote(os.path.relpath(path, RunPlaces.current().log).replace(os.sep, "/"))

    def file_of(self, link: str) -> Path:
        """The file that a link from log.html leads to.

        Args:
            link: The link.
        """
        return RunPlaces.current().log / unquote(link)

    def _once(self, key: str, make: Callable[[], PictureFile], name: str) -> Path:
        folder = self._given or RunPlaces.current().pictures
        known = self._saved.get((folder, key))
        if known is not None and known.is_file():
            return known
        path = self._saved[folder, key] = self._write(make(), name, numbered=True)
        return path

    def _write(self, picture: PictureFile, name: str, *, numbered: bool) -> Path:
        places = RunPlaces.current()
        folder = self._given or places.pictures
        path = folder / f"{name}{picture.suffix}"
        try:
            claim = self._claim(folder, places)
            for path in self._free(folder, name, claim.token if numbered else "", picture.suffix):
                path.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError):
                    write_new(path, picture.data)
                    break
            if not numbered:
                _add_or_remove(claim, path, folder)
        except OSError as error:
            raise ConfigurationError(f"The picture '{path}' cannot be saved: {error.strerror}.") from error
        return path

    def _free(self, folder: Path, name: str, token: str, suffix: str) -> Iterator[Path]:
        """Names that may be free, the first one most likely."""
        if not token:
            yield folder / f"{name}{suffix}"
            yield from (folder / f"{name}-{number}{suffix}" for number in count(2))
        while True:
            self._count += 1
            yield folder / f"{name}-{token}-{self._count:04d}{suffix}"

    def _claim(self, folder: Path, places: RunPlaces) -> Claim:
        key = folder, places.output
        if key not in self._claims:
            self._claims[key] = Claim(folder, places)
        return self._claims[key]


def _add_or_remove(claim: Claim, path: Path, folder: Path) -> None:
    """Says whose a file is; one of which that cannot be said would never be removed."""
    try:
        claim.add(path.relative_to(folder).as_posix())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def plain_name(name: str) -> str:
    """A name of characters that mean themselves in a link and on every file system.

    Args:
        name: The name; a slash begins a folder.

    ```python
    plain_name("Größe & Farbe")  # "Grosse-Farbe"
    ```
    """
    letters = unicodedata.normalize("NFKD", name.replace("\u00df", "ss")).encode("ascii", "ignore").decode()
    parts = [re.sub(r"[^A-Za-z0-9_.]+", "-", part).strip("-.") for part in re.split(r"[/\\]", letters)]
    return "/".join(part[:_LONGEST] for part in parts if part) or "screenshot"
