"""Finds the pictures that locators name."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.errors import LocatorError, TemplateError
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.finding.picture_files import Picture, Pictures, pictures_in
from TinyPilotLibrary.ranges import checked_scale
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.templates.template import Template


@dataclass(frozen=True, eq=False)
class ResolvedLocator:
    """A locator with what it takes to look for it.

    Args:
        locator: What to look for.
        pictures: The pictures that it stands for: any of them will do; none if it is a text.
        unusable: What is wrong with those of its pictures that cannot be used; a sentence each.
    """

    locator: Locator
    pictures: Sequence[Picture]
    unusable: Sequence[str] = ()

    @property
    def templates(self) -> list[Template]:
        """Those of its pictures that are templates."""
        return [picture for picture in self.pictures if isinstance(picture, Template)]

    @property
    def needles(self) -> list[Needle]:
        """Those of its pictures that are needles."""
        return [picture for picture in self.pictures if isinstance(picture, Needle)]


class TemplateCatalog:
    """Looks locators up in the template folders."""

    def __init__(self) -> None:
        self._pictures = Pictures()
        self._told: set[str] = set()

    def find(self, locators: Iterable[Locator], folders: Iterable[Path], scale: float = 1.0) -> list[ResolvedLocator]:
        """Looks locators up, so that nothing is missing when looking begins.

        Args:
            locators: What to look for.
            folders: Where pictures are, first one first.
            scale: How many times as large as in their files templates are on the screen.

        Returns:
            Locators with their pictures; a text has none. Of several pictures of one locator those that cannot be used
            are left out.

        Raises:
            LocatorError: If a locator names a place, which cannot be looked for, or the scale is out of its range.
            TemplateError: If a picture is missing, or none of a locator can be used.
        """
        checked_scale(scale)
        places = list(folders)
        return [self._resolved(locator, self._paths(locator, places), scale) for locator in locators]

    def untold(self, resolved: Iterable[ResolvedLocator]) -> list[str]:
        """What is wrong with pictures that were left out, each only once, however often it is looked for.

        Args:
            resolved: What is looked for.
        """
        wrong = dict.fromkeys(sentence for item in resolved for sentence in item.unusable)
        news = [sentence for sentence in wrong if sentence not in self._told]
        self._told.update(news)
        return news

    def _resolved(self, locator: Locator, paths: Sequence[Path], scale: float) -> ResolvedLocator:
        # One broken file does not make its whole folder or tag useless.
        read = [self._picture(path, scale) for path in paths]
        pictures = [picture for picture in read if not isinstance(picture, TemplateError)]
        unusable = [str(error) for error in read if isinstance(error, TemplateError)]
        if len(unusable) == 1 == len(paths):
            raise TemplateError(unusable[0])
        if unusable and not pictures:
            raise TemplateError(f"None of the {len(paths)} pictures of '{locator}' can be used. {unusable[0]}")
        return ResolvedLocator(locator, pictures, unusable)

    def _picture(self, path: Path, scale: float) -> Picture | TemplateError:
        try:
            return self._pictures.read(path, scale)
        except TemplateError as error:
            return error

    def _paths(self, locator: Locator, folders: list[Path]) -> list[Path]:
        if locator.is_text:
            return []
        if locator.kind is LocatorKind.TAG:
            return self._tagged(locator, folders)
        if locator.kind is LocatorKind.IMAGE:
            return _named(locator, folders)
        raise LocatorError(f"The locator '{locator}' names a place, and cannot be looked for. Give an image or a text.")

    def _tagged(self, locator: Locator, folders: list[Path]) -> list[Path]:
        tags = locator.value.split()
        paths = self._pictures.tagged(tags, folders)
        if paths:
            return paths
        known = self._pictures.known_tags(folders)
        near = [match for tag in tags if tag not in known for match in difflib.get_close_matches(tag, known)]
        broken = self._pictures.unreadable(folders)
        raise TemplateError(
            f"No picture in {_listed(folders)} is tagged {' and '.join(map(repr, tags))}.{_did_you_mean(near)} "
            'Tags stand in the JSON file beside a picture, as "tags"; is the folder given as the import option '
            f"'templates'?{f' {len(broken)} JSON files cannot be read: {broken[0]}' if broken else ''}"
        )


def _named(locator: Locator, folders: list[Path]) -> list[Path]:
    """The picture of a name, or all of a folder of that name."""
    for folder in folders:
        path = folder / locator.value
        if path.is_file():
            return [path]
        if path.is_dir():
            if pictures := pictures_in(path):
                return pictures
            raise TemplateError(f"The folder '{path}' has no picture in it. A PNG or JPEG file is wanted.")
        if path.is_symlink():
            raise TemplateError(f"The template '{path}' is a link to '{path.readlink()}', which is not there.")
    near = _near(locator, folders)
    option, equals, _ = locator.value.partition("=")
    if equals and option.isidentifier():
        # Robot Framework takes it for a locator where the keyword has no option of this name.
        raise TemplateError(
            f"There is no template '{locator.value}' in {_listed(folders)}. If '{option}=' is meant as an option: "
            f"there is none of this name here, is it misspelled? If a text is meant, write 'text:{locator.value}'."
        )
    raise TemplateError(
        f"There is no template '{locator.value}' in {_listed(folders)}.{_did_you_mean(near)} "
        "Is the name right, and the folder given as the import option 'templates'? "
        f"If you mean a text on the screen, write 'text:{locator.value}'; for a place, 'point:x,y'."
    )


def _near(locator: Locator, folders: list[Path]) -> list[str]:
    """The nearest files, or the locator with the prefix that was misspelled."""
    wanted = Path(locator.value)
    prefix, colon, rest = locator.value.partition(":")
    kinds = difflib.get_close_matches(prefix.lower(), [kind.value for kind in LocatorKind], n=1) if colon else []
    # A link to nothing has a name too. Case does not count: files of other systems come with another one.
    beside = [(folder / wanted).parent for folder in folders]
    found = (path for folder in beside if folder.is_dir() for path in pictures_in(folder) if path.exists())
    names = {str(name).lower(): str(name) for path in found for name in [wanted.with_name(path.name)]}
    near = difflib.get_close_matches(locator.value.lower(), names)
    return [f"{kind}:{rest}" for kind in kinds] or [names[name] for name in near]


def _did_you_mean(near: list[str]) -> str:
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""


def _listed(folders: list[Path]) -> str:
    return ", ".join(f"'{folder}'" for folder in folders)
