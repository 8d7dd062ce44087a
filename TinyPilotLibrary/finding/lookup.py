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
        pictures: The pictures that it stands for, any of which will do; none if it is a text.
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
        self._reported: set[str] = set()

    def find(self, locators: Iterable[Locator], folders: Iterable[Path], scale: float = 1.0) -> list[ResolvedLocator]:
        """Looks locators up before the search begins, so that a missing picture is noticed at once.

        Args:
            locators: What to look for.
            folders: Where pictures are, searched in this order.
            scale: The size of templates on the screen relative to their files; 2.0 is twice as large.

        Returns:
            Locators with their pictures; a text has none. If a locator has several pictures, those that cannot be used
            are left out.

        Raises:
            LocatorError: If a locator is a position, which cannot be searched for, or the scale is out of range.
            TemplateError: If a picture is missing, or none of a locator can be used.
        """
        checked_scale(scale)
        places = list(folders)
        return [self._resolved(locator, self.files(locator, places), scale) for locator in locators]

    def unreported(self, resolved: Iterable[ResolvedLocator]) -> list[str]:
        """What is wrong with pictures that were left out; each problem is reported once, however often it is met.

        Args:
            resolved: What is looked for.
        """
        wrong = dict.fromkeys(sentence for item in resolved for sentence in item.unusable)
        news = [sentence for sentence in wrong if sentence not in self._reported]
        self._reported.update(news)
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

    def files(self, locator: Locator, folders: list[Path]) -> list[Path]:
        """The files of the pictures that a locator stands for; none if it is a text.

        Args:
            locator: What to look for.
            folders: Where pictures are, searched in this order.

        Raises:
            LocatorError: If it is a position.
            TemplateError: If there is no such picture.
        """
        if locator.is_text:
            return []
        if locator.kind is LocatorKind.TAG:
            return self._tagged(locator, folders)
        if locator.kind is LocatorKind.IMAGE:
            return _named(locator, folders)
        raise LocatorError(f"The locator '{locator}' is a position and cannot be searched for. Use an image or a text.")

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
            'Tags are listed as "tags" in the JSON file next to a picture. Check the tag, and the import option '
            f"'templates'.{f' {len(broken)} JSON files cannot be read: {broken[0]}' if broken else ''}"
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
            raise TemplateError(f"The folder '{path}' contains no picture. Add a PNG or JPEG file.")
        if path.is_symlink():
            raise TemplateError(f"The template '{path}' is a link to '{path.readlink()}', which does not exist.")
    near = _near(locator, folders)
    option, equals, _ = locator.value.partition("=")
    if equals and option.isidentifier():
        # Robot Framework passes it as a locator if the keyword has no option of this name.
        raise TemplateError(
            f"There is no template '{locator.value}' in {_listed(folders)}. If '{option}=' is meant as an option, "
            f"check its spelling: this keyword has none of that name. To look for text, write 'text:{locator.value}'."
        )
    raise TemplateError(
        f"There is no template '{locator.value}' in {_listed(folders)}.{_did_you_mean(near)} "
        "Check the name, and the import option 'templates'. "
        f"To look for text, write 'text:{locator.value}'; for a position, 'point:x,y'."
    )


def _near(locator: Locator, folders: list[Path]) -> list[str]:
    """The files with the most similar names, or the locator with its misspelled prefix corrected."""
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
