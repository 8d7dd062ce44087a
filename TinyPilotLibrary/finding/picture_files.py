"""Picture files: templates and openQA needles, each read once, and their tags.

A picture may have a JSON file of the same name next to it. If that has areas, the picture is a needle; otherwise the
picture is a template, and the JSON may give its tags and its click point.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_file import (
    Description,
    click_point_of,
    is_needle,
    read_description,
    read_needle,
    tags_of,
)
from TinyPilotLibrary.vision.templates.template import Template

#: The file name extensions of pictures.
ENDINGS = (".png", ".jpg", ".jpeg")
_DESCRIPTION = ".json"
# In bytes. A longer file is not a link that was checked out as text.
_LONGEST_LINK = 1024

Picture = Template | Needle
_Stamp = tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Described:
    """The content of a JSON file, or why it cannot be read."""

    stamp: _Stamp
    description: Description
    error: str = ""


class Pictures:
    """Reads each picture once, and again after its file has changed."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[Path, float], tuple[_Stamp, _Stamp | None, Picture]] = {}
        self._descriptions: dict[Path, _Described] = {}

    def read(self, path: Path, scale: float = 1.0) -> Picture:
        """Reads a picture.

        Args:
            path: Its file.
            scale: The size of the template on the screen, relative to its file. Needles are never scaled.

        Returns:
            A template, or a needle if its JSON file has areas.

        Raises:
            TemplateError: If it cannot be read, or cannot be used as a template.
        """
        beside = path.with_suffix(_DESCRIPTION)
        stamp, description_stamp = _stamp(path), _stamp(beside) if beside.is_file() else None
        known = self._pictures.get((path, scale))
        if known is None or known[:2] != (stamp, description_stamp):
            known = (stamp, description_stamp, self._read(path, beside if description_stamp else None, scale))
            self._pictures[path, scale] = known
        return known[2]

    def tagged(self, tags: Iterable[str], folders: Iterable[Path]) -> list[Path]:
        """The pictures that have all of the given tags.

        Args:
            tags: The tags.
            folders: The folders to search, subfolders included.

        Returns:
            The files of the pictures, in the order of the folders, then by name.
        """
        wanted = set(tags)
        found = [path for path in self._described(folders) if wanted <= tags_of(self._descriptions[path].description)]
        return list(dict.fromkeys(picture for path in found if (picture := _picture_of(path))))

    def known_tags(self, folders: Iterable[Path]) -> set[str]:
        """All tags of the pictures in the given folders and their subfolders."""
        return {tag for path in self._described(folders) for tag in tags_of(self._descriptions[path].description)}

    def unreadable(self, folders: Iterable[Path]) -> list[str]:
        """What is wrong with each unreadable JSON file in the given folders and their subfolders."""
        errors = [self._descriptions[path].error for path in self._described(folders)]
        return [error for error in errors if error]

    def _read(self, path: Path, beside: Path | None, scale: float) -> Picture:
        description = read_description(_text(beside), beside.name) if beside else {}
        if is_needle(description):
            return read_needle(path.stem, description, _bytes(_linked(path)))
        template = Template.load(_linked(path))
        template = replace(template, name=path.name, click_point=click_point_of(path.name, description))
        return template if scale == 1.0 else template.scaled(scale)

    def _described(self, folders: Iterable[Path]) -> Iterator[Path]:
        for folder in folders:
            for path in _files_below(folder):
                stamp = _stamp(path)
                known = self._descriptions.get(path)
                if known is None or known.stamp != stamp:
                    self._descriptions[path] = _described(path, stamp)
                yield path


def pictures_in(folder: Path) -> list[Path]:
    """The pictures in a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)


def _described(path: Path, stamp: _Stamp) -> _Described:
    try:
        return _Described(stamp, read_description(_text(path), str(path)))
    except TemplateError as error:
        # One broken file does not make a whole collection useless.
        return _Described(stamp, {}, str(error))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"The picture '{path}' cannot be read: {error.strerror}.") from error


def _text(path: Path) -> str:
    try:
        # Some editors begin a file with a byte order mark.
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"'{path}' cannot be read: {error}.") from error


def _picture_of(description: Path) -> Path | None:
    beside = (description.with_suffix(ending) for ending in ENDINGS)
    return next((path for path in beside if path.is_file()), None)


def _linked(path: Path) -> Path:
    """Follows a symbolic link that was checked out as a text file holding its target's path, as Git does on Windows."""
    if path.stat().st_size > _LONGEST_LINK:
        return path
    data = path.read_bytes()
    if not data.isascii() or b"\0" in data or b"\n" in data.strip():
        return path
    other = path.parent / data.decode("ascii").strip()
    return other if other.is_file() else path


def _files_below(folder: Path) -> list[Path]:
    # Collections have their pictures in other folders by symbolic links.
    below = os.walk(folder, followlinks=True)
    return sorted(Path(where, name) for where, _, names in below for name in names if name.endswith(_DESCRIPTION))


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
